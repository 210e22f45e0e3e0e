package dev.usher.kernel;

/** Throws checked exceptions where none are declared: handlers may throw any, and callers get them as they were. */
final class Sneaky {
    private Sneaky() {}

    /** Never returns; {@code throw Sneaky.thrown(e)} tells the compiler so. */
    static RuntimeException thrown(Throwable e) {
        return Sneaky.<RuntimeException>raise(e);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E raise(Throwable e) throws E {
        throw (E) e;
    }
}
