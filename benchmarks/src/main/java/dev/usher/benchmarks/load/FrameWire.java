package dev.usher.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** Texts as WebSocket messages, each in a frame of its own; pings are answered. Used by one thread. */
public final class FrameWire extends Wire {

    private static final byte[] OPENING = ("GET /cometd HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
            .getBytes(ISO_8859_1);
    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;

    public FrameWire(int port) throws IOException {
        this(Load.connect(port));
    }

    private FrameWire(SocketChannel channel) throws IOException {
        super(channel);
        String head = Load.head(channel, OPENING);
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("a connection was not opened: " + head);
        }
    }

    @Override
    Wire beside(int port) {
        return this;
    }

    @Override
    void send(String text) throws IOException {
        write(frame(TEXT, text.getBytes(ISO_8859_1)));
    }

    /** Masked by zeros, which RFC 6455 §5.3 forbids to programs that others can tell what to send. */
    private static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    @Override
    String next() throws IOException {
        while (limit >= 2) {
            int size = window[1] & 0xFF;
            int head = size < 126 ? 2 : size == 126 ? 4 : 10;
            if (limit < head) {
                return null;
            }
            ByteBuffer bytes = ByteBuffer.wrap(window);
            long length = size < 126 ? size : size == 126 ? bytes.getShort(2) & 0xFFFF : bytes.getLong(2);
            if (limit < head + length) {
                return null;
            }
            int first = window[0] & 0xFF;
            byte[] payload = Arrays.copyOfRange(window, head, head + (int) length);
            taken(head + payload.length);
            if (first == TEXT) {
                return new String(payload, ISO_8859_1);
            }
            if (first != PING) {
                throw new IOException("the server sent a frame that begins with 0x" + Integer.toHexString(first));
            }
            write(frame(PONG, payload));
        }
        return null;
    }
}
