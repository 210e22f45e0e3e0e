package dev.usher.filters.websocket;

import dev.usher.filter.Input;
import dev.usher.filter.Output;

/**
 * Messages given in parts as they come. A part of a text is whole characters: the begin of one that was cut is kept
 * apart, and given as a part of its own once it is complete. Belongs to one reader.
 */
final class StreamedMessages extends MessageReader {
    private static final int LONGEST_CHARACTER = 4;

    private final byte[] cut = new byte[LONGEST_CHARACTER];
    private int cutLength;

    private boolean first; // no part has been given yet
    private boolean done;
    private boolean turnEnded; // with the last part

    private Output inflated; // null outside compressed messages

    StreamedMessages(MessageInflater inflater) {
        super(inflater);
    }

    @Override
    void begin(FrameHeader header, long limit) {
        if (header.isFirst()) {
            first = true;
            cutLength = 0;
        }
        done = false;
        super.begin(header, limit);
    }

    @Override
    WebSocketPart next(Input input, FrameHeader frame) {
        if (turnEnded) {
            turnEnded = false;
            if (isInflating()) {
                return null;
            }
        }
        WebSocketPart part;
        do {
            int before = input.remaining();
            part = isDeflated ? inflate(input, frame) : take(input, frame);
            if (part == null && input.remaining() == before && !isInflating()) {
                return null;
            }
        } while (part == null && !done);
        return part;
    }

    private WebSocketPart take(Input input, FrameHeader frame) {
        int length = (int) Math.min(atMost(frame.rest()), input.remaining());
        byte[] bytes = input.array();
        int at = input.position();
        boolean ascii = Mask.apply(frame.key(), bytes, at, bytes, at, length);
        frame.unmasked(length);
        if (isText && !(ascii && utf8.isComplete())) {
            check(bytes, at, at + length);
        }
        input.skip(length);
        frame.took(length);
        done = frame.rest() == 0;
        boolean last = done && frame.isFinal();
        if (last) {
            checkEnd();
        }
        return part(bytes, at, length, last);
    }

    private WebSocketPart inflate(Input input, FrameHeader frame) {
        unmask(input, frame);
        if (inflated == null) {
            inflated = buffers().take();
        }
        int room = room((int) atMost(Buffers.USUAL));
        int to = inflated.reserve(room);
        int wrote = inflate(input, frame, inflated.array(), to, room);
        turnEnded = endsTurn();
        done = frame.rest() == 0 && !isInflating();
        boolean last = done && frame.isFinal();
        if (last) {
            inflater().finish();
            checkEnd();
        }
        return part(inflated.array(), to, wrote, last);
    }

    /** Before anything else, a cut character is completed. */
    private long atMost(long count) {
        return cutLength > 0 ? Math.min(count, utf8.missing()) : count;
    }

    /** Null if there is nothing to give. */
    private WebSocketPart part(byte[] bytes, int from, int length, boolean last) {
        byte[] shown = bytes;
        int begin = from;
        int count = length;
        if (isText && (cutLength > 0 || !utf8.isComplete())) {
            int kept = cutLength > 0 ? length : utf8.begun();
            count = length - kept;
            System.arraycopy(bytes, from + count, cut, cutLength, kept);
            cutLength += kept;
            if (utf8.isComplete()) {
                shown = cut;
                begin = 0;
                count = cutLength;
                cutLength = 0;
            }
        }
        if (count == 0 && !last) {
            return null;
        }
        boolean begins = first;
        first = false;
        return show(shown, begin, count, begins, last);
    }

    @Override
    boolean isFrameDone() {
        return done;
    }

    @Override
    void rest() {
        drop();
    }

    @Override
    void release() {
        super.release();
        drop();
    }

    private void drop() {
        if (inflated != null) {
            buffers().giveBack(inflated);
            inflated = null;
        }
    }
}
