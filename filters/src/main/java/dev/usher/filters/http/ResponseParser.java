package dev.usher.filters.http;

import dev.usher.filter.Input;
import dev.usher.filter.InputFilter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Responses in parts: heads, among them informational ones, content as it comes, trailers (RFC 9112). Belongs to one
 * connection and its thread. As strict as {@link RequestParser}; a response to no request is refused too.
 *
 * <p>It must be told what was {@link #sent}, since a response to HEAD or CONNECT has no content; and, by
 * {@link #endOfInput}, that the connection has ended, since that may be the end of content.
 *
 * <p>After an error whatever else comes is taken and dropped; close the connection.
 */
public final class ResponseParser implements InputFilter<HttpPart> {
    private enum State {
        LINE,
        FIELDS,
        CONTENT,
        UNTIL_CLOSE,
        CHUNKS,
        /** Another protocol begins where the last response ended: it was 101, or 2xx to CONNECT. */
        SWITCHED,
        BROKEN
    }

    private enum Request {
        USUAL,
        HEAD,
        CONNECT
    }

    private static final int SWITCHING_PROTOCOLS = 101;

    private final HttpLimits limits;
    private final Deque<Request> outstanding = new ArrayDeque<>();

    private final ResponseHead head = new ResponseHead();
    private final StatusLine line = new StatusLine();
    private final FieldLines lines = new FieldLines(head.fields(), "head", "fieldBytes");
    private final Content content = new Content();
    private Chunks chunks; // made for the first response that comes in chunks

    private State state = State.LINE;
    private boolean begun; // a byte of the head has come
    private long rest; // of content
    private HttpException failure; // null unless broken

    /** A parser with {@link HttpLimits#DEFAULT}. */
    public ResponseParser() {
        this(HttpLimits.DEFAULT);
    }

    /** @param limits how much it takes */
    public ResponseParser(HttpLimits limits) {
        this.limits = limits;
    }

    /**
     * Tells that a request has been sent, whose response is to be expected behind those of the requests before.
     *
     * @param request its head
     */
    public void sent(RequestHead request) {
        outstanding.addLast(
                switch (request.method()) {
                    case "HEAD" -> Request.HEAD;
                    case "CONNECT" -> Request.CONNECT;
                    default -> Request.USUAL;
                });
    }

    @Override
    public HttpPart next(Input input) {
        try {
            HttpPart part = part(input);
            if (part != null && part.isLast() && state != State.SWITCHED) {
                state = State.LINE;
                begun = false;
            }
            return part;
        } catch (HttpException e) {
            state = State.BROKEN;
            failure = e;
            input.skip(input.remaining());
            throw e;
        }
    }

    private HttpPart part(Input input) {
        if (input.isEmpty()) {
            return null;
        }
        return switch (state) {
            case LINE, FIELDS -> head(input);
            case CONTENT -> content(input, (int) Math.min(rest, input.remaining()));
            case UNTIL_CLOSE -> untilClose(input);
            case CHUNKS -> chunks.next(input, content);
            case SWITCHED -> null;
            case BROKEN -> {
                input.skip(input.remaining());
                yield null;
            }
        };
    }

    private HttpPart head(Input input) {
        byte[] bytes = input.array();
        int position = input.position();
        if (state == State.LINE) {
            if (!begun) {
                if (outstanding.isEmpty()) {
                    throw Fault.bad("a response to no request (RFC 9112 §9.2)");
                }
                head.clear();
                line.begin(limits.startLine());
                begun = true;
            }
            if (!line.read(bytes, position, input.limit())) {
                return null;
            }
            lines.begin(0, limits.fieldBytes(), limits.fields());
            state = State.FIELDS;
        }
        int from = position + line.end();
        if (!lines.read(bytes, from, input.limit())) {
            return null;
        }
        head.fields().load(bytes, from, lines.end() - 2);
        head.begin(line.code(), line.reason(bytes, position), Version.minor(bytes, position) == 0);
        input.skip(line.end() + lines.end());
        beginContent();
        return head;
    }

    private void beginContent() {
        if (head.isInformational()) {
            head.follow(0, false);
            state = State.LINE;
            begun = false;
            return;
        }
        Request request = outstanding.removeFirst();
        boolean tunnel = request == Request.CONNECT && head.status() / 100 == 2;
        if (tunnel || head.status() == SWITCHING_PROTOCOLS) {
            head.follow(0, true);
            state = State.SWITCHED;
            return;
        }
        rest = request == Request.HEAD ? 0 : Length.ofResponse(head, limits);
        head.follow(rest, rest == 0);
        if (rest == Length.CHUNKED) {
            if (chunks == null) {
                chunks = new Chunks();
            }
            chunks.begin(limits);
            state = State.CHUNKS;
        } else {
            state = rest == Length.UNTIL_CLOSE ? State.UNTIL_CLOSE : State.CONTENT;
            rest = rest == Length.UNTIL_CLOSE ? limits.content() : rest;
        }
    }

    private HttpPart content(Input input, int length) {
        rest -= length;
        content.wrap(input.array(), input.position(), length, rest == 0);
        input.skip(length);
        return content;
    }

    private HttpPart untilClose(Input input) {
        if (rest == 0) {
            throw Fault.beyond(Fault.CONTENT_TOO_LARGE, "the content is longer", limits.content(), "content");
        }
        int length = (int) Math.min(rest, input.remaining());
        rest -= length;
        content.wrap(input.array(), input.position(), length, false);
        input.skip(length);
        return content;
    }

    /** @return whether some of a head has come, or a response that has not ended */
    public boolean isInside() {
        return begun;
    }

    /**
     * Tells that the peer has closed its half of the connection and everything it sent has been parsed.
     *
     * @return the last part of a response that ends with the connection; nothing if none had begun
     * @throws HttpException if a response is not complete, or none has come to a request
     */
    public Optional<HttpPart> endOfInput() {
        if (state == State.UNTIL_CLOSE) {
            state = State.LINE;
            begun = false;
            return Optional.of(content.wrap(content.array(), 0, 0, true));
        }
        if (begun && state != State.SWITCHED && state != State.BROKEN) {
            throw Fault.bad("the connection ended inside a response (RFC 9112 §8)");
        }
        if (!outstanding.isEmpty()) {
            throw Fault.bad("the connection ended before " + outstanding.size() + " of the responses");
        }
        return Optional.empty();
    }

    /**
     * What was wrong, for those who are told of it by an event.
     *
     * @return what was thrown, nothing if all was right so far
     */
    public Optional<HttpException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public ResponseParser fresh() {
        return new ResponseParser(limits);
    }

    @Override
    public String toString() {
        return "ResponseParser[" + limits + "]";
    }
}
