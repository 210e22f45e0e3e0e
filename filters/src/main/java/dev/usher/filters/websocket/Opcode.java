package dev.usher.filters.websocket;

/** What a frame is (RFC 6455 §5.2). Stateless. */
final class Opcode {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private Opcode() {}

    static boolean isControl(int opcode) {
        return opcode >= CLOSE;
    }

    static boolean isReserved(int opcode) {
        return opcode > PONG || opcode > BINARY && opcode < CLOSE;
    }
}
