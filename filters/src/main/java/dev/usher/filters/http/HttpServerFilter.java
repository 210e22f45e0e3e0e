package dev.usher.filters.http;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;

/**
 * The server's side of a connection in one object: requests in, responses out. Belongs to one wheel and its thread.
 *
 * <pre>{@code
 * DateField date = new DateField(() -> epochSecond());
 * TcpServer.at(8080, () -> new HttpServerFilter(new RequestParser(), new ResponseEncoder(date)))
 * }</pre>
 *
 * @param parser reads
 * @param encoder writes
 */
public record HttpServerFilter(RequestParser parser, ResponseEncoder encoder) implements Filter<HttpPart, HttpPart> {

    @Override
    public HttpPart next(Input input) {
        return parser.next(input);
    }

    @Override
    public void put(HttpPart part, Output out) {
        encoder.put(part, out);
    }

    @Override
    public HttpServerFilter fresh() {
        return new HttpServerFilter(parser.fresh(), encoder.fresh());
    }
}
