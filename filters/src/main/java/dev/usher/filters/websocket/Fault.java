package dev.usher.filters.websocket;

/**
 * The two kinds of error, built here and nowhere else: the peer's, with the code or status to send, and ours, of the
 * program that asks for what has no form on the wire. Stateless.
 */
final class Fault {
    private Fault() {}

    static WebSocketException broken(String sentence) {
        return new WebSocketException(CloseCode.PROTOCOL_ERROR, sentence);
    }

    static WebSocketException invalid(String sentence) {
        return new WebSocketException(CloseCode.INVALID_DATA, sentence);
    }

    /** A limit of ours that the peer has passed. */
    static WebSocketException beyond(String what, long limit, String option) {
        return new WebSocketException(
                CloseCode.TOO_BIG,
                what + ", more than " + option + " " + limit + " allows; if such messages are right, raise FrameLimits."
                        + option);
    }

    static IllegalArgumentException ours(String sentence) {
        return new IllegalArgumentException(sentence);
    }
}
