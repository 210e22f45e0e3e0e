package dev.usher.component.http;

import dev.usher.filters.http.Content;
import java.util.Arrays;

/** The content of a request that is collected: its bytes so far. Belongs to one connection. */
final class RequestContent {
    private static final byte[] NOTHING = {};
    private static final int FIRST_ROOM = 1_024;

    private byte[] bytes = NOTHING;
    private int length;

    /** Makes room for content that was announced, but not for more than has any right to be believed. */
    void begin(long announced, int believed) {
        bytes = announced <= 0 ? NOTHING : new byte[(int) Math.min(announced, believed)];
        length = 0;
    }

    void add(Content piece) {
        int needed = length + piece.length();
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.max(FIRST_ROOM, needed), bytes.length * 2));
        }
        System.arraycopy(piece.array(), piece.offset(), bytes, length, piece.length());
        length = needed;
    }

    void clear() {
        bytes = NOTHING;
        length = 0;
    }

    /** The bytes, not a copy of them unless they are fewer than the room. */
    byte[] bytes() {
        if (length != bytes.length) {
            bytes = Arrays.copyOf(bytes, length);
        }
        return bytes;
    }
}
