package dev.usher.filter;

/** How the arrays under {@link Input} and {@link Output} grow. Stateless. */
final class Room {
    /** The longest array that every JVM makes. */
    static final int LARGEST = Integer.MAX_VALUE - 8;

    private static final int SMALLEST = 64;

    private Room() {}

    /**
     * The size an array needs when more bytes do not fit behind those in use. The same size means: move the bytes in
     * use to the front. That is done only when a quarter of the array comes free, so that each byte is moved a few
     * times at most however small the steps are; otherwise the array doubles.
     *
     * @param capacity bytes in the array
     * @param used bytes in use in it
     * @param more bytes to come
     * @return the capacity to have
     */
    static int capacity(int capacity, int used, int more) {
        long needed = (long) used + more;
        if (needed <= capacity - (capacity >>> 2)) {
            return capacity;
        }
        if (needed > LARGEST) {
            throw new IllegalStateException(
                    "cannot hold " + needed + " bytes: one buffer ends at " + LARGEST + "; send or take some first");
        }
        return (int) Math.max(needed, Math.min(LARGEST, Math.max(SMALLEST, capacity * 2L)));
    }
}
