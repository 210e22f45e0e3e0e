package dev.usher.filters.http;

/**
 * The head of a response: status and fields, with all its content or none of it (RFC 9112 §4). Not thread-safe; one
 * object serves for any number of responses, one after another.
 *
 * <pre>{@code
 * response.clear().answering(request).status(200).content(bytes);          // all of it: this part is the last
 * response.clear().answering(request).streamed();                          // Content parts follow, the last says so
 * response.clear().answering(request).streamed(1_000_000);                 // the same, with a length
 * }</pre>
 *
 * <p>One that a parser gave is valid until the parser is asked for what follows the last part of its message; its
 * content always follows.
 */
public final class ResponseHead implements HttpPart {
    private static final int OK = 200;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final byte[] NOTHING = {};

    private final MutableFields fields = new MutableFields();

    private int status = OK;
    private String reason = "";
    private boolean http10;
    private boolean keepAlive = true;

    // What it answers.
    private boolean toHead;
    private boolean toConnect;
    private boolean toHttp10;

    // Its content.
    private byte[] content = NOTHING;
    private int contentOffset;
    private int contentLength;
    private boolean whole = true;
    private long length;

    /** A 200 without fields and content, to HTTP/1.1. */
    public ResponseHead() {}

    /**
     * Begins another response: a 200 without fields and content, to HTTP/1.1.
     *
     * @return this
     */
    public ResponseHead clear() {
        fields.clear();
        status = OK;
        reason = "";
        http10 = false;
        keepAlive = true;
        toHead = false;
        toConnect = false;
        toHttp10 = false;
        return content(NOTHING);
    }

    // ---- to send

    /**
     * Fits this response to a request: whether content is sent at all, what the peer understands, whether the
     * connection is to be kept. Copies what it needs.
     *
     * @param request what is answered
     * @return this
     */
    public ResponseHead answering(RequestHead request) {
        toHead = request.isMethod("HEAD");
        toConnect = request.isMethod("CONNECT");
        toHttp10 = request.isHttp10();
        keepAlive = request.keepAlive();
        return this;
    }

    /**
     * @param code 100 to 599
     * @return this
     */
    public ResponseHead status(int code) {
        status = Status.check(code);
        reason = "";
        return this;
    }

    /**
     * @param keep whether the connection is kept behind this response; false sends {@code Connection: close}
     * @return this
     */
    public ResponseHead keepAlive(boolean keep) {
        keepAlive = keep;
        return this;
    }

    /**
     * All of the content, sent with the head and with its length.
     *
     * @param bytes not copied, and not to be changed, before they are sent: much is read as the link takes it
     * @return this
     */
    public ResponseHead content(byte[] bytes) {
        return content(bytes, 0, bytes.length);
    }

    /**
     * All of the content, sent with the head and with its length.
     *
     * @param array where it is; not copied, and not to be changed, before it is sent
     * @param offset the first byte
     * @param count how many
     * @return this
     */
    public ResponseHead content(byte[] array, int offset, int count) {
        content = array;
        contentOffset = offset;
        contentLength = count;
        whole = true;
        length = count;
        return this;
    }

    /**
     * Content follows in parts; nobody knows how much. It is sent in chunks, or to HTTP/1.0 until the connection
     * closes.
     *
     * @return this
     */
    public ResponseHead streamed() {
        content(NOTHING);
        whole = false;
        length = Length.CHUNKED;
        return this;
    }

    /**
     * Content follows in parts.
     *
     * @param bytes how much in all
     * @return this
     */
    public ResponseHead streamed(long bytes) {
        if (bytes < 0) {
            throw Fault.ours("a length is 0 or more, not " + bytes + "; streamed() is for one that nobody knows");
        }
        streamed();
        length = bytes;
        return this;
    }

    // ---- facts

    /** @return the status code */
    public int status() {
        return status;
    }

    /** @return what the peer said behind the status code, or the registered phrase of one to send */
    public String reason() {
        return reason.isEmpty() ? Status.reason(status) : reason;
    }

    /** @return the fields, to be read and written */
    public MutableFields fields() {
        return fields;
    }

    /** @return whether the peer that sent it speaks HTTP/1.0 only */
    public boolean isHttp10() {
        return http10;
    }

    /** @return whether the connection is kept behind this response, as far as it says so itself */
    public boolean keepAlive() {
        return keepAlive && !fields.hasToken(FieldName.CONNECTION, "close");
    }

    /** @return whether it is 1xx and a final response follows; 101 is final in its way */
    public boolean isInformational() {
        return status < OK && status != SWITCHING_PROTOCOLS;
    }

    /** @return bytes of content that follow; -1 if in chunks, -2 if until the connection closes */
    public long contentLength() {
        return length;
    }

    /** Whether content that belongs to it is sent at all (RFC 9112 §6.3). */
    boolean isBare() {
        return Status.isBare(status) || toConnect && status < 300;
    }

    boolean isWhole() {
        return whole;
    }

    boolean isToHead() {
        return toHead;
    }

    boolean isToHttp10() {
        return toHttp10;
    }

    byte[] content() {
        return content;
    }

    int contentOffset() {
        return contentOffset;
    }

    /** @return bytes of content that are sent with the head, if it is the last part of its message */
    public int wholeLength() {
        return contentLength;
    }

    @Override
    public boolean isLast() {
        return whole;
    }

    @Override
    public String toString() {
        return (http10 ? "HTTP/1.0 " : "HTTP/1.1 ") + status + " " + reason();
    }

    // ---- filling, for the parser

    /** Sets what a status line said; the fields are there already. */
    void begin(int newStatus, String newReason, boolean isHttp10) {
        status = newStatus;
        reason = newReason;
        http10 = isHttp10;
        keepAlive = !isHttp10 || fields.hasToken(FieldName.CONNECTION, "keep-alive");
    }

    /** Sets how much content follows. */
    void follow(long newLength, boolean isLast) {
        length = newLength;
        whole = isLast;
        keepAlive &= newLength != Length.UNTIL_CLOSE;
    }
}
