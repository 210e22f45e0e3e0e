package dev.usher.filters.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filter.Output;
import java.util.Arrays;

/**
 * A piece of a message's content (RFC 9110 §6.4): a view of bytes that are somewhere else. How content is cut into
 * pieces means nothing. Not thread-safe.
 *
 * <p>One that a parser gave shows the window itself and is valid until the handler that was given it returns: copy what
 * is to be kept.
 */
public final class Content implements HttpPart {
    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int offset;
    private int length;
    private boolean last;

    /** An empty piece. Show others with {@link #wrap}, again and again. */
    public Content() {}

    /**
     * The last piece.
     *
     * @param bytes what it shows
     * @return a new piece
     */
    public static Content last(byte[] bytes) {
        return new Content().wrap(bytes, 0, bytes.length, true);
    }

    /**
     * A piece that others follow.
     *
     * @param bytes what it shows
     * @return a new piece
     */
    public static Content of(byte[] bytes) {
        return new Content().wrap(bytes, 0, bytes.length, false);
    }

    /**
     * Shows other bytes from now on.
     *
     * @param newArray where they are
     * @param newOffset the first
     * @param newLength how many
     * @param isLast whether the message ends with them
     * @return this
     */
    public Content wrap(byte[] newArray, int newOffset, int newLength, boolean isLast) {
        array = newArray;
        offset = newOffset;
        length = newLength;
        last = isLast;
        return this;
    }

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

    void putTo(Output out) {
        out.put(array, offset, length);
    }

    @Override
    public boolean isLast() {
        return last;
    }

    @Override
    public String toString() {
        return new String(array, offset, length, ISO_8859_1);
    }
}
