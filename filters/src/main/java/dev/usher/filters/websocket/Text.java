package dev.usher.filters.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A text message, or a part of one that is whole characters (RFC 6455 §5.6). Not thread-safe; one object serves for any
 * number of messages, one after another.
 *
 * <p>It holds a string, or it is a view of bytes in UTF-8. One that a reader gave is such a view, whose bytes were
 * checked; echoing it needs no string.
 */
public final class Text extends Data {
    private static final byte[] NONE = {};

    private String string = ""; // null if it is a view

    /** An empty message. Others are put into it with {@link #set} and {@link #wrap}. */
    public Text() {}

    /**
     * A whole message.
     *
     * @param text what it says
     * @return a new message
     */
    public static Text of(String text) {
        return new Text().set(text, true);
    }

    /**
     * A part that others follow.
     *
     * @param text what it says
     * @return a new part
     */
    public static Text part(String text) {
        return new Text().set(text, false);
    }

    /**
     * Holds another string from now on.
     *
     * @param text what it says
     * @param isLast whether the message ends with it
     * @return this
     */
    public Text set(String text, boolean isLast) {
        wrap(NONE, 0, 0, isLast);
        string = text;
        return this;
    }

    /**
     * Shows other bytes from now on.
     *
     * @param array where they are; UTF-8, which is not checked again when they are sent
     * @param offset the first
     * @param length how many
     * @param isLast whether the message ends with them
     * @return this
     */
    public Text wrap(byte[] array, int offset, int length, boolean isLast) {
        show(array, offset, length, true, isLast);
        string = null;
        return this;
    }

    /**
     * Sends it as it is even where compression was agreed on. Holds until something else is put into this.
     *
     * @return this
     */
    public Text uncompressed() {
        plain();
        return this;
    }

    /** @return the text; made at each call if this is a view */
    public String text() {
        return string != null ? string : new String(array(), offset(), length(), UTF_8);
    }

    /** The string it holds, or null if it is a view. */
    String string() {
        return string;
    }

    void given(byte[] array, int offset, int length, boolean isFirst, boolean isLast) {
        show(array, offset, length, isFirst, isLast);
        string = null;
    }

    @Override
    int opcode() {
        return Opcode.TEXT;
    }

    @Override
    public String toString() {
        return "Text[" + text() + "]";
    }
}
