package dev.usher.filters.websocket;

import dev.usher.filter.Input;
import dev.usher.filter.Output;

/**
 * Messages given whole: where they are in the window if they are all there, else put together in a buffer of the
 * thread's. Belongs to one reader.
 */
final class WholeMessages extends MessageReader {
    private static final int LEAST_ROOM = 512;
    private static final int LARGE = 1 << 20;
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
        if (isDeflated) {
            inflate(input, frame);
        } else if (length > 0) {
            gather(input, frame, length);
        }
        done = frame.rest() == 0 && !isInflating();
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
        int at = gathered.reserve(length);
        boolean ascii = Mask.apply(frame.key(), bytes, from, gathered.array(), at, length);
        frame.unmasked(length);
        if (isText && !(ascii && utf8.isComplete())) {
            check(gathered.array(), at, at + length);
        }
        gathered.advance(length);
        input.skip(length);
        frame.took(length);
    }

    /** One large message at a time: bombs of many connections take their turns, and do not add up in memory. */
    private void inflate(Input input, FrameHeader frame) {
        unmask(input, frame);
        if (gathered == null && isInflating()) {
            gathered = buffers().take();
        }
        while (isInflating()) {
            if (gathered.size() >= LARGE && !buffers().isLarge(this)) {
                return;
            }
            int room = room(Math.max(LEAST_ROOM, gathered.capacity() - gathered.size()));
            int to = gathered.reserve(room);
            gathered.advance(inflate(input, frame, gathered.array(), to, room));
            if (endsTurn()) {
                break;
            }
        }
        if (gathered != null && !isInflating()) {
            buffers().isLargeNoMore(this);
        }
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
            buffers().isLargeNoMore(this);
            buffers().giveBack(gathered);
            gathered = null;
        }
    }
}
