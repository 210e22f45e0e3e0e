package dev.usher.filters.http;

import dev.usher.filter.Input;

/**
 * Parses one request after another; what a {@link RequestParser} needs while it is inside a request or has given one.
 * Belongs to one parser at a time.
 *
 * <pre>
 * EMPTY_LINES ---> LINE ---> FIELDS ---> head ---> (content | chunks and trailers) ---> done
 * </pre>
 */
final class RequestReader {
    private enum State {
        EMPTY_LINES,
        LINE,
        FIELDS,
        CONTENT,
        CHUNKS,
        DONE
    }

    private static final int HEAD_ROOM = 1_024;
    private static final int KEPT_ROOM = 4_096;

    private final Fields fields = new Fields(HEAD_ROOM);
    private final RequestHead head = new RequestHead(fields);
    private final RequestLine line = new RequestLine();
    private final FieldLines lines = new FieldLines(fields, "head", "fieldBytes");
    private final Content content = new Content();
    private Chunks chunks; // made for the first request that comes in chunks

    private HttpLimits limits = HttpLimits.DEFAULT;
    private State state = State.DONE;
    private boolean comparable; // the head that this was last was right, and by the limits that hold now
    private int emptyLines;
    private long rest; // of content

    void begin(HttpLimits newLimits) {
        comparable = state == State.DONE && newLimits == limits;
        limits = newLimits;
        state = State.EMPTY_LINES;
        emptyLines = 0;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** Whether the peer has sent a part of a request and must send the rest. */
    boolean isInside() {
        return state != State.DONE && state != State.EMPTY_LINES;
    }

    HttpPart next(Input input) {
        HttpPart part = switch (state) {
            case EMPTY_LINES, LINE, FIELDS -> head(input);
            case CONTENT -> content(input);
            case CHUNKS -> chunks.next(input, content);
            case DONE -> null;
        };
        if (part != null && part.isLast()) {
            state = State.DONE;
        }
        return part;
    }

    private HttpPart head(Input input) {
        if (state == State.EMPTY_LINES) {
            if (!skipEmptyLines(input)) {
                return null;
            }
            if (comparable && isAgain(input)) {
                return head;
            }
            beginLine();
        }
        byte[] bytes = input.array();
        int position = input.position();
        if (state == State.LINE) {
            if (!line.read(bytes, position, input.limit())) {
                return null;
            }
            int again = fields.recall(bytes, position + line.end(), input.limit(), line.end());
            if (again > 0) {
                return head(input, line.end() + again, true);
            }
            fields.reset(KEPT_ROOM);
            lines.begin(line.end(), limits.fieldBytes(), limits.fields());
            state = State.FIELDS;
        }
        return lines.read(bytes, position, input.limit()) ? head(input, lines.end(), false) : null;
    }

    /**
     * A client mostly asks as it has asked before, to the last byte, and what was right then is right now: so all of
     * the head is compared at once and stays as it is (42 ns become 9 for one with three fields).
     */
    private boolean isAgain(Input input) {
        int length = fields.lengthOfSame(input.array(), input.position(), input.limit());
        if (length == 0) {
            return false;
        }
        input.skip(length);
        beginContent();
        return true;
    }

    private void beginLine() {
        if (comparable) {
            fields.setAside();
        } else {
            fields.reset(KEPT_ROOM);
        }
        line.begin(limits);
        state = State.LINE;
    }

    private HttpPart head(Input input, int end, boolean again) {
        fields.load(input.array(), input.position(), end - 2);
        input.skip(end);
        head.begin(line, limits, again);
        beginContent();
        return head;
    }

    /** RFC 9112 §2.2. Answers whether something else has come. */
    private boolean skipEmptyLines(Input input) {
        while (!input.isEmpty()) {
            if (input.at(0) != Octets.CR) {
                return true;
            }
            if (emptyLines == limits.emptyLines()) {
                throw Fault.beyond(
                        Fault.BAD_REQUEST, "another empty line before a request", limits.emptyLines(), "emptyLines");
            }
            if (input.remaining() < 2) {
                return false;
            }
            if (input.at(1) != Octets.LF) {
                throw Fault.bad("CR without LF before a request (RFC 9112 §2.2)");
            }
            input.skip(2);
            emptyLines++;
        }
        return false;
    }

    private void beginContent() {
        rest = head.contentLength();
        if (rest == Length.CHUNKED) {
            if (chunks == null) {
                chunks = new Chunks();
            }
            chunks.begin(limits);
            state = State.CHUNKS;
        } else {
            state = State.CONTENT;
        }
    }

    private HttpPart content(Input input) {
        int length = (int) Math.min(rest, input.remaining());
        if (length == 0) {
            return null;
        }
        rest -= length;
        content.wrap(input.array(), input.position(), length, rest == 0);
        input.skip(length);
        return content;
    }

    /** Reads a head that is all there. */
    RequestHead readWhole(byte[] bytes, HttpLimits newLimits) {
        begin(newLimits);
        Input input = Input.of(bytes);
        HttpPart part = next(input);
        if (part == null || !input.isEmpty()) {
            throw Fault.bad("the head does not end where it should");
        }
        return head;
    }
}
