package dev.usher.filters.http;

import java.util.Optional;

/**
 * The head of a request: method, target and fields (RFC 9112 §3). It holds one copy of the bytes that came and where in
 * them everything is; strings are made when asked for. Not thread-safe.
 *
 * <p>One that a parser gave is valid until the parser is asked for what follows the last part of this message: so it
 * may be used while content comes, and by a program that asks for nothing more before it has answered. Whoever keeps it
 * longer asks to {@link #retain} it.
 */
public final class RequestHead implements HttpPart {
    private static final String[] METHODS = {
        "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"
    };
    private static final byte[][] METHOD_BYTES = new byte[METHODS.length][];
    private static final byte[] SCHEME_END = Octets.bytes("://");
    private static final String HTTP = "http";
    private static final String HTTPS = "https";

    static {
        for (int i = 0; i < METHODS.length; i++) {
            METHOD_BYTES[i] = Octets.bytes(METHODS[i]);
        }
    }

    private final Fields fields;

    private String method = "";
    private int targetBegin;
    private int targetEnd;
    private int pathBegin;
    private int queryBegin; // behind the question mark, or -1
    private int authorityBegin;
    private int authorityEnd;
    private TargetForm form = TargetForm.ORIGIN;
    private boolean http10;
    private boolean keepAlive;
    private boolean expectsContinue;
    private long length;
    private long edition;

    RequestHead(Fields fields) {
        this.fields = fields;
    }

    private RequestHead(RequestHead other) {
        this(other.fields.copy());
        method = other.method;
        targetBegin = other.targetBegin;
        targetEnd = other.targetEnd;
        pathBegin = other.pathBegin;
        queryBegin = other.queryBegin;
        authorityBegin = other.authorityBegin;
        authorityEnd = other.authorityEnd;
        form = other.form;
        http10 = other.http10;
        keepAlive = other.keepAlive;
        expectsContinue = other.expectsContinue;
        length = other.length;
    }

    /**
     * A head to send. It is parsed as a server will parse it, so what a strict server refuses cannot be sent.
     *
     * @param method a token; case matters
     * @param target a path with or without a query, or another of the four forms
     * @param fields what follows, Host among them, and Content-Length or Transfer-Encoding if content follows
     * @return the head
     * @throws IllegalArgumentException if it is not right
     */
    public static RequestHead of(String method, String target, MutableFields fields) {
        checkWord("method", method);
        checkWord("target", target);
        byte[] line = Octets.bytes(method + " " + target + " HTTP/1.1\r\n");
        byte[] bytes = new byte[line.length + fields.length + 2];
        System.arraycopy(line, 0, bytes, 0, line.length);
        System.arraycopy(fields.bytes, 0, bytes, line.length, fields.length);
        bytes[bytes.length - 2] = Octets.CR;
        bytes[bytes.length - 1] = Octets.LF;
        HttpLimits limits = HttpLimits.DEFAULT
                .withStartLine(line.length + Version.LENGTH)
                .withMethod(line.length)
                .withFieldBytes(fields.length + 1)
                .withFields(Math.max(1, fields.size()))
                .withContent(Long.MAX_VALUE);
        try {
            return new RequestReader().readWhole(bytes, limits);
        } catch (HttpException e) {
            throw Fault.ours("such a request cannot be sent: " + e.getMessage());
        }
    }

