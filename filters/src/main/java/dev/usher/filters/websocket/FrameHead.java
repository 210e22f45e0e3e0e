package dev.usher.filters.websocket;

/** Writes the header of a frame, up to its key (RFC 6455 §5.2). Stateless. */
final class FrameHead {
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int MASKED = 0x80;
    private static final int MOST_OF_SEVEN_BITS = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int MOST_OF_TWO_BYTES = 0xFFFF;

    private FrameHead() {}

    /** Bytes of the header of a payload of this length, without a key. */
    static int length(int payload) {
        return payload <= MOST_OF_SEVEN_BITS ? 2 : payload <= MOST_OF_TWO_BYTES ? 4 : 10;
    }

    /** Answers the index behind it. */
    static int put(byte[] to, int at, boolean fin, boolean rsv1, int opcode, boolean masked, int payload) {
        int mask = masked ? MASKED : 0;
        to[at] = (byte) ((fin ? FIN : 0) | (rsv1 ? RSV1 : 0) | opcode);
        if (payload <= MOST_OF_SEVEN_BITS) {
            to[at + 1] = (byte) (mask | payload);
            return at + 2;
        }
        boolean two = payload <= MOST_OF_TWO_BYTES;
        to[at + 1] = (byte) (mask | (two ? TWO_BYTES : EIGHT_BYTES));
        int count = two ? 2 : Long.BYTES;
        for (int i = 0; i < count; i++) {
            to[at + 2 + i] = (byte) ((long) payload >>> 8 * (count - 1 - i));
        }
        return at + 2 + count;
    }
}
