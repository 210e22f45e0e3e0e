package dev.usher.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Checks the echoes of one connection. What equals a frame that was the right echo before is as good as that; each
 * other one is read, and inflated where it is compressed. Used by one thread.
 */
final class WebSocketAnswers implements Script.Answers {

    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final byte[] TAIL = {0, 0, -1, -1};

    private final byte[][] payloads;
    private final int opcode;
    private final byte[][] known;
    private byte[] window = new byte[32_768];
    private int limit;
    private int number;

    /**
     * Begins with the first message.
     *
     * @param payloads of the messages, which come one after the other, over and over
     * @param opcode of each
     * @param known a right echo of each, or null until one has come; shared with other connections
     */
    WebSocketAnswers(byte[][] payloads, int opcode, byte[][] known) {
        this.payloads = payloads;
        this.opcode = opcode;
        this.known = known;
    }

    @Override
    public int take(ByteBuffer in) throws IOException {
        int count = in.remaining();
        if (limit + count > window.length) {
            window = Arrays.copyOf(window, 2 * (limit + count));
        }
        in.get(window, limit, count);
        limit += count;
        int begin = 0;
        int whole = 0;
        for (int length = length(begin); length > 0; length = length(begin)) {
            begin += length;
            number = (number + 1) % payloads.length;
            whole++;
        }
        limit -= begin;
        System.arraycopy(window, begin, window, 0, limit);
        return whole;
    }

    /** The length of the echo that begins there, checked; 0 if it is not whole yet. */
    private int length(int begin) throws IOException {
        byte[] right = known[number];
        int have = limit - begin;
        if (right != null && have > 0) {
            int seen = Math.min(have, right.length);
            if (Arrays.equals(window, begin, begin + seen, right, 0, seen)) {
                return seen == right.length ? seen : 0;
            }
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int at = begin;
        boolean last = false;
        while (!last) { // servers may cut a message into frames, RFC 6455 §5.4
            int head = limit - at < 2 ? 0 : head(at);
            if (head == 0 || limit - at < head || limit - at < head + payload(at)) {
                return 0;
            }
            checkOpcode(begin, at);
            last = (window[at] & FINAL) != 0;
            message.write(window, at + head, (int) payload(at));
            if (message.size() > 2 * payloads[number].length + 100) {
                throw wrong(begin);
            }
            at += head + (int) payload(at);
        }
        byte[] payload = message.toByteArray();
        boolean compressed = (window[begin] & COMPRESSED) != 0;
        if (!Arrays.equals(compressed ? inflated(payload) : payload, payloads[number])) {
            throw wrong(begin);
        }
        known[number] = Arrays.copyOfRange(window, begin, at);
        return at - begin;
    }

    private void checkOpcode(int begin, int at) throws IOException {
        int mask = at == begin ? ~(FINAL | COMPRESSED) : ~FINAL;
        if ((window[at] & 0xFF & mask) != (at == begin ? opcode : 0)) {
            throw wrong(at);
        }
    }

    private int head(int begin) throws IOException {
        int size = window[begin + 1] & 0xFF;
        if (size > 127) {
            throw new IOException("the server masks its frames"); // RFC 6455 §5.1
        }
        return size < 126 ? 2 : size == 126 ? 4 : 10;
    }

    private long payload(int begin) {
        int size = window[begin + 1];
        ByteBuffer bytes = ByteBuffer.wrap(window);
        return size < 126 ? size : size == 126 ? bytes.getShort(begin + 2) & 0xFFFF : bytes.getLong(begin + 2);
    }

    private byte[] inflated(byte[] payload) throws IOException {
        Inflater inflater = new Inflater(true);
        byte[] bytes = Arrays.copyOf(payload, payload.length + TAIL.length);
        System.arraycopy(TAIL, 0, bytes, payload.length, TAIL.length);
        inflater.setInput(bytes);
        byte[] out = new byte[payloads[number].length + 1];
        try {
            return Arrays.copyOf(out, inflater.inflate(out));
        } catch (DataFormatException e) {
            throw new IOException("the echo of message " + number + " cannot be inflated", e);
        } finally {
            inflater.end();
        }
    }

    private IOException wrong(int begin) {
        String head = HexFormat.of().formatHex(window, begin, Math.min(limit, begin + 20));
        return new IOException("wrong echo of message " + number + " of a connection, which begins with " + head);
    }
}
