package dev.usher.filters.websocket;

import dev.usher.filter.Input;

/** Makes messages of the payload of data frames. Belongs to one reader. */
abstract class MessageReader {
    private static final int SMALL = 65_536; // too few bytes to be a bomb
    private static final int TURN = 262_144; // bytes to inflate while others wait

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

    // Of what is compressed: bytes in the window that are unmasked, and whether the inflater may have more to give.
    private int ready;
    private boolean pending;
    private int turn; // bytes inflated in this one

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

    /** Whether it needs no more bytes to go on, but lets others have their turn. */
    final boolean wantsTurn() {
        return pending;
    }

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

    /** Unmasks what has come of a compressed frame, where it stays until the inflater takes it. */
    final void unmask(Input input, FrameHeader frame) {
        byte[] bytes = input.array();
        int at = input.position() + ready;
        int fresh = (int) Math.min(frame.rest(), input.remaining()) - ready;
        Mask.apply(frame.key(), bytes, at, bytes, at, fresh);
        frame.unmasked(fresh);
        ready += fresh;
        pending |= ready > 0;
    }

    /**
     * Inflates what is unmasked until the room is full. One byte more than the limit may come out, and is refused: room
     * for more is never needed.
     *
     * @return bytes written
     */
    final int inflate(Input input, FrameHeader frame, byte[] to, int at, int room) {
        int wrote = inflater.inflate(input.array(), input.position(), ready, to, at, room);
        int used = inflater.consumed();
        input.skip(used);
        frame.took(used);
        ready -= used;
        pending = wrote == room || ready > 0;
        turn += wrote;
        inflated(to, at, wrote);
        return wrote;
    }

    /** Whether the inflater has bytes to take, or perhaps to give. */
    final boolean isInflating() {
        return pending;
    }

    /** Whether others shall have their turn now. */
    final boolean endsTurn() {
        boolean ends = turn >= TURN;
        if (ends) {
            turn = 0;
        }
        return ends;
    }

    /** How much to inflate at once. */
    final int room(int convenient) {
        return (int) Math.min(Math.min(most - total + 1, TURN - turn), convenient);
    }

    /**
     * Counts bytes that were inflated, and refuses those that are no UTF-8, then those that are too many, then what
     * cannot be inflated: in their order, wherever it was cut.
     */
    private void inflated(byte[] bytes, int from, int count) {
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
