package dev.usher.filters.http;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;

/**
 * The client's side of a connection in one object: requests out, responses in. The parser is told of every request that
 * is put. Belongs to one wheel and its thread.
 *
 * @param parser reads
 * @param encoder writes
 */
public record HttpClientFilter(ResponseParser parser, RequestEncoder encoder) implements Filter<HttpPart, HttpPart> {

    @Override
    public HttpPart next(Input input) {
        return parser.next(input);
    }

    @Override
    public void put(HttpPart part, Output out) {
        encoder.put(part, out);
        if (part instanceof RequestHead head) {
            parser.sent(head);
        }
    }

    @Override
    public HttpClientFilter fresh() {
        return new HttpClientFilter(parser.fresh(), encoder.fresh());
    }
}
