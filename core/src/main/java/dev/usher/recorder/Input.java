package dev.usher.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Records being read, as {@link Output} wrote them. One thread. */
final class Input {
    private final byte[] bytes;
    private int at;
    private final int end;

    Input(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int at() {
        return at;
    }

    boolean isEmpty() {
        return at == end;
    }

    int octet() {
        return bytes[taken(1)] & 0xFF;
    }

    boolean bool() {
        return octet() != 0;
    }

    long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
    }

    int count() {
        return Math.toIntExact(number());
    }

    long signed() {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    int int32() {
        int from = taken(4);
        return bytes[from] << 24
                | (bytes[from + 1] & 0xFF) << 16
                | (bytes[from + 2] & 0xFF) << 8
                | bytes[from + 3] & 0xFF;
    }

    long int64() {
        return (long) int32() << 32 | int32() & 0xFFFF_FFFFL;
    }

    byte[] block() {
        int count = count();
        int from = taken(count);
        return Arrays.copyOfRange(bytes, from, from + count);
    }

    /** Puts some bytes into a buffer that has room for them. */
    void bytes(ByteBuffer into, int count) {
        into.put(bytes, taken(count), count);
    }

    String text() {
        return new String(block(), UTF_8);
    }

    int left() {
        return end - at;
    }

    /** Takes as many bytes as the array holds. */
    void rest(byte[] into) {
        System.arraycopy(bytes, taken(into.length), into, 0, into.length);
    }

    Input part(int count) {
        int from = taken(count);
        return new Input(bytes, from, from + count);
    }

    private int taken(int count) {
        if (count < 0 || end - at < count) {
            throw new IllegalArgumentException("a record ends too early, at byte " + end);
        }
        int from = at;
        at += count;
        return from;
    }
}
