package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The floor of the echo: finds line ends and answers each line with CRLF, as the other servers do. One thread. */
public final class RawNioEchoServer implements RawNioServer.Responder {

    /** A window of bare line ends doubles. */
    private static final int MOST_OUT = 2 * (RawNioServer.LONGEST + RawNioServer.READ_SIZE);

    private final byte[] answer = new byte[MOST_OUT];

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(arguments, "port", "0");
        new RawNioServer(options.number("port"), new RawNioEchoServer(), MOST_OUT).run();
    }

    @Override
    public int answer(byte[] window, int searched, int limit, ByteBuffer out) {
        int length = 0;
        int begin = 0;
        for (int i = searched; i < limit; i++) {
            if (window[i] == '\n') {
                int end = i > begin && window[i - 1] == '\r' ? i - 1 : i;
                System.arraycopy(window, begin, answer, length, end - begin);
                length += end - begin;
                answer[length++] = '\r';
                answer[length++] = '\n';
                begin = i + 1;
            }
        }
        out.put(answer, 0, length);
        return begin;
    }
}
