package dev.usher.component.http;

import dev.usher.filters.http.Content;
import java.util.Arrays;

/** The content of a request that is collected: its bytes so far. Belongs to one connection. */
final class RequestContent {
    private static final byte[] NOTHING = {};
    private static final int FIRST_ROOM = 1_024;

    private byte[] bytes = NOTHING;
    private int length;
    private boolean given; // somebody has the array

    /**
     * Makes room for content that was announced, but not for more than has any right to be believed. The room that is
     * there serves again if it fits and nobody has it.
     */
    void begin(long announced, int believed) {
        int room = (int) Math.max(0, Math.min(announced, believed));
        if (given || room != bytes.length) {
            bytes = room == 0 ? NOTHING : new byte[room];
        }
        given = false;
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

    /** The request is over. A little room stays for the next one, which is mostly of the same length. */
    void clear() {
        if (given || bytes.length > FIRST_ROOM) {
            bytes = NOTHING;
        }
        given = false;
        length = 0;
    }

    /** Whether it is these bytes. */
    boolean is(byte[] same) {
        return Arrays.equals(bytes, 0, length, same, 0, same.length);
    }

    /** The bytes, not a copy of them unless they are fewer than the room. */
    byte[] bytes() {
        if (length != bytes.length) {
            bytes = Arrays.copyOf(bytes, length);
        }
        given = true;
        return bytes;
    }
}
