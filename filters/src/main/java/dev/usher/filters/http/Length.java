package dev.usher.filters.http;

/**
 * How the end of a message's content is found (RFC 9112 §6.3): a number of bytes, or one of the two other ways.
 * Stateless.
 */
final class Length {
    /** By the last chunk. */
    static final long CHUNKED = -1;

    /** By the end of the connection; responses only. */
    static final long UNTIL_CLOSE = -2;

    private static final int MOST_DIGITS = 18; // whatever these are, they fit into a long
    private static final byte[] CHUNKED_TOKEN = Octets.bytes("chunked");

    private Length() {}

    static long ofRequest(RequestHead head, HttpLimits limits) {
        Fields fields = head.fields();
        int coding = fields.find(FieldName.TRANSFER_ENCODING, 0);
        int length = fields.find(FieldName.CONTENT_LENGTH, 0);
        if (coding < 0 && length < 0) {
            if (fields.contains(FieldName.CONTENT_ENCODING)) {
                throw Fault.peer(
                        Fault.LENGTH_REQUIRED,
                        "Content-Encoding without Content-Length or chunked: no length is known");
            }
            return 0; // RFC 9112 §6.3, rule 7
        }
        if (head.form() == TargetForm.AUTHORITY) {
            throw Fault.bad("CONNECT with content (RFC 9110 §9.3.6)");
        }
        if (coding < 0) {
            return contentLength(fields, length, limits.content());
        }
        if (head.isHttp10()) {
            // RFC 9112 §6.1: its framing is faulty
            throw Fault.bad("Transfer-Encoding in HTTP/1.0, which does not know it");
        }
        return chunked(fields, coding, length);
    }

    /** Of a response that is neither informational nor to HEAD or CONNECT. */
    static long ofResponse(ResponseHead head, HttpLimits limits) {
        Fields fields = head.fields();
        if (Status.isBare(head.status())) {
            return 0; // RFC 9112 §6.3, rule 1
        }
        int coding = fields.find(FieldName.TRANSFER_ENCODING, 0);
        int length = fields.find(FieldName.CONTENT_LENGTH, 0);
        if (coding >= 0) {
            if (head.isHttp10()) {
                throw Fault.bad("Transfer-Encoding in HTTP/1.0, which does not know it");
            }
            return chunked(fields, coding, length);
        }
        return length < 0 ? UNTIL_CLOSE : contentLength(fields, length, limits.content());
    }

    /** Of a head with Transfer-Encoding: nothing but chunked, once. */
    static long chunked(Fields fields, int coding, int length) {
        if (length >= 0) {
            // RFC 9112 §6.3, rule 3
            throw Fault.bad("Transfer-Encoding and Content-Length together: one of them lies");
        }
        if (fields.find(FieldName.TRANSFER_ENCODING, coding + 1) >= 0) {
            throw Fault.bad("Transfer-Encoding twice");
        }
        int from = fields.valueBegin(coding);
        int to = fields.valueEnd(coding);
        if (Octets.equalsToken(fields.bytes, from, to, CHUNKED_TOKEN)) {
            return CHUNKED;
        }
        int last = to;
        while (last > from && Octets.token(fields.bytes[last - 1]) != 0) {
            last--;
        }
        boolean chunkedLast = Octets.equalsToken(fields.bytes, last, to, CHUNKED_TOKEN);
        if (chunkedLast && isCodings(fields, from, last)) {
            // RFC 9112 §6.1
            throw Fault.peer(Fault.NOT_IMPLEMENTED, "a transfer coding other than chunked; none is known here");
        }
        // RFC 9112 §6.3, rule 4.3: where the content ends cannot be known
        throw Fault.bad("Transfer-Encoding that is not \"chunked\" alone");
    }

    /** Whether all this is {@code coding, coding,} and none of them is chunked again. */
    private static boolean isCodings(Fields fields, int from, int to) {
        int begin = from;
        for (int i = from; i < to; i++) {
            byte b = fields.bytes[i];
            if (b == ',') {
                if (Octets.equalsToken(fields.bytes, begin, i, CHUNKED_TOKEN) || i == begin) {
                    return false;
                }
                begin = i + 1;
            } else if (Octets.isBlank(b) && i == begin) {
                begin++;
            } else if (Octets.token(b) == 0) {
                return false;
            }
        }
        return begin == to && to > from;
    }

    /** One field, digits alone (RFC 9110 §8.6). */
    static long contentLength(Fields fields, int index, long most) {
        if (fields.find(FieldName.CONTENT_LENGTH, index + 1) >= 0) {
            throw Fault.bad("Content-Length twice (RFC 9112 §6.3)");
        }
        byte[] bytes = fields.bytes;
        int from = fields.valueBegin(index);
        int to = fields.valueEnd(index);
        if (from == to) {
            throw Fault.bad("an empty Content-Length");
        }
        for (int i = from; i < to; i++) {
            if (!Octets.isDigit(bytes[i])) {
                throw Fault.bad(Fault.octet(bytes[i]) + " in Content-Length, which is digits alone (RFC 9110 §8.6)");
            }
        }
        while (from < to - 1 && bytes[from] == '0') {
            from++;
        }
        long length = 0;
        for (int i = from; i < to && to - from <= MOST_DIGITS; i++) {
            length = length * 10 + bytes[i] - '0';
        }
        if (to - from > MOST_DIGITS || length > most) {
            throw Fault.beyond(Fault.CONTENT_TOO_LARGE, "the content is longer", most, "content");
        }
        return length;
    }
}
