package dev.usher.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Messages of a WebSocket client, each in one frame with a mask of its own. The echoes are compared byte for byte,
 * heads and all.
 */
final class WebSocketScript implements Script {

    static final String SMALL = "websocket";
    static final String LARGE = "websocket-text";

    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int SMALL_LENGTH = 32;
    private static final int LARGE_LENGTH = 64_000;

    private static final byte[] OPENING = ("GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final int opcode;
    private final int length;
    private final byte[][] frames = new byte[REQUESTS][]; // the echoes, which all connections expect

    WebSocketScript(String name) {
        opcode = name.equals(SMALL) ? BINARY : TEXT;
        length = name.equals(SMALL) ? SMALL_LENGTH : LARGE_LENGTH;
        for (int i = 0; i < REQUESTS; i++) {
            frames[i] = frame(i, false);
        }
    }

    @Override
    public byte[] opening() {
        return OPENING;
    }

    @Override
    public byte[] request(int number) {
        return frame(number, true);
    }

    /** What comes back. */
    byte[] answer(int number) {
        return frames[number];
    }

    private byte[] frame(int number, boolean masked) {
        ByteBuffer frame = ByteBuffer.allocate(length + 8);
        int mask = masked ? 0x80 : 0;
        frame.put((byte) opcode);
        if (length < 126) {
            frame.put((byte) (mask | length));
        } else {
            frame.put((byte) (mask | 126)).putShort((short) length);
        }
        int key = masked ? 0x9E37_79B9 * (number + 1) : 0;
        if (masked) {
            frame.putInt(key);
        }
        for (int i = 0; i < length; i++) {
            frame.put((byte) (' ' + (number + i) % 95 ^ key >>> 24 - 8 * (i & 3)));
        }
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    @Override
    public Answers answers() {
        return new Echoes();
    }

    private final class Echoes implements Answers {

        private final ByteBuffer[] expected = new ByteBuffer[REQUESTS];
        private int number;

        Echoes() {
            for (int i = 0; i < REQUESTS; i++) {
                expected[i] = ByteBuffer.wrap(frames[i]);
            }
        }

        @Override
        public int take(ByteBuffer in) throws IOException {
            int whole = 0;
            while (in.hasRemaining()) {
                ByteBuffer answer = expected[number];
                int limit = in.limit();
                int count = Math.min(in.remaining(), answer.remaining());
                in.limit(in.position() + count);
                int end = answer.limit();
                answer.limit(answer.position() + count);
                if (!in.equals(answer)) {
                    throw new IOException("wrong echo of message " + number + " of a connection");
                }
                in.position(in.limit()).limit(limit);
                answer.position(answer.limit()).limit(end);
                if (!answer.hasRemaining()) {
                    answer.rewind();
                    number = (number + 1) % REQUESTS;
                    whole++;
                }
            }
            return whole;
        }
    }
}