    /** What is no part of a target is no part of a method either; parsing tells the rest. */
    private static void checkWord(String what, String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 0x80 || !Octets.isTarget((byte) c)) {
                throw Fault.ours((c < 0x80 ? Fault.octet((byte) c) : String.format("U+%04X", (int) c)) + " in the "
                        + what + "; escape it by percent, in UTF-8");
            }
        }
    }

    // ---- the request line

    /** @return the method as it was sent; its case matters. No string is made for the usual ones */
    public String method() {
        return method;
    }

    /**
     * @param name of a method
     * @return whether it is this one's
     */
    public boolean isMethod(String name) {
        return method.equals(name);
    }

    /** @return the target as it was sent */
    public String target() {
        return fields.text(targetBegin, targetEnd);
    }

    /** @return which of the four forms the target has */
    public TargetForm form() {
        return form;
    }

    /** @return the target's path as it was sent, percent-escapes and all; empty in the forms without one */
    public String rawPath() {
        return fields.text(pathBegin, pathEnd());
    }

    /**
     * Compares without making a string.
     *
     * @param path ASCII
     * @return whether the path is this one, byte for byte
     */
    public boolean isPath(String path) {
        int from = pathBegin;
        if (pathEnd() - from != path.length()) {
            return false;
        }
        byte[] bytes = fields.bytes;
        for (int i = 0; i < path.length(); i++) {
            if (bytes[from + i] != path.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** @return what is behind the question mark, as it was sent; nothing if there is no question mark */
    public Optional<String> rawQuery() {
        return queryBegin < 0 ? Optional.empty() : Optional.of(fields.text(queryBegin, targetEnd));
    }

    private int pathEnd() {
        return queryBegin < 0 ? targetEnd : queryBegin - 1;
    }

    /**
     * The host, and port if given, that the request is for: of the target if it has one, else of the Host field (RFC
     * 9112 §3.2.2).
     *
     * @return host or host:port; empty for HTTP/1.0 without Host
     */
    public String authority() {
        return fields.text(authorityBegin, authorityEnd);
    }

    /** @return whether the peer speaks HTTP/1.0 only */
    public boolean isHttp10() {
        return http10;
    }

    // ---- the fields

    /** @return the fields; valid as long as this head */
    public Fields fields() {
        return fields;
    }

    /** @return whether the connection may be used for another request, as far as the peer is concerned */
    public boolean keepAlive() {
        return keepAlive;
    }

    /** @return whether the peer waits for a 100 before it sends the content (RFC 9110 §10.1.1) */
    public boolean expectsContinue() {
        return expectsContinue;
    }

    /**
     * Whether the peer asks to go on in another protocol, with both fields that it takes (RFC 9110 §7.8). What follows
     * this message in the window is then the other protocol's, if it is granted: switch filters.
     *
     * @param protocol its name, in whatever case
     * @return whether it is among those asked for
     */
    public boolean asksUpgrade(String protocol) {
        return !http10
                && fields.contains(FieldName.UPGRADE)
                && fields.hasToken(FieldName.CONNECTION, "upgrade")
                && fields.hasToken(FieldName.UPGRADE, protocol);
    }

    /**
     * Tells apart what this object is, one head after another: as long as the number is the same, so is every byte of
     * the head, and who has found something out from it need not look again.
     *
     * @return a number that another head in the same object has not had
     */
    public long edition() {
        return edition;
    }

    /** @return whether content follows */
    public boolean hasContent() {
        return length != 0;
    }

    /** @return whether content comes in chunks, so that its length is not known yet and trailers may follow */
    public boolean isChunked() {
        return length == Length.CHUNKED;
    }

    /** @return bytes of content that follow; -1 if it comes in chunks */
    public long contentLength() {
        return length;
    }

    @Override
    public boolean isLast() {
        return length == 0;
    }

    /** @return a copy that is valid for ever */
    public RequestHead retain() {
        return new RequestHead(this);
    }

    @Override
    public String toString() {
        return method + " " + target() + (http10 ? " HTTP/1.0" : " HTTP/1.1");
    }

    // ---- filling

    /**
     * Makes sense of the bytes in the fields: begins with a line and the fields.
     *
     * @param again whether the fields are those of the request that this was last, which was right: what follows from
     *     them follows again, unless the line gives them another meaning
     */
    void begin(RequestLine line, HttpLimits limits, boolean again) {
        edition++;
        boolean usual = form == TargetForm.ORIGIN && !http10;
        method = methodOf(line.methodEnd);
        targetBegin = line.target();
        targetEnd = line.targetEnd;
        http10 = Version.minor(fields.bytes, line.version) == 0;
        readTarget();
        if (again && usual && form == TargetForm.ORIGIN && !http10) {
            int host = fields.find(FieldName.HOST, 0);
            authorityBegin = fields.valueBegin(host);
            authorityEnd = fields.valueEnd(host);
            return;
        }
        readHost();
        length = Length.ofRequest(this, limits);
        readConnection();
        readExpect();
    }

    private String methodOf(int end) {
        for (int i = 0; i < METHODS.length; i++) {
            byte[] candidate = METHOD_BYTES[i];
            if (candidate.length == end && startsWith(candidate, 0)) {
                return METHODS[i];
            }
        }
        return fields.text(0, end);
    }

    private boolean startsWith(byte[] start, int from) {
        byte[] bytes = fields.bytes;
        for (int i = 0; i < start.length; i++) {
            if (bytes[from + i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    /** RFC 9112 §3.2 */
    private void readTarget() {
        byte[] bytes = fields.bytes;
        pathBegin = targetBegin;
        authorityBegin = 0;
        authorityEnd = 0;
        queryBegin = -1;
        if (method.equals("CONNECT")) {
            form = TargetForm.AUTHORITY;
            Authority.check(bytes, targetBegin, targetEnd, "the target of CONNECT");
            if (!Authority.hasHostAndPort(bytes, targetBegin, targetEnd)) {
                throw Fault.bad("the target of CONNECT is host:port (RFC 9112 §3.2.3)");
            }
            authorityBegin = targetBegin;
            authorityEnd = targetEnd;
            pathBegin = targetEnd;
        } else if (bytes[targetBegin] == '/') {
            form = TargetForm.ORIGIN;
            readPath();
        } else if (bytes[targetBegin] == '*' && targetEnd - targetBegin == 1) {
            form = TargetForm.ASTERISK;
            if (!method.equals("OPTIONS")) {
                throw Fault.bad("the target * is for OPTIONS only (RFC 9112 §3.2.4)");
            }
            pathBegin = targetEnd;
        } else {
            form = TargetForm.ABSOLUTE;
            readAbsolute();
            readPath();
        }
    }

    private void readAbsolute() {
        byte[] bytes = fields.bytes;
        int colon = targetBegin;
        while (colon < targetEnd && bytes[colon] != ':') {
            colon++;
        }
        int scheme = colon;
        if (colon + SCHEME_END.length > targetEnd
                || !startsWith(SCHEME_END, colon)
                || !fields.equalsIgnoringCase(targetBegin, scheme, HTTP)
                        && !fields.equalsIgnoringCase(targetBegin, scheme, HTTPS)) {
            throw Fault.bad("a target that begins neither with / nor with http:// or https:// (RFC 9112 §3.2)");
        }
        authorityBegin = colon + SCHEME_END.length;
        authorityEnd = authorityBegin;
        while (authorityEnd < targetEnd && bytes[authorityEnd] != '/' && bytes[authorityEnd] != '?') {
            authorityEnd++;
        }
        if (authorityBegin == authorityEnd || bytes[authorityBegin] == ':') {
            throw Fault.bad("a target without a host (RFC 9110 §4.2.1)");
        }
        Authority.check(bytes, authorityBegin, authorityEnd, "the target");
        pathBegin = authorityEnd;
    }

    private void readPath() {
        byte[] bytes = fields.bytes;
        for (int i = pathBegin; i < targetEnd; i++) {
            byte b = bytes[i];
            if (b == '?') {
                queryBegin = i + 1;
                return;
            }
            if (b == '\\') {
                throw Fault.bad("'\\' in the path, which some read as '/' (RFC 3986 §3.3)");
            }
        }
    }

    /** RFC 9112 §3.2: exactly one, and in HTTP/1.0 at most one. */
    private void readHost() {
        int host = fields.find(FieldName.HOST, 0);
        if (host < 0) {
            if (!http10) {
                throw Fault.bad("a request without Host (RFC 9112 §3.2)");
            }
            return;
        }
        if (fields.find(FieldName.HOST, host + 1) >= 0) {
            throw Fault.bad("Host twice (RFC 9112 §3.2)");
        }
        Authority.check(fields.bytes, fields.valueBegin(host), fields.valueEnd(host), "Host");
        if (authorityBegin == authorityEnd) {
            authorityBegin = fields.valueBegin(host);
            authorityEnd = fields.valueEnd(host);
        }
    }

    /** RFC 9112 §9.3 */
    private void readConnection() {
        int connection = fields.find(FieldName.CONNECTION, 0);
        if (connection < 0) {
            keepAlive = !http10;
        } else if (fields.equalsIgnoringCase(
                fields.valueBegin(connection), fields.valueEnd(connection), "keep-alive")) {
            keepAlive = !fields.hasToken(FieldName.CONNECTION, "close", connection + 1);
        } else {
            keepAlive = !fields.hasToken(FieldName.CONNECTION, "close", connection)
                    && (!http10 || fields.hasToken(FieldName.CONNECTION, "keep-alive", connection));
        }
    }

    /** RFC 9110 §10.1.1: HTTP/1.0 knows no expectations, and who sends no content waits for nothing. */
    private void readExpect() {
        expectsContinue = false;
        if (http10) {
            return;
        }
        for (int i = fields.find(FieldName.EXPECT, 0); i >= 0; i = fields.find(FieldName.EXPECT, i + 1)) {
            if (!fields.equalsIgnoringCase(fields.valueBegin(i), fields.valueEnd(i), "100-continue")) {
                throw Fault.peer(Fault.EXPECTATION_FAILED, "an expectation other than 100-continue");
            }
            expectsContinue = length != 0;
        }
    }
}
