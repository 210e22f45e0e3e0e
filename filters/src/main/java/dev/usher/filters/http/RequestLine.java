package dev.usher.filters.http;

/**
 * Parses a request line (RFC 9112 §3). Single spaces, CRLF, nothing around it: what another parser could read
 * differently is refused. Looks at each byte once; takes nothing from the window. Belongs to one reader.
 *
 * <pre>
 *        token ' '         visible ' '          HTTP/1.x CR           LF
 * METHOD ---------> TARGET ------------> VERSION -----------> LINE_FEED ---> done
 * </pre>
 */
final class RequestLine {
    private enum State {
        METHOD,
        TARGET,
        VERSION,
        LINE_FEED
    }

    private State state = State.METHOD;
    private int at; // offset from the window's position
    private HttpLimits limits = HttpLimits.DEFAULT;

    // Offsets from the window's position, true once read.
    int methodEnd;
    int targetEnd;
    int version;

    /** Offset behind the line. */
    int end() {
        return at;
    }

    int target() {
        return methodEnd + 1;
    }

    void begin(HttpLimits newLimits) {
        limits = newLimits;
        state = State.METHOD;
        at = 0;
    }

    /** Goes on with the bytes of a window; answers whether the line has ended. */
    boolean read(byte[] bytes, int position, int limit) {
        while (position + at < limit) {
            switch (state) {
                case METHOD -> method(bytes, position, limit);
                case TARGET -> target(bytes, position, limit);
                case VERSION -> version(bytes, position, limit);
                case LINE_FEED -> {
                    if (bytes[position + at] != Octets.LF) {
                        throw Fault.bad("CR without LF behind the request line (RFC 9112 §2.2)");
                    }
                    at++;
                    return true;
                }
            }
        }
        return false;
    }

    private void method(byte[] bytes, int position, int limit) {
        int stop = Math.min(limit, position + limits.method());
        int i = position + at;
        while (i < stop && Octets.token(bytes[i]) != 0) {
            i++;
        }
        at = i - position;
        if (i == limit) {
            return;
        }
        byte b = bytes[i];
        if (b != Octets.SP) {
            if (Octets.token(b) != 0) {
                // RFC 9112 §3
                throw Fault.beyond(Fault.NOT_IMPLEMENTED, "the method is longer", limits.method(), "method");
            }
            throw Fault.bad(
                    b == Octets.CR || b == Octets.LF
                            ? "a request line of one word; it must be METHOD target HTTP/1.1 (RFC 9112 §3)"
                            : Fault.octet(b) + " in a method (RFC 9110 §9.1)");
        }
        if (at == 0) {
            throw Fault.bad("a space before the method");
        }
        methodEnd = at++;
        state = State.TARGET;
    }

    private void target(byte[] bytes, int position, int limit) {
        // Behind the target a space and the version must still fit into the line.
        int stop = (int) Math.min(limit, (long) position + limits.startLine() - Version.LENGTH - 1);
        int i = position + at;
        while (i < stop && Octets.isTarget(bytes[i])) {
            i++;
        }
        at = i - position;
        if (i == limit) {
            return;
        }
        byte b = bytes[i];
        if (b == Octets.SP) {
            if (at == target()) {
                throw Fault.bad("two spaces behind the method, or no target (RFC 9112 §3)");
            }
            targetEnd = at++;
            version = at;
            state = State.VERSION;
        } else if (Octets.isTarget(b)) {
            throw Fault.beyond(Fault.URI_TOO_LONG, "the request line is longer", limits.startLine(), "startLine");
        } else {
            throw Fault.bad(
                    b == Octets.CR || b == Octets.LF
                            ? "a request line without a version; HTTP/0.9 is not spoken here"
                            : Fault.octet(b) + " in the target (RFC 9112 §3.2)");
        }
    }

    private void version(byte[] bytes, int position, int limit) {
        int index = at - version;
        if (index == 0 && position + at + Version.LENGTH <= limit && Version.isUsual(bytes, position + at)) {
            at += Version.LENGTH;
            return;
        }
        byte b = bytes[position + at];
        if (index < Version.LENGTH) {
            Version.check(index, b);
        } else if (b == Octets.CR) {
            state = State.LINE_FEED;
        } else {
            throw Fault.bad(Fault.octet(b) + " behind the version, where CRLF must be (RFC 9112 §3)");
        }
        at++;
    }
}
