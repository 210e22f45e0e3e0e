package dev.usher.filters.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Parses a status line (RFC 9112 §4). Some servers leave the space before an empty reason away; that changes nothing,
 * so it is taken. Looks at each byte once; takes nothing from the window. Belongs to one parser.
 */
final class StatusLine {
    private static final int CODE = Version.LENGTH + 1;
    private static final int CODE_END = CODE + 3;

    private int at; // offset from the window's position
    private boolean ended; // CR has been seen
    private int limit;
    private int code;
    private int reasonEnd;

    void begin(int newLimit) {
        at = 0;
        ended = false;
        code = 0;
        limit = newLimit;
    }

    /** Offset behind the line. */
    int end() {
        return at;
    }

    int code() {
        return code;
    }

    String reason(byte[] bytes, int position) {
        int from = position + Math.min(CODE_END + 1, reasonEnd);
        return new String(bytes, from, position + reasonEnd - from, ISO_8859_1);
    }

    /** Goes on with the bytes of a window; answers whether the line has ended. */
    boolean read(byte[] bytes, int position, int windowLimit) {
        for (; position + at < windowLimit; at++) {
            byte b = bytes[position + at];
            if (ended) {
                if (b != Octets.LF) {
                    throw Fault.bad("CR without LF behind the status line (RFC 9112 §2.2)");
                }
                at++;
                return true;
            }
            if (b == Octets.CR && at >= CODE_END) {
                reasonEnd = at;
                ended = true;
            } else if (at == limit) {
                throw Fault.beyond(Fault.FIELDS_TOO_LARGE, "the status line is longer", limit, "startLine");
            } else {
                check(b);
            }
        }
        return false;
    }

    private void check(byte b) {
        if (at < Version.LENGTH) {
            Version.check(at, b);
        } else if (at < CODE || at == CODE_END) {
            require(b == Octets.SP, b);
        } else if (at < CODE_END) {
            require(Octets.isDigit(b) && (at > CODE || b >= '1' && b <= '5'), b);
            code = code * 10 + b - '0';
        } else {
            require(!Octets.isControl(b) || b == Octets.HTAB, b);
        }
    }

    private static void require(boolean right, byte b) {
        if (!right) {
            throw Fault.bad(Fault.octet(b) + " in a status line, which is HTTP/1.1 code reason (RFC 9112 §4)");
        }
    }
}
