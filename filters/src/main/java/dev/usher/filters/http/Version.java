package dev.usher.filters.http;

/**
 * Reads {@code HTTP/1.x} (RFC 9112 §2.3). A minor version that we do not know is read as 1.1, the highest that we do
 * (RFC 9110 §6.2). Stateless.
 */
final class Version {
    static final int LENGTH = 8;

    private static final byte[] NAME = Octets.bytes("HTTP/");
    private static final int MAJOR = 5;
    private static final int POINT = 6;
    private static final int MINOR = 7;

    private static final long HTTP_1_0 = Octets.word(Octets.bytes("HTTP/1.0"), 0);
    private static final long HTTP_1_1 = Octets.word(Octets.bytes("HTTP/1.1"), 0);

    private Version() {}

    /** Whether eight bytes are one of the two usual versions; others must be checked one by one. */
    static boolean isUsual(byte[] bytes, int from) {
        long word = Octets.word(bytes, from);
        return word == HTTP_1_1 || word == HTTP_1_0;
    }

    /**
     * Checks one byte.
     *
     * @param index of it in the version, 0 to 7
     */
    static void check(int index, byte b) {
        boolean right = switch (index) {
            case MAJOR, MINOR -> Octets.isDigit(b);
            case POINT -> b == '.';
            default -> b == NAME[index];
        };
        if (!right) {
            throw Fault.bad(Fault.octet(b) + " where a version such as HTTP/1.1 must stand (RFC 9112 §2.3)");
        }
        if (index == MAJOR && b != '1') {
            throw Fault.peer(
                    Fault.VERSION_NOT_SUPPORTED, "HTTP/" + (char) b + " is not spoken here; send HTTP/1.1 or HTTP/1.0");
        }
    }

    /** @return 0 or 1 */
    static int minor(byte[] bytes, int from) {
        return bytes[from + MINOR] == '0' ? 0 : 1;
    }
}
