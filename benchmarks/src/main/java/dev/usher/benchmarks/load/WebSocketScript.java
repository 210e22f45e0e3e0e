package dev.usher.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/**
 * Messages of a WebSocket client, each in one frame with a mask of its own: {@code websocket-32} binary ones of 32
 * bytes, {@code websocket-1k} and {@code websocket-64k} texts. The echoes are compared byte for byte, heads and all;
 * with {@code -deflate} behind the name they are inflated before.
 */
public final class WebSocketScript implements Script {

    /** To whom a server sends a message: back to whom it came from, or to all. */
    public static final String ONE = "one";

    public static final String ALL = "all";

    public static final String PREFIX = "websocket-";
    public static final String DEFLATE = "-deflate";
    public static final String SMALL = PREFIX + "32";
    public static final String LARGE = PREFIX + "64k";
    /** The names without {@link #DEFLATE}. */
    public static final List<String> SIZES = List.of(SMALL, PREFIX + "1k", LARGE);

    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int COMPRESSED = 0x40;
    private static final int[] LENGTHS = {32, 1_024, 65_536};
    private static final String[] WORDS =
            "session kernel event post yield call alarm delay wheel filter driver select read write close of to and the"
                    .split(" ");

    private static final String OPENING = "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    /** No context is taken over, so that every message can be made before and each echo be read by itself. */
    private static final String EXTENSION = "Sec-WebSocket-Extensions: permessage-deflate;"
            + " server_no_context_takeover; client_no_context_takeover\r\n";

    private final boolean deflate;
    private final int opcode;
    private final int length;
    private final byte[][] payloads = new byte[REQUESTS][];
    /** The right echoes that are known: once for all connections, each of which gets the same. */
    private final byte[][] known = new byte[REQUESTS][];

    /** @throws IllegalArgumentException if there is none of this name */
    public WebSocketScript(String name) {
        deflate = name.endsWith(DEFLATE);
        int size = SIZES.indexOf(deflate ? name.substring(0, name.length() - DEFLATE.length()) : name);
        if (size < 0) {
            throw new IllegalArgumentException("no script " + name);
        }
        length = LENGTHS[size];
        opcode = size == 0 ? BINARY : TEXT;
        for (int i = 0; i < REQUESTS; i++) {
            payloads[i] = words(i);
        }
    }

    private byte[] words(int number) {
        SplittableRandom random = new SplittableRandom(number);
        StringBuilder text = new StringBuilder(length + 16).append(String.format("%03d", number));
        while (text.length() < length) {
            text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), length);
    }

    @Override
    public byte[] opening() {
        return (OPENING + (deflate ? EXTENSION : "") + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void checkOpened(String head) throws IOException {
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("a connection was not opened: " + head);
        }
        if (deflate != head.toLowerCase(Locale.ROOT).contains("permessage-deflate")) {
            throw new IOException(
                    (deflate ? "the server does not compress: " : "the server compresses unasked: ") + head);
        }
    }

    @Override
    public byte[] request(int number) {
        return deflate
                ? frame(opcode | COMPRESSED, deflated(payloads[number]), number)
                : frame(opcode, payloads[number], number);
    }

    /** What comes back if it is not compressed. */
    public byte[] answer(int number) {
        return frame(opcode, payloads[number], -1);
    }

    /** @param number of the mask, or -1 for none */
    private static byte[] frame(int first, byte[] payload, int number) {
        int mask = number < 0 ? 0 : 0x80;
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (mask | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (mask | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (mask | 127)).putLong(payload.length);
        }
        int key = number < 0 ? 0 : 0x9E37_79B9 * (number + 1);
        if (number >= 0) {
            frame.putInt(key);
        }
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ key >>> 24 - 8 * (i & 3)));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /** RFC 7692 §7.2.1: without the four bytes that end a flush. */
    private static byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(payload);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        int count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        while (count > 0) {
            out.write(buffer, 0, count);
            count = count < buffer.length ? 0 : deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        }
        deflater.end();
        return Arrays.copyOf(out.toByteArray(), out.size() - 4);
    }

    @Override
    public Answers answers() {
        return new WebSocketAnswers(payloads, opcode & 0xF, known);
    }
}
