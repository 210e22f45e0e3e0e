package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filter.ProtocolException;
import dev.usher.filters.http.FieldValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Cuts a form that was sent as {@code multipart/form-data} into its parts (RFC 7578, RFC 2046 §5.1). */
final class Multipart {
    private static final int MOST_PARTS = 1_000;
    private static final int LONGEST_BOUNDARY = 70;
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(ISO_8859_1);

    private final byte[] bytes;
    private final byte[] delimiter; // CRLF, two dashes, the boundary
    private final List<FormPart> parts = new ArrayList<>();

    private Multipart(byte[] bytes, String boundary) {
        this.bytes = bytes;
        delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
    }

    static List<FormPart> read(byte[] content, FieldValue type) {
        String boundary = type.parameter("boundary").orElse("");
        if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw new ProtocolException("a multipart form needs a boundary of 1 to 70 characters (RFC 2046 §5.1.1)");
        }
        return new Multipart(content, boundary).read();
    }

    private List<FormPart> read() {
        int at = first();
        while (!isLast(at)) {
            int begin = lineEnd(at);
            int end = find(delimiter, begin - 2); // a part without content shares the CRLF before the delimiter
            if (end < 0) {
                throw new ProtocolException("the last part of a multipart form has no end (RFC 2046 §5.1.1)");
            }
            if (parts.size() == MOST_PARTS) {
                throw new ProtocolException("a form of more than " + MOST_PARTS + " parts; send fewer at a time");
            }
            part(begin, end);
            at = end + delimiter.length;
        }
        return List.copyOf(parts);
    }

    /** Behind the first delimiter, which may stand at the very beginning. */
    private int first() {
        int length = delimiter.length - 2;
        if (bytes.length >= length && Arrays.equals(bytes, 0, length, delimiter, 2, delimiter.length)) {
            return length;
        }
        int at = find(delimiter, 0);
        if (at < 0) {
            throw new ProtocolException("the boundary of a multipart form is nowhere in it (RFC 2046 §5.1.1)");
        }
        return at + delimiter.length;
    }

    private boolean isLast(int at) {
        return at + 1 < bytes.length && bytes[at] == '-' && bytes[at + 1] == '-';
    }

    /** Behind the CRLF of a delimiter; blanks may stand before it. */
    private int lineEnd(int from) {
        int at = from;
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        if (at + 1 >= bytes.length || bytes[at] != '\r' || bytes[at + 1] != '\n') {
            throw new ProtocolException("something stands behind the boundary of a multipart form (RFC 2046 §5.1.1)");
        }
        return at + 2;
    }

    private void part(int begin, int end) {
        int headEnd = find(HEAD_END, begin);
        if (headEnd < 0 || headEnd + HEAD_END.length > end + 2) {
            throw new ProtocolException("a part of a form has no fields (RFC 7578 §4.2)");
        }
        String name = null;
        String fileName = "";
        String type = "text/plain";
        for (String line : new String(bytes, begin, headEnd - begin, UTF_8).split("\r\n")) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (field.equals("content-disposition")) {
                FieldValue disposition = FieldValue.of(value).orElse(null);
                name = disposition == null
                        ? null
                        : disposition.parameter("name").orElse(null);
                fileName = disposition == null
                        ? ""
                        : disposition.parameter("filename").orElse("");
            } else if (field.equals("content-type")) {
                type = value;
            }
        }
        if (name == null) {
            throw new ProtocolException("a part of a form has no name (RFC 7578 §4.2)");
        }
        int from = Math.min(headEnd + HEAD_END.length, end);
        parts.add(new FormPart(name, fileName, type, Arrays.copyOfRange(bytes, from, end)));
    }

    private int find(byte[] wanted, int from) {
        int last = bytes.length - wanted.length;
        for (int at = from; at <= last; at++) {
            if (bytes[at] == wanted[0] && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
