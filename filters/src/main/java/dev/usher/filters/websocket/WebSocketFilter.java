package dev.usher.filters.websocket;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;

/**
 * One end of a connection in one object, once the handshake is done. Belongs to one wheel and its thread.
 *
 * @param reader reads
 * @param writer writes
 */
public record WebSocketFilter(FrameReader reader, FrameWriter writer) implements Filter<WebSocketPart, WebSocketPart> {

    @Override
    public WebSocketPart next(Input input) {
        return reader.next(input);
    }

    @Override
    public boolean wantsTurn() {
        return reader.wantsTurn();
    }

    @Override
    public void put(WebSocketPart part, Output out) {
        writer.put(part, out);
    }

    @Override
    public WebSocketFilter fresh() {
        return new WebSocketFilter(reader.fresh(), writer.fresh());
    }
}
