package dev.usher.filters.websocket;

import dev.usher.filter.Input;
import dev.usher.filter.Output;

/**
 * Messages given whole: where they are in the window if they are all there, else put together in a buffer of the
 * thread's. Belongs to one reader.
 */
final class WholeMessages extends MessageReader {
    private static final int LEAST_ROOM = 512;
    private static final int LARGEST = Integer.MAX_VALUE - 64; // one array; who needs more takes messages in parts

    private Output gathered; // null unless something was gathered
    private boolean given; // what was gathered has been shown
    private boolean done;

    WholeMessages(MessageInflater inflater) {
        super(inflater);
    }

    @Override
    void begin(FrameHeader header, long limit) {
        if (header.isFirst()) {
            rest();
        }
        done = false;
        super.begin(header, Math.min(limit, LARGEST));
    }

    @Override
    WebSocketPart next(Input input, FrameHeader frame) {
        int length = (int) Math.min(frame.rest(), input.remaining());
        if (gathered == null && !isDeflated && frame.isFinal() && length == frame.rest()) {
            return inPlace(input, frame, length);
        }
        if (length > 0) {
            gather(input, frame, length);
            input.skip(length);
            frame.took(length);
        }
        done = frame.rest() == 0;
        if (!done || !frame.isFinal()) {
            return null;
        }
        if (isDeflated) {
            inflater().finish();
        }
        checkEnd();
        given = true;
        return gathered == null
                ? show(input.array(), input.position(), 0, true, true)
                : show(gathered.array(), gathered.head(), gathered.size(), true, true);
    }

    private WebSocketPart inPlace(Input input, FrameHeader frame, int length) {
        byte[] bytes = input.array();
        int at = input.position();
        boolean ascii = Mask.apply(frame.key(), bytes, at, bytes, at, length);
        if (isText && !ascii) {
            check(bytes, at, at + length);
            checkEnd();
        }
        input.skip(length);
        frame.took(length);
        done = true;
        return show(bytes, at, length, true, true);
    }

    private void gather(Input input, FrameHeader frame, int length) {
        if (gathered == null) {
            gathered = buffers().take();
        }
        byte[] bytes = input.array();
        int from = input.position();
        if (isDeflated) {
            Mask.apply(frame.key(), bytes, from, bytes, from, length);
            frame.unmasked(length);
            inflate(bytes, from, length);
            return;
        }
        int at = gathered.reserve(length);
        boolean ascii = Mask.apply(frame.key(), bytes, from, gathered.array(), at, length);
        frame.unmasked(length);
        if (isText && !(ascii && utf8.isComplete())) {
            check(gathered.array(), at, at + length);
        }
        gathered.advance(length);
    }

    /** One byte more than the limit may come out, and is refused: room for more is never made. */
    private void inflate(byte[] bytes, int from, int length) {
        int at = from;
        int end = from + length;
        int wrote;
        int room;
        do {
            room = (int) Math.min(most - total + 1, Math.max(LEAST_ROOM, gathered.capacity() - gathered.size()));
            int to = gathered.reserve(room);
            wrote = inflater().inflate(bytes, at, end - at, gathered.array(), to, room);
            at += inflater().consumed();
            inflated(gathered.array(), to, wrote);
            gathered.advance(wrote);
        } while (at < end || wrote == room);
    }

    @Override
    boolean isFrameDone() {
        return done;
    }

    @Override
    void rest() {
        if (given) {
            given = false;
            drop();
        }
    }

    @Override
    void release() {
        super.release();
        drop();
    }

    private void drop() {
        if (gathered != null) {
            buffers().giveBack(gathered);
            gathered = null;
        }
    }
}
