package dev.usher.benchmarks.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.usher.benchmarks.load.WebSocketScript;
import dev.usher.benchmarks.measure.Options;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The floor of WebSocket: answers the one handshake there is, takes masks away by eight bytes, checks nothing. One
 * thread.
 */
public final class RawNioWebSocketServer implements RawNioServer.Responder {

    private static final int MOST_OUT = RawNioServer.LONGEST + RawNioServer.READ_SIZE;

    /** To the key of {@link WebSocketScript}. */
    private static final byte[] GRANTED = ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
            .getBytes(US_ASCII);

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(arguments, "port", "0");
        new RawNioServer(options.number("port"), new RawNioWebSocketServer(), MOST_OUT).run();
    }

    @Override
    public int answer(byte[] window, int searched, int limit, ByteBuffer out) {
        int begin = 0;
        if (window[0] == 'G') {
            for (int i = 3; i < limit && begin == 0; i++) {
                if (window[i] == '\n' && window[i - 1] == '\r' && window[i - 2] == '\n') {
                    out.put(GRANTED);
                    begin = i + 1;
                }
            }
            return begin;
        }
        ByteBuffer bytes = ByteBuffer.wrap(window).order(ByteOrder.nativeOrder());
        while (limit - begin >= 8) {
            int length = window[begin + 1] & 0x7F;
            int head = 2;
            if (length == 126) {
                length = (window[begin + 2] & 0xFF) << 8 | window[begin + 3] & 0xFF;
                head = 4;
            } else if (length == 127) {
                if (limit - begin < 14) {
                    break;
                }
                length = (int) ByteBuffer.wrap(window).getLong(begin + 2);
                head = 10;
            }
            int at = begin + head + 4;
            if (limit - at < length) {
                break;
            }
            int key = bytes.getInt(at - 4);
            long wide = key & 0xFFFF_FFFFL | (long) key << 32;
            int i = at;
            for (; i + 8 <= at + length; i += 8) {
                bytes.putLong(i, bytes.getLong(i) ^ wide);
            }
            for (; i < at + length; i++) {
                window[i] ^= window[at - 4 + (i - at & 3)];
            }
            window[begin + 1] &= 0x7F;
            out.put(window, begin, head).put(window, at, length);
            begin = at + length;
        }
        return begin;
    }
}
