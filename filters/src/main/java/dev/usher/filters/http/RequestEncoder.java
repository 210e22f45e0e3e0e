package dev.usher.filters.http;

import dev.usher.filter.Output;
import dev.usher.filter.OutputFilter;

/**
 * Requests in parts to bytes: a {@link RequestHead}, and if content follows, {@link Content} up to its last or
 * {@link Trailers}. Belongs to one connection and its thread.
 */
public final class RequestEncoder implements OutputFilter<HttpPart> {
    private static final byte[] END = {Octets.CR, Octets.LF};

    private final ContentWriter content = new ContentWriter();

    /** An encoder that has sent nothing yet. */
    public RequestEncoder() {}

    /** @return whether a head has been put and its last part not yet */
    public boolean isInside() {
        return !content.isDone();
    }

    @Override
    public void put(HttpPart part, Output out) {
        if (part instanceof RequestHead head) {
            if (isInside()) {
                throw Fault.ours("the request before has not ended; put its last Content first");
            }
            out.put(head.fields().bytes, 0, head.fields().length);
            out.put(END);
            if (head.hasContent()) {
                content.begin(head.contentLength());
            }
        } else if (part instanceof Content piece) {
            content.put(piece, out);
        } else if (part instanceof Trailers trailers) {
            content.put(trailers, out);
        } else {
            throw Fault.ours("a RequestEncoder cannot send " + part + "; ResponseEncoder does");
        }
    }

    @Override
    public RequestEncoder fresh() {
        return new RequestEncoder();
    }

    @Override
    public String toString() {
        return "RequestEncoder";
    }
}
