package dev.usher.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** One record being written; used again for the next. Numbers take as many bytes as they need. One thread. */
final class Output {
    private byte[] bytes = new byte[256];
    private int size;

    void clear() {
        size = 0;
    }

    /** Takes back what was put since then. */
    void cut(int length) {
        size = length;
    }

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    void octet(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void bool(boolean value) {
        octet(value ? 1 : 0);
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    void number(long value) {
        room(10);
        long left = value;
        while ((left & ~0x7FL) != 0) {
            bytes[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
    }

    /** Small ones of either sign are short. */
    void signed(long value) {
        number(value << 1 ^ value >> 63);
    }

    void int32(int value) {
        room(4);
        bytes[size++] = (byte) (value >>> 24);
        bytes[size++] = (byte) (value >>> 16);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    void int64(long value) {
        int32((int) (value >>> 32));
        int32((int) value);
    }

    void block(byte[] from) {
        number(from.length);
        room(from.length);
        System.arraycopy(from, 0, bytes, size, from.length);
        size += from.length;
    }

    /** Some bytes of a buffer, whose position and limit stay. */
    void block(ByteBuffer from, int at, int count) {
        number(count);
        room(count);
        from.get(at, bytes, size, count);
        size += count;
    }

    void text(String text) {
        block(text.getBytes(UTF_8));
    }

    private void room(int count) {
        if (bytes.length - size < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
        }
    }
}
