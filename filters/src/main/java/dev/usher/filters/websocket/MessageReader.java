package dev.usher.filters.websocket;

import dev.usher.filter.Input;

/** Makes messages of the payload of data frames. Belongs to one reader. */
abstract class MessageReader {
    private static final int SMALL = 65_536; // too few bytes to be a bomb

    final Utf8Check utf8 = new Utf8Check();
    final Text text = new Text();
    final Binary binary = new Binary();

    private final MessageInflater inflater; // null if nothing is compressed
    private Buffers buffers; // of this thread, once one was needed

    boolean isText;
    boolean isDeflated;
    long total; // bytes of the message so far
    long most; // and how many there may be
    int ratio; // and how many of each compressed byte

    MessageReader(MessageInflater inflater) {
        this.inflater = inflater;
    }

    /** The header of a data frame was read. */
    void begin(FrameHeader header, long limit) {
        most = limit;
        if (header.isFirst()) {
            isText = header.opcode() == Opcode.TEXT;
            isDeflated = header.isDeflated();
            total = 0;
            utf8.reset();
            if (isDeflated) {
                inflater.begin();
            }
        }
        if (!isDeflated) {
            if (header.rest() > most - total) {
                throw tooLong();
            }
            total += header.rest();
        }
    }

    /** Takes payload of the frame and answers a part, or null: the frame is done, or more bytes are needed. */
    abstract WebSocketPart next(Input input, FrameHeader frame);

    /** Whether all of the frame has been taken and given. */
    abstract boolean isFrameDone();

    /** Nothing more has come for now, outside a frame. */
    abstract void rest();

    final Buffers buffers() {
        if (buffers == null) {
            buffers = Buffers.ofThisThread();
        }
        return buffers;
    }

    /** Nothing more will be read. */
    void release() {
        if (inflater != null) {
            inflater.release();
        }
    }

    final MessageInflater inflater() {
        return inflater;
    }

    final WebSocketException tooLong() {
        return Fault.beyond("a message is longer", most, "message");
    }

    /**
     * Counts bytes that were inflated, and refuses those that are no UTF-8, then those that are too many, then what
     * cannot be inflated: in their order, wherever it was cut.
     */
    final void inflated(byte[] bytes, int from, int count) {
        int allowed = (int) Math.min(count, most - total);
        if (isText) {
            check(bytes, from, from + allowed);
        }
        if (count > allowed) {
            throw tooLong();
        }
        total += count;
        if (total > SMALL && total / ratio > inflater.taken()) {
            throw Fault.beyond("a message is compressed further", ratio, "ratio");
        }
        inflater.check();
    }

    final void check(byte[] bytes, int from, int to) {
        if (!utf8.accepts(bytes, from, to)) {
            throw Fault.invalid("a text that is no UTF-8 (RFC 6455 §8.1)");
        }
    }

    final void checkEnd() {
        if (isText && !utf8.isComplete()) {
            throw Fault.invalid("a text that ends inside a character (RFC 6455 §8.1)");
        }
    }

    final WebSocketPart show(byte[] bytes, int from, int length, boolean first, boolean last) {
        if (isText) {
            text.given(bytes, from, length, first, last);
            return text;
        }
        binary.show(bytes, from, length, first, last);
        return binary;
    }
}
