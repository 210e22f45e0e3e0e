package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.filter.ProtocolException;
import dev.usher.filters.http.FieldValue;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Cuts a form that comes piece by piece into its parts (RFC 7578, RFC 2046 §5.1), keeping no more than the fields of a
 * part and as many bytes as a delimiter has. Belongs to one request.
 *
 * <pre>
 *   PREAMBLE --delimiter--> LINE --CRLF--> FIELDS --empty line--> CONTENT --delimiter--> LINE
 *                            +--dashes--> OVER
 * </pre>
 */
final class MultipartParser {
    private static final int LONGEST_BOUNDARY = 70;
    private static final int MOST_FIELD_BYTES = 8_192;

    private enum State {
        PREAMBLE,
        LINE,
        FIELDS,
        CONTENT,
        OVER
    }

    /** Gets the parts, in their order. */
    interface Parts {
        void begin(String name, String fileName, String type) throws IOException;

        void content(byte[] array, int offset, int length) throws IOException;

        void end() throws IOException;
    }

    private final Parts parts;
    private final byte[] delimiter; // CRLF, two dashes, the boundary
    private final int[] fallback; // how much of the delimiter still fits where it breaks off at a place
    private final byte[] head = new byte[MOST_FIELD_BYTES];
    private State state = State.PREAMBLE;
    private int matched; // bytes of the delimiter, which are not told as content
    private int hidden; // of the matched bytes, those that are no content in any case
    private int length; // of what the head holds

    MultipartParser(FieldValue type, Parts parts) {
        String boundary = type.parameter("boundary").orElse("");
        if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw new ProtocolException("a multipart form needs a boundary of 1 to 70 characters (RFC 2046 §5.1.1)");
        }
        this.parts = parts;
        delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
        fallback = fallback(delimiter);
        matched = 2; // the first may stand at the very beginning
    }

    private static int[] fallback(byte[] word) {
        int[] table = new int[word.length];
        for (int i = 1, fits = 0; i < word.length; i++) {
            while (fits > 0 && word[i] != word[fits]) {
                fits = table[fits - 1];
            }
            fits += word[i] == word[fits] ? 1 : 0;
            table[i] = fits;
        }
        return table;
    }

    void take(byte[] array, int offset, int count) throws IOException {
        int at = offset;
        int end = offset + count;
        while (at < end && state != State.OVER) { // an epilogue means nothing
            at = switch (state) {
                case PREAMBLE, CONTENT -> content(array, at, end);
                case LINE -> line(array[at], at);
                default -> field(array[at], at);
            };
        }
    }

    /** All has come. */
    void end() {
        if (state != State.OVER) {
            throw new ProtocolException(
                    state == State.PREAMBLE
                            ? "the boundary of a multipart form is nowhere in it (RFC 2046 §5.1.1)"
                            : "the last part of a multipart form has no end (RFC 2046 §5.1.1)");
        }
    }

    /** Tells content, but holds back what may be the delimiter. */
    private int content(byte[] array, int from, int end) throws IOException {
        int at = from;
        while (at < end) {
            if (matched == 0) {
                int stop = at;
                while (stop < end && array[stop] != delimiter[0]) {
                    stop++;
                }
                tell(array, at, stop - at);
                at = stop;
                if (at < end) {
                    matched = 1;
                    at++;
                }
            } else if (array[at] == delimiter[matched]) {
                at++;
                if (++matched == delimiter.length) {
                    delimited();
                    return at;
                }
            } else {
                int shorter = fallback[matched - 1];
                release(matched - shorter);
                matched = shorter;
            }
        }
        return at;
    }

    /** What was held back is content after all, and is what the delimiter begins with. */
    private void release(int count) throws IOException {
        int skipped = Math.min(hidden, count);
        hidden -= skipped;
        tell(delimiter, skipped, count - skipped);
    }

    private void delimited() throws IOException {
        if (state == State.CONTENT) {
            parts.end();
        }
        matched = 0;
        hidden = 0;
        length = 0;
        state = State.LINE;
    }

    private void tell(byte[] array, int offset, int count) throws IOException {
        if (count > 0 && state == State.CONTENT) {
            parts.content(array, offset, count);
        }
    }

    /** Behind a delimiter: blanks and CRLF, or two dashes. */
    private int line(byte b, int at) {
        if (length == 0 && (b == ' ' || b == '\t')) {
            return at + 1;
        }
        head[length++] = b;
        if (length == 2) {
            if (head[0] == '-' && head[1] == '-') {
                state = State.OVER;
            } else if (head[0] == '\r' && head[1] == '\n') {
                state = State.FIELDS;
                length = 0;
            } else {
                throw new ProtocolException(
                        "something stands behind the boundary of a multipart form (RFC 2046 §5.1.1)");
            }
        }
        return at + 1;
    }

    private int field(byte b, int at) throws IOException {
        if (length == MOST_FIELD_BYTES) {
            throw new ProtocolException(
                    "the fields of a part of a form are longer than " + MOST_FIELD_BYTES + " bytes, or never end");
        }
        head[length++] = b;
        if (b == '\n'
                && length >= 4
                && head[length - 4] == '\r'
                && head[length - 3] == '\n'
                && head[length - 2] == '\r') {
            begin();
            state = State.CONTENT;
            matched = 2; // a part without content shares the CRLF before the delimiter
            hidden = 2; // which is no content if the delimiter does not follow
        }
        return at + 1;
    }

    private void begin() throws IOException {
        String boundary = new String(delimiter, 2, delimiter.length - 2, ISO_8859_1);
        String name = null;
        String fileName = "";
        String type = "text/plain";
        for (String line : new String(head, 0, length, UTF_8).split("\r\n")) {
            if (line.startsWith(boundary)) {
                throw new ProtocolException("a part of a form has no fields (RFC 7578 §4.2)");
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (field.equals("content-disposition")) {
                Optional<FieldValue> disposition = FieldValue.of(value);
                name = disposition.flatMap(given -> given.parameter("name")).orElse(null);
                fileName = disposition
                        .flatMap(given -> given.parameter("filename"))
                        .orElse("");
            } else if (field.equals("content-type")) {
                type = value;
            }
        }
        if (name == null) {
            throw new ProtocolException("a part of a form has no name (RFC 7578 §4.2)");
        }
        length = 0;
        parts.begin(name, fileName, type);
    }
}
