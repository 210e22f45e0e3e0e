package dev.usher.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Lines of 64 bytes, which an echo answers by themselves. All lines differ from their neighbours and every byte of
 * every answer is compared, so lost, doubled, reordered or torn lines are errors.
 */
public final class EchoScript implements Script {

    public static final String NAME = "echo";
    public static final int LINE = 64;

    private static final int PERIOD = REQUESTS * LINE;

    /** Two periods, so that any piece not longer than one lies in one run of bytes. */
    private final ByteBuffer expected = ByteBuffer.allocateDirect(2 * PERIOD);

    EchoScript() {
        for (int i = 0; i < 2 * REQUESTS; i++) {
            expected.put(line(i % REQUESTS));
        }
    }

    /** A line that differs from its neighbours in number and letters. */
    public static byte[] line(int number) {
        StringBuilder text = new StringBuilder(String.format("%04d ", number));
        while (text.length() < LINE - 2) {
            text.append((char) ('!' + (number + text.length()) % 94));
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] request(int number) {
        return line(number);
    }

    @Override
    public Answers answers() {
        return new Echoes();
    }

    private final class Echoes implements Answers {

        private long received;

        @Override
        public int take(ByteBuffer in) throws IOException {
            int count = in.remaining();
            int at = (int) (received % PERIOD);
            expected.limit(at + count).position(at);
            if (!in.equals(expected)) {
                throw new IOException("wrong answer after " + received + " bytes of a connection");
            }
            long lines = received / LINE;
            received += count;
            return (int) (received / LINE - lines);
        }
    }
}
