package dev.usher.component.websocket;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.websocket.FrameReader;
import dev.usher.filters.websocket.FrameWriter;
import dev.usher.filters.websocket.WebSocketPart;

/** A connection's frames both ways; notes that the peer has been heard of, be it by a part of a frame. */
final class FrameGate implements Filter<WebSocketPart, WebSocketPart> {
    final FrameReader reader;
    final FrameWriter writer;
    private boolean heard = true; // the handshake

    FrameGate(FrameReader reader, FrameWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public WebSocketPart next(Input input) {
        heard = true;
        return reader.next(input);
    }

    @Override
    public void put(WebSocketPart part, Output out) {
        writer.put(part, out);
    }

    /** Whether anything has come since this was last asked. */
    boolean takeHeard() {
        boolean was = heard;
        heard = false;
        return was;
    }

    void release() {
        reader.release();
        writer.release();
    }

    @Override
    public FrameGate fresh() {
        throw new UnsupportedOperationException("frames of one connection belong to it");
    }
}
