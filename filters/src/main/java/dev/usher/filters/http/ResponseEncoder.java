package dev.usher.filters.http;

import dev.usher.filter.Output;
import dev.usher.filter.OutputFilter;

/**
 * Responses in parts to bytes (RFC 9112): a {@link ResponseHead}, and unless that was the last part, {@link Content} or
 * {@link SourcedContent} up to its last, or {@link Trailers}. Belongs to one connection and its thread. It frames the
 * message itself: by Content-Length, by chunks, or, to HTTP/1.0, by the end of the connection.
 *
 * <p>What answers HEAD is measured and not sent. Nothing is allocated once buffers are large enough.
 */
public final class ResponseEncoder implements OutputFilter<HttpPart> {
    private static final byte[] CHUNKED_LINE = Octets.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] LENGTH_BEGIN = Octets.bytes("Content-Length: ");
    private static final byte[] CLOSE_LINE = Octets.bytes("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE_LINE = Octets.bytes("Connection: keep-alive\r\n");
    private static final byte[] END = {Octets.CR, Octets.LF};

    private static final FieldName[] OWN = {
        FieldName.DATE, FieldName.CONTENT_LENGTH, FieldName.TRANSFER_ENCODING, FieldName.CONNECTION
    };

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NOT_MODIFIED = 304;

    private final Preamble preamble;
    private ContentWriter content; // null before the first head whose content comes in parts of its own
    private boolean closes;

    /**
     * An encoder without fields of its own but Date.
     *
     * @param date the Date line, shared by all connections of a kernel
     */
    public ResponseEncoder(DateField date) {
        this(date, new MutableFields());
    }

    /**
     * An encoder that adds fields to each response that has none of that name.
     *
     * @param date the Date line, shared by all connections of a kernel
     * @param defaults such as Server; copied
     * @throws IllegalArgumentException if one of them is what the encoder says itself
     */
    public ResponseEncoder(DateField date, MutableFields defaults) {
        this(new Preamble(date, defaults.copy()));
        for (FieldName name : OWN) {
            if (defaults.contains(name)) {
                throw Fault.ours(name + " is no default: the encoder knows it of each response");
            }
        }
    }

    private ResponseEncoder(Preamble preamble) {
        this.preamble = preamble;
    }

    /**
     * Whether the connection ends behind the response of the last head: it said so, or its content has no other end.
     *
     * @return whether to close, once {@link #isInside} is false
     */
    public boolean closes() {
        return closes;
    }

    /** @return whether a head has been put and its last part not yet */
    public boolean isInside() {
        return content != null && !content.isDone();
    }

    private ContentWriter content() {
        if (content == null) {
            content = new ContentWriter();
        }
        return content;
    }

    @Override
    public void put(HttpPart part, Output out) {
        if (part instanceof ResponseHead head) {
            putHead(head, out);
        } else if (part instanceof Content piece) {
            content().put(piece, out);
        } else if (part instanceof SourcedContent sourced) {
            content().put(sourced, out);
        } else if (part instanceof Trailers trailers) {
            content().put(trailers, out);
        } else {
            throw Fault.ours("a ResponseEncoder cannot send " + part + "; RequestEncoder does");
        }
    }

    // ---- heads

    private void putHead(ResponseHead head, Output out) {
        if (isInside()) {
            throw Fault.ours("the response before has not ended; put its last Content first");
        }
        long length = lengthOf(head);
        Fields fields = head.fields();
        if (head.status() == Preamble.STATUS && preamble.fits(fields)) {
            preamble.putTo(out);
        } else {
            out.put(Status.line(head.status()));
            if (head.isInformational()) {
                fields.putTo(out);
                out.put(END);
                return;
            }
            if (!fields.contains(FieldName.DATE)) {
                out.put(preamble.date.line());
            }
            putDefaults(fields, out);
        }
        fields.putTo(out);
        putLength(head, length, out);
        putConnection(head, length, out);
        out.put(END);
        begin(head, length, out);
    }

    /** How the content ends, once what the program says about it fits together. */
    private static long lengthOf(ResponseHead head) {
        MutableFields fields = head.fields();
        if (fields.contains(FieldName.TRANSFER_ENCODING)) {
            throw Fault.ours("the encoder frames the content; leave Transfer-Encoding away");
        }
        if (head.status() < 200 && head.isToHttp10()) {
            throw Fault.ours("HTTP/1.0 does not know " + head.status() + " (RFC 9110 §15.2)");
        }
        boolean given = fields.contains(FieldName.CONTENT_LENGTH);
        if (head.isBare()) {
            if (head.contentLength() != 0) {
                throw Fault.ours(
                        "a response with status " + head.status() + " to this request has no content (RFC 9112 §6.3)");
            }
            if (given && head.status() != NOT_MODIFIED) {
                throw Fault.ours("a response with status " + head.status() + " has no Content-Length (RFC 9110 §8.6)");
            }
            return 0;
        }
        return given ? givenLength(head) : head.contentLength();
    }

    private static long givenLength(ResponseHead head) {
        MutableFields fields = head.fields();
        long length = fields.number(FieldName.CONTENT_LENGTH).orElseThrow();
        boolean unsent = head.isToHead() && head.contentLength() == 0;
        boolean differs = length != head.contentLength() && head.contentLength() != Length.CHUNKED && !unsent;
        if (differs || fields.all(FieldName.CONTENT_LENGTH).size() > 1) {
            throw Fault.ours("Content-Length " + fields.all(FieldName.CONTENT_LENGTH) + " is not the content's length, "
                    + head.contentLength() + "; leave it away");
        }
        return length;
    }

    private void putDefaults(Fields fields, Output out) {
        Fields defaults = preamble.defaults;
        for (int i = 0; i < defaults.size(); i++) {
            if (!fields.containsNameOf(defaults, i)) {
                int from = defaults.lineBegin(i);
                out.put(defaults.bytes, from, defaults.lineEnd(i) - from);
            }
        }
    }

    private static void putLength(ResponseHead head, long length, Output out) {
        if (head.isBare() || head.fields().contains(FieldName.CONTENT_LENGTH)) {
            return;
        }
        if (length == Length.CHUNKED) {
            if (!head.isToHttp10()) {
                out.put(CHUNKED_LINE);
            }
        } else if (length > 0 || !head.isToHead()) { // nothing to HEAD may mean that GET would give something
            out.put(LENGTH_BEGIN);
            Octets.putDecimal(length, out);
            out.put(END);
        }
    }

    /** RFC 9112 §9.3 and §9.6 */
    private void putConnection(ResponseHead head, long length, Output out) {
        if (head.status() == SWITCHING_PROTOCOLS) {
            closes = false;
            return;
        }
        boolean endless = length == Length.CHUNKED && head.isToHttp10() && !head.isToHead();
        closes = endless || !head.keepAlive();
        if (closes) {
            if (!head.fields().hasToken(FieldName.CONNECTION, "close")) {
                out.put(CLOSE_LINE);
            }
        } else if (head.isToHttp10() && !head.fields().hasToken(FieldName.CONNECTION, "keep-alive")) {
            out.put(KEEP_ALIVE_LINE);
        }
    }

    private void begin(ResponseHead head, long length, Output out) {
        if (head.isWhole()) {
            if (!head.isToHead()) {
                out.putShared(head.content(), head.contentOffset(), head.wholeLength());
            }
            return;
        }
        if (head.isToHead()) {
            content().beginDropped();
        } else {
            content().begin(length == Length.CHUNKED && head.isToHttp10() ? Length.UNTIL_CLOSE : length);
        }
    }

    @Override
    public ResponseEncoder fresh() {
        return new ResponseEncoder(preamble);
    }

    @Override
    public String toString() {
        return "ResponseEncoder[" + preamble.defaults + "]";
    }
}
