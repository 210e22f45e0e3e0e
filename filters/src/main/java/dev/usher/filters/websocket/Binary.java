package dev.usher.filters.websocket;

/**
 * A binary message, or a part of one (RFC 6455 §5.6): a view of bytes that are somewhere else. Not thread-safe; one
 * object serves for any number of messages, one after another.
 */
public final class Binary extends Data {

    /** An empty message. Show others with {@link #wrap}. */
    public Binary() {}

    /**
     * A whole message.
     *
     * @param bytes what it shows
     * @return a new message
     */
    public static Binary of(byte[] bytes) {
        return new Binary().wrap(bytes, 0, bytes.length, true);
    }

    /**
     * A part that others follow.
     *
     * @param bytes what it shows
     * @return a new part
     */
    public static Binary part(byte[] bytes) {
        return new Binary().wrap(bytes, 0, bytes.length, false);
    }

    /**
     * Shows other bytes from now on.
     *
     * @param array where they are
     * @param offset the first
     * @param length how many
     * @param isLast whether the message ends with them
     * @return this
     */
    public Binary wrap(byte[] array, int offset, int length, boolean isLast) {
        show(array, offset, length, true, isLast);
        return this;
    }

    /**
     * Sends it as it is even where compression was agreed on: pictures do not become smaller. Holds until something
     * else is shown.
     *
     * @return this
     */
    public Binary uncompressed() {
        plain();
        return this;
    }

    @Override
    int opcode() {
        return Opcode.BINARY;
    }
}
