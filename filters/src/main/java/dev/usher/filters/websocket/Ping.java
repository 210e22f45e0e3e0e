package dev.usher.filters.websocket;

/**
 * A ping: asks the peer for a pong with the same bytes (RFC 6455 §5.5.2). A view of up to 125 bytes. Not thread-safe.
 */
public final class Ping extends Payload {

    /** A ping without bytes. */
    public Ping() {}

    /**
     * A ping.
     *
     * @param bytes what it carries, 125 at most
     * @return a new ping
     */
    public static Ping of(byte[] bytes) {
        return new Ping().wrap(bytes, 0, bytes.length);
    }

    /**
     * Shows other bytes from now on.
     *
     * @param array where they are
     * @param offset the first
     * @param length how many, 125 at most
     * @return this
     */
    public Ping wrap(byte[] array, int offset, int length) {
        FrameHeader.checkControl(length);
        show(array, offset, length);
        return this;
    }
}
