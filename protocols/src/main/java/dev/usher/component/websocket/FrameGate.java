package dev.usher.component.websocket;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.websocket.FrameReader;
import dev.usher.filters.websocket.FrameWriter;
import dev.usher.filters.websocket.WebSocketPart;
import dev.usher.kernel.Clock;

/**
 * A connection's frames both ways: counts them and their bytes, and notes when the peer was heard of, be it by a part
 * of a frame.
 */
final class FrameGate implements Filter<WebSocketPart, WebSocketPart> {
    final FrameReader reader;
    final FrameWriter writer;
    private final Counts counts;
    private final Clock clock;
    private boolean heard = true; // the handshake
    private long heardNs;
    private long counted; // of the reader's frames

    FrameGate(FrameReader reader, FrameWriter writer, Counts counts, Clock clock) {
        this.reader = reader;
        this.writer = writer;
        this.counts = counts;
        this.clock = clock;
        heardNs = clock.nanoTime();
    }

    @Override
    public WebSocketPart next(Input input) {
        heard = true;
        int before = input.remaining();
        try {
            WebSocketPart part = reader.next(input);
            if (part == null) { // once for all that was read together
                heardNs = clock.nanoTime();
            }
            return part;
        } finally {
            counts.wireIn += before - input.remaining();
            counts.framesIn += reader.frames() - counted;
            counted = reader.frames();
        }
    }

    @Override
    public boolean wantsTurn() {
        return reader.wantsTurn();
    }

    @Override
    public void put(WebSocketPart part, Output out) {
        int before = out.size();
        long payload = writer.payloadBytes();
        writer.put(part, out);
        counts.bytesOut += writer.payloadBytes() - payload;
        if (out.size() > before) {
            counts.framesOut++;
            counts.wireOut += out.size() - before;
        }
    }

    /** Whether anything has come since this was last asked. */
    boolean takeHeard() {
        boolean was = heard;
        heard = false;
        return was;
    }

    /** When anything last came. */
    long heardNs() {
        return heardNs;
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
