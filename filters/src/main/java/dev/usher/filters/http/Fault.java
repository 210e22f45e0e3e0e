package dev.usher.filters.http;

/**
 * The two kinds of error, built here and nowhere else: the peer's, with the status to send, and ours, of the program
 * that asks for what has no form on the wire. Stateless.
 */
final class Fault {
    static final int BAD_REQUEST = 400;
    static final int LENGTH_REQUIRED = 411;
    static final int CONTENT_TOO_LARGE = 413;
    static final int URI_TOO_LONG = 414;
    static final int EXPECTATION_FAILED = 417;
    static final int FIELDS_TOO_LARGE = 431;
    static final int NOT_IMPLEMENTED = 501;
    static final int VERSION_NOT_SUPPORTED = 505;

    private Fault() {}

    static HttpException bad(String sentence) {
        return new HttpException(BAD_REQUEST, sentence);
    }

    static HttpException peer(int status, String sentence) {
        return new HttpException(status, sentence);
    }

    /** A limit of ours that the peer has passed. */
    static HttpException beyond(int status, String what, long limit, String option) {
        return new HttpException(
                status,
                what + ", more than " + option + " " + limit + " allows; if such messages are right, raise HttpLimits."
                        + option);
    }

    static IllegalArgumentException ours(String sentence) {
        return new IllegalArgumentException(sentence);
    }

    /** A byte as it may stand in a sentence: what comes from the network is not copied into logs as it is. */
    static String octet(byte b) {
        return switch (b) {
            case '\r' -> "CR";
            case '\n' -> "LF";
            case '\t' -> "TAB";
            case ' ' -> "a space";
            case 0 -> "NUL";
            default -> b > ' ' && b < 0x7F ? "'" + (char) b + "'" : String.format("byte 0x%02X", b & 0xFF);
        };
    }
}
