package dev.usher.filters.http;

import dev.usher.filter.Input;
import dev.usher.filter.InputFilter;
import java.util.Optional;

/**
 * Requests in parts: a head, content as it comes, trailers (RFC 9112). Belongs to one connection and its thread.
 * Strict: what another parser could read in another way is refused with an {@link HttpException}, and line ends are
 * CRLF alone.
 *
 * <pre>{@code
 * for (HttpPart part = parser.next(input); part != null; part = parser.next(input)) {
 *     if (part instanceof RequestHead head) { ... }
 *     else if (part instanceof Content content) { ... }   // a view: valid until the next call
 *     if (part.isLast()) { ... }                          // the request is complete
 * }
 * }</pre>
 *
 * <p>Who asks for nothing behind a last part, as a paused wheel does, keeps the head valid and leaves the next requests
 * in the window: so much for the depth of a pipeline.
 *
 * <p>After an error nothing can be trusted: it is thrown once, and whatever else comes is taken and dropped, so that a
 * peer which is still sending can be given its answer before the connection is closed.
 *
 * <p>Nothing is allocated for a request of the usual size once its thread is warm. An idle parser holds no buffer.
 */
public final class RequestParser implements InputFilter<HttpPart> {
    private HttpLimits limits;
    private RequestReaders readers; // of this thread
    private RequestReader reader; // null while idle
    private HttpException failure; // null while nothing was wrong

    /** A parser with {@link HttpLimits#DEFAULT}. */
    public RequestParser() {
        this(HttpLimits.DEFAULT);
    }

    /** @param limits how much it takes */
    public RequestParser(HttpLimits limits) {
        this.limits = limits;
    }

    /**
     * Changes how much is taken, from the next request on.
     *
     * @param newLimits of a request
     */
    public void limits(HttpLimits newLimits) {
        limits = newLimits;
    }

    @Override
    public HttpPart next(Input input) {
        if (failure != null) {
            input.skip(input.remaining());
            return null;
        }
        if (reader == null || reader.isDone()) {
            if (input.isEmpty()) {
                release();
                return null;
            }
            begin();
        }
        try {
            return reader.next(input);
        } catch (HttpException e) {
            failure = e;
            input.skip(input.remaining());
            throw e; // the reader stays: whoever answers may still ask the head
        }
    }

    private void begin() {
        if (readers == null) {
            readers = RequestReaders.ofThisThread();
        }
        if (reader == null) {
            reader = readers.take();
        }
        reader.begin(limits);
    }

    private void release() {
        if (reader != null) {
            readers.giveBack(reader);
            reader = null;
        }
    }

    /**
     * Whether a request has begun and not ended: a peer that closes or falls silent now has not said all. Empty lines
     * do not count.
     *
     * @return whether the rest of a request is missing
     */
    public boolean isInside() {
        return reader != null && reader.isInside();
    }

    /**
     * What was wrong, for those who are told of it by an event that has no room for a status.
     *
     * @return what was thrown, nothing if all was right so far
     */
    public Optional<HttpException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public RequestParser fresh() {
        return new RequestParser(limits);
    }

    @Override
    public String toString() {
        return "RequestParser[" + limits + "]";
    }
}
