package dev.usher.filters.websocket;

import dev.usher.filter.Input;

/**
 * Parses the header of one frame after another (RFC 6455 §5.2), taking its bytes as they come, and refuses at the first
 * byte that is wrong. Belongs to one reader.
 *
 * <pre>
 * FIRST ---> SECOND ---> (LENGTH) ---> (KEY) ---> complete ---> FIRST ...
 * </pre>
 */
final class FrameHeader {
    private enum State {
        FIRST,
        SECOND,
        LENGTH,
        KEY
    }

    static final int MOST_CONTROL = 125;

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int RSV2_AND_3 = 0x30;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int MOST_OF_TWO_BYTES = 0xFFFF;

    private final boolean masked;
    private final boolean deflates;

    private State state = State.FIRST;
    private boolean open; // a message has begun and not ended: what follows continues it
    private int missing; // bytes of the length or the key
    private int least; // the length that has no shorter form

    private int opcode;
    private boolean fin;
    private boolean rsv1;
    private long length;
    private int key;

    FrameHeader(boolean masked, boolean deflates) {
        this.masked = masked;
        this.deflates = deflates;
    }

    static int checkControl(int length) {
        if (length > MOST_CONTROL) {
            throw Fault.ours(
                    "a control frame carries " + MOST_CONTROL + " bytes at most, not " + length + " (RFC 6455 §5.5)");
        }
        return length;
    }

    int opcode() {
        return opcode;
    }

    boolean isControl() {
        return Opcode.isControl(opcode);
    }

    /** Whether its message ends with this frame. */
    boolean isFinal() {
        return fin;
    }

    /** Whether its message begins with this frame. */
    boolean isFirst() {
        return opcode != Opcode.CONTINUATION;
    }

    boolean isDeflated() {
        return rsv1;
    }

    /** Bytes of payload not yet taken. */
    long rest() {
        return length;
    }

    /** The key for the bytes of payload not yet unmasked. */
    int key() {
        return key;
    }

    /** Whether a message has begun and not ended. */
    boolean isInsideMessage() {
        return open;
    }

    /** Whether a header has begun and not ended. */
    boolean isInside() {
        return state != State.FIRST;
    }

    void took(int count) {
        length -= count;
    }

    void unmasked(int count) {
        key = Mask.rotate(key, count);
    }

    /** Takes what has come of a header; answers whether it is complete. */
    boolean read(Input input) {
        byte[] bytes = input.array();
        int from = input.position();
        int to = input.limit();
        int i = from;
        boolean complete = false;
        while (i < to && !complete) {
            byte b = bytes[i++];
            complete = switch (state) {
                case FIRST -> first(b);
                case SECOND -> second(b);
                case LENGTH -> length(b);
                case KEY -> key(b);
            };
        }
        input.skip(i - from);
        return complete;
    }

    private boolean first(byte b) {
        if ((b & RSV2_AND_3) != 0) {
            throw Fault.broken("reserved bits that no extension gave a meaning to (RFC 6455 §5.2)");
        }
        opcode = b & 0xF;
        fin = (b & FIN) != 0;
        rsv1 = (b & RSV1) != 0;
        if (Opcode.isReserved(opcode)) {
            throw Fault.broken("opcode " + opcode + ", which is reserved (RFC 6455 §5.2)");
        }
        if (rsv1 && !(deflates && (opcode == Opcode.TEXT || opcode == Opcode.BINARY))) {
            throw Fault.broken(
                    deflates
                            ? "RSV1 on a frame that begins no message (RFC 7692 §6)"
                            : "RSV1 without an agreement on compression (RFC 6455 §5.2)");
        }
        if (isControl()) {
            if (!fin) {
                throw Fault.broken("a control frame in fragments (RFC 6455 §5.5)");
            }
        } else {
            if (isFirst() == open) {
                throw Fault.broken(
                        open
                                ? "a message inside a message (RFC 6455 §5.4)"
                                : "a continuation of no message (RFC 6455 §5.4)");
            }
            open = !fin;
        }
        state = State.SECOND;
        return false;
    }

    private boolean second(byte b) {
        if ((b & MASKED) != 0 != masked) {
            throw Fault.broken(
                    masked
                            ? "a frame without a mask, from a client (RFC 6455 §5.1)"
                            : "a frame with a mask, from a server (RFC 6455 §5.1)");
        }
        int seven = b & 0x7F;
        if (isControl()) {
            if (seven > MOST_CONTROL) {
                throw Fault.broken("a control frame of more than 125 bytes (RFC 6455 §5.5)");
            }
            if (opcode == Opcode.CLOSE && seven == 1) {
                throw Fault.broken("a close frame with half of a code (RFC 6455 §5.5.1)");
            }
        }
        length = seven;
        if (seven < TWO_BYTES) {
            return endLength();
        }
        length = 0;
        missing = seven == TWO_BYTES ? 2 : Long.BYTES;
        least = seven == TWO_BYTES ? TWO_BYTES : MOST_OF_TWO_BYTES + 1;
        state = State.LENGTH;
        return false;
    }

    private boolean length(byte b) {
        if (missing == Long.BYTES && b < 0) {
            throw Fault.broken("a length of 64 bits, of which the first must be 0 (RFC 6455 §5.2)");
        }
        length = length << 8 | b & 0xFF;
        missing--;
        if (missing > 0) {
            return false;
        }
        if (length < least) {
            throw Fault.broken("length " + length + " in more bytes than it needs (RFC 6455 §5.2)");
        }
        return endLength();
    }

    private boolean endLength() {
        missing = Integer.BYTES;
        state = masked ? State.KEY : State.FIRST;
        return !masked;
    }

    private boolean key(byte b) {
        key = key >>> 8 | b << 24;
        missing--;
        if (missing > 0) {
            return false;
        }
        state = State.FIRST;
        return true;
    }
}
