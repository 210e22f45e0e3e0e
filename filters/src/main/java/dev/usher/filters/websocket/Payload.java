package dev.usher.filters.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * A view of the bytes that a message, a part of one, or a ping or pong carries. Not thread-safe.
 *
 * <p>One that a reader gave is valid until the handler that was given it returns: copy what is to be kept.
 */
public abstract sealed class Payload implements WebSocketPart permits Data, Ping, Pong {
    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int offset;
    private int length;

    Payload() {}

    /** @return the array under the view */
    public byte[] array() {
        return array;
    }

    /** @return index in {@link #array} of the first byte */
    public int offset() {
        return offset;
    }

    /** @return number of bytes */
    public int length() {
        return length;
    }

    /** @return a copy of the bytes */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    final void show(byte[] newArray, int newOffset, int newLength) {
        array = newArray;
        offset = newOffset;
        length = newLength;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + new String(array, offset, length, ISO_8859_1) + "]";
    }
}
