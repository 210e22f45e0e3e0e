package dev.usher.filter;

import java.nio.ByteBuffer;

/** A part of an array that nobody changes until it was sent. One thread. */
final class Region implements Source {
    private final byte[] array;
    private final int end;
    private int position;

    Region(byte[] array, int offset, int length) {
        this.array = array;
        position = offset;
        end = offset + length;
    }

    @Override
    public long remaining() {
        return end - position;
    }

    @Override
    public void copyTo(ByteBuffer into) {
        into.put(array, position, Math.min(into.remaining(), end - position));
    }

    @Override
    public void skip(long count) {
        position += (int) count;
    }

    @Override
    public void close() {
        // The array is somebody else's.
    }
}
