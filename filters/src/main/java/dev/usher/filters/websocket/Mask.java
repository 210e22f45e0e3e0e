package dev.usher.filters.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The exclusive or of bytes and a key of four (RFC 6455 §5.3), eight bytes at a time. A key is an int whose lowest byte
 * is the first on the wire. Stateless.
 */
final class Mask {
    static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final long SIGNS = 0x8080808080808080L;

    private static final int BLOCK = 4 * Long.BYTES;

    private Mask() {}

    /** The key for what stands behind so many bytes. */
    static int rotate(int key, long count) {
        return Integer.rotateRight(key, (int) (count & 3) << 3);
    }

    /**
     * Masks or unmasks, in place or while copying.
     *
     * @return whether every byte written is ASCII
     */
    static boolean apply(int key, byte[] from, int offset, byte[] to, int at, int length) {
        long word = key & 0xFFFF_FFFFL;
        word |= word << Integer.SIZE;
        long signs = 0;
        int i = 0;
        for (int end = length - BLOCK; i <= end; i += BLOCK) {
            long a = (long) WORD.get(from, offset + i) ^ word;
            long b = (long) WORD.get(from, offset + i + 8) ^ word;
            long c = (long) WORD.get(from, offset + i + 16) ^ word;
            long d = (long) WORD.get(from, offset + i + 24) ^ word;
            WORD.set(to, at + i, a);
            WORD.set(to, at + i + 8, b);
            WORD.set(to, at + i + 16, c);
            WORD.set(to, at + i + 24, d);
            signs |= a | b | c | d;
        }
        for (int end = length - Long.BYTES; i <= end; i += Long.BYTES) {
            long a = (long) WORD.get(from, offset + i) ^ word;
            WORD.set(to, at + i, a);
            signs |= a;
        }
        for (int rest = key; i < length; i++) {
            byte b = (byte) (from[offset + i] ^ rest);
            to[at + i] = b;
            signs |= b;
            rest = Integer.rotateRight(rest, 8);
        }
        return (signs & SIGNS) == 0;
    }
}
