package dev.usher.filters.http;

import dev.usher.filter.Output;
import dev.usher.filter.OutputFilter;

/**
 * Responses in parts to bytes (RFC 9112): a {@link ResponseHead}, and unless that was the last part, {@link Content} up
 * to its last or {@link Trailers}. Belongs to one connection and its thread. It frames the message itself: by
 * Content-Length, by chunks, or, to HTTP/1.0, by the end of the connection.
 *
 * <p>What answers HEAD is measured and not sent. Nothing is allocated once buffers are large enough.
 */
public final class ResponseEncoder implements OutputFilter<HttpPart> {
    private enum State {
        /** A head is next. */
        HEAD,
        /** So many bytes of content are still owed. */
        SIZED,
        CHUNKED,
        UNTIL_CLOSE,
        /** Content that answers HEAD. */
        DROPPED
    }

    private static final byte[] CHUNKED_LINE = Octets.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] LENGTH_BEGIN = Octets.bytes("Content-Length: ");
    private static final byte[] CLOSE_LINE = Octets.bytes("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE_LINE = Octets.bytes("Connection: keep-alive\r\n");
    private static final byte[] END = {Octets.CR, Octets.LF};
    private static final byte[] LAST_CHUNK = Octets.bytes("0\r\n\r\n");
    private static final byte[] LAST_CHUNK_BEGIN = Octets.bytes("0\r\n");

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NOT_MODIFIED = 304;

    private final DateField date;
    private final Fields defaults;

    private State state = State.HEAD;
    private long owed;
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
     */
    public ResponseEncoder(DateField date, MutableFields defaults) {
        this(date, defaults.copy());
    }

    private ResponseEncoder(DateField date, Fields defaults) {
        this.date = date;
        this.defaults = defaults;
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
        return state != State.HEAD;
    }

    @Override
    public void put(HttpPart part, Output out) {
        if (part instanceof ResponseHead head) {
            putHead(head, out);
        } else if (part instanceof Content content) {
            putContent(content, out);
        } else if (part instanceof Trailers trailers) {
            putTrailers(trailers, out);
        } else {
            throw Fault.ours("a ResponseEncoder cannot send " + part + "; RequestEncoder does");
        }
    }

    // ---- heads

    private void putHead(ResponseHead head, Output out) {
        if (state != State.HEAD) {
            throw Fault.ours("the response before has not ended; put its last Content first");
        }
        long length = lengthOf(head);
        out.put(Status.line(head.status()));
        if (head.isInformational()) {
            putLines(head.fields(), out);
            out.put(END);
            return;
        }
        Fields fields = head.fields();
        if (!fields.contains(FieldName.DATE)) {
            date.putTo(out);
        }
        putDefaults(fields, out);
        putLines(fields, out);
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
        if (length < 0 || differs || fields.all(FieldName.CONTENT_LENGTH).size() > 1) {
            throw Fault.ours("Content-Length " + fields.all(FieldName.CONTENT_LENGTH) + " is not the content's length, "
                    + head.contentLength() + "; leave it away");
        }
        return length;
    }

    private static void putLines(Fields fields, Output out) {
        out.put(fields.bytes, 0, fields.length);
    }

    private void putDefaults(Fields fields, Output out) {
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
                out.put(head.content(), head.contentOffset(), head.wholeLength());
            }
            return;
        }
        owed = length;
        if (head.isToHead()) {
            state = State.DROPPED;
        } else if (length != Length.CHUNKED) {
            state = State.SIZED;
        } else {
            state = head.isToHttp10() ? State.UNTIL_CLOSE : State.CHUNKED;
        }
    }

    // ---- content

    private void putContent(Content content, Output out) {
        int length = content.length();
        switch (state) {
            case HEAD -> throw Fault.ours("content without a head; put a ResponseHead that is streamed() first");
            case SIZED -> {
                if (length > owed || content.isLast() && length < owed) {
                    throw Fault.ours("content of " + length + " bytes where " + owed
                            + " are left of the length that the head has told; close the connection");
                }
                owed -= length;
                content.putTo(out);
            }
            case CHUNKED -> {
                if (length > 0) {
                    Octets.putHex(length, out);
                    out.put(END);
                    content.putTo(out);
                    out.put(END);
                }
                if (content.isLast()) {
                    out.put(LAST_CHUNK);
                }
            }
            case UNTIL_CLOSE -> content.putTo(out);
            case DROPPED -> {
                // HEAD is answered by the head alone (RFC 9110 §9.3.2).
            }
        }
        if (content.isLast()) {
            state = State.HEAD;
        }
    }

    /** They can only be sent behind chunks; in front of other peers they are dropped (RFC 9110 §6.5.1). */
    private void putTrailers(Trailers trailers, Output out) {
        if (state == State.HEAD) {
            throw Fault.ours("trailers without content; put a ResponseHead that is streamed() first");
        }
        if (state == State.SIZED && owed > 0) {
            throw Fault.ours(owed + " bytes are missing of the length that the head has told; close the connection");
        }
        if (state == State.CHUNKED) {
            TrailerNames.check(trailers.fields());
            out.put(LAST_CHUNK_BEGIN);
            putLines(trailers.fields(), out);
            out.put(END);
        }
        state = State.HEAD;
    }

    @Override
    public ResponseEncoder fresh() {
        return new ResponseEncoder(date, defaults);
    }

    @Override
    public String toString() {
        return "ResponseEncoder[" + defaults + "]";
    }
}
