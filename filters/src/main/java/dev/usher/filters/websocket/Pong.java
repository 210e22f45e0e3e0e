package dev.usher.filters.websocket;

/**
 * A pong: answers a ping with its bytes, or says unasked that one is there (RFC 6455 §5.5.3). A view of up to 125
 * bytes. Not thread-safe.
 */
public final class Pong extends Payload {

    /** A pong without bytes. */
    public Pong() {}

    /**
     * A pong.
     *
     * @param bytes what it carries, 125 at most
     * @return a new pong
     */
    public static Pong of(byte[] bytes) {
        return new Pong().wrap(bytes, 0, bytes.length);
    }

    /**
     * The answer to a ping: shows its bytes from now on.
     *
     * @param ping what is answered
     * @return this
     */
    public Pong answering(Ping ping) {
        return wrap(ping.array(), ping.offset(), ping.length());
    }

    /**
     * Shows other bytes from now on.
     *
     * @param array where they are
     * @param offset the first
     * @param length how many, 125 at most
     * @return this
     */
    public Pong wrap(byte[] array, int offset, int length) {
        FrameHeader.checkControl(length);
        show(array, offset, length);
        return this;
    }
}
