package dev.usher.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.function.Consumer;

/**
 * Bytes that nobody can foresee, for keys, masks and names: those of the machine's {@link SecureRandom}, of a seed in a
 * simulation. They are fetched in blocks, so that a small number costs no call of the system. Belongs to the kernel's
 * thread.
 */
public final class Entropy {
    private static final int BLOCK = 4_096;
    private static final double UNIT = 0x1p-53;

    private Consumer<byte[]> source; // null: the machine's, made when it is needed
    private ByteBuffer block; // null until something is taken
    private int at;

    Entropy(Consumer<byte[]> source) {
        this.source = source;
    }

    /** @return 32 bits */
    public int nextInt() {
        int from = take(Integer.BYTES);
        return block.getInt(from);
    }

    /** @return 64 bits */
    public long nextLong() {
        int from = take(Long.BYTES);
        return block.getLong(from);
    }

    /** @return a number from 0 to, but without, 1 */
    public double nextDouble() {
        return (nextLong() >>> 11) * UNIT;
    }

    /**
     * @param count of bytes, 0 or more
     * @return so many
     */
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        if (count > BLOCK) {
            source().accept(bytes);
        } else {
            int from = take(count);
            block.get(from, bytes);
        }
        return bytes;
    }

    /** Answers where in the block some bytes are that nobody has seen yet. */
    private int take(int count) {
        if (block == null) {
            block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
            at = BLOCK;
        }
        if (BLOCK - at < count) {
            source().accept(block.array());
            at = 0;
        }
        int from = at;
        at += count;
        return from;
    }

    private Consumer<byte[]> source() {
        if (source == null) {
            source = source(null);
        }
        return source;
    }

    /** The machine's, unless another is given. */
    static Consumer<byte[]> source(Consumer<byte[]> given) {
        return given == null ? new SecureRandom()::nextBytes : given;
    }
}
