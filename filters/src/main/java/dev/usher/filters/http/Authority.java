package dev.usher.filters.http;

/**
 * What may stand in a Host field, and as authority in a target: {@code host[:port]} (RFC 9110 §4.2, RFC 3986 §3.2).
 * Stateless.
 */
final class Authority {
    private static final boolean[] NAME = new boolean[256];
    private static final int MOST_PORT = 65_535;

    static {
        // RFC 3986 §3.2.2, without the comma: a list of hosts would be read as one host by some and as several by
        // others.
        for (byte b : Octets.bytes("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._~!$&'()*+;=%")) {
            NAME[b] = true;
        }
    }

    private Authority() {}

    /** Checks {@code host[:port]}; an empty host is allowed, as in the Host field of a request without authority. */
    static void check(byte[] bytes, int from, int to, String where) {
        int i = from;
        if (i < to && bytes[i] == '[') {
            i = ipLiteral(bytes, i + 1, to, where);
        } else {
            while (i < to && NAME[bytes[i] & 0xFF]) {
                if (bytes[i] == '%' && !isEscape(bytes, i, to)) {
                    throw Fault.bad("an incomplete percent-escape in " + where);
                }
                i++;
            }
        }
        if (i < to) {
            if (bytes[i] == '@') {
                throw Fault.bad("a user name in " + where + " (RFC 9110 §4.2.4)");
            }
            if (bytes[i] != ':') {
                throw Fault.bad(
                        Fault.octet(bytes[i]) + " in " + where + ", which is host or host:port (RFC 9110 §7.2)");
            }
            port(bytes, i + 1, to, where);
        }
    }

    /** Whether there is a host, and a port behind it. */
    static boolean hasHostAndPort(byte[] bytes, int from, int to) {
        int i = to;
        while (i > from && Octets.isDigit(bytes[i - 1])) {
            i--;
        }
        return i < to && i - 1 > from && bytes[i - 1] == ':';
    }

    private static boolean isEscape(byte[] bytes, int i, int to) {
        return i + 2 < to && Octets.hex(bytes[i + 1]) >= 0 && Octets.hex(bytes[i + 2]) >= 0;
    }

    /** An address in brackets, as far as its characters go; answers what is behind it. */
    private static int ipLiteral(byte[] bytes, int from, int to, String where) {
        int i = from;
        while (i < to && (bytes[i] == ':' || bytes[i] == '.' || Octets.hex(bytes[i]) >= 0)) {
            i++;
        }
        if (i == to || bytes[i] != ']' || i - from < 2) {
            throw Fault.bad("an IPv6 address in " + where + " that is none");
        }
        return i + 1;
    }

    private static void port(byte[] bytes, int from, int to, String where) {
        int port = 0;
        for (int i = from; i < to; i++) {
            if (!Octets.isDigit(bytes[i]) || (port = port * 10 + bytes[i] - '0') > MOST_PORT) {
                throw Fault.bad("a port in " + where + " that is none");
            }
        }
    }
}
