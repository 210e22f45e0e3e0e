package dev.usher.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lines of 64 bytes or of another length, which an echo answers by themselves. All lines differ from their neighbours
 * and every byte of every answer is compared, so lost, doubled, reordered or torn lines are errors.
 */
public final class EchoScript implements Script {

    public static final String NAME = "echo";
    public static final String LONG = "echo-1k";
    /** Rather a block than a line, but one that ends as a line does. */
    public static final String LARGE = "echo-1m";

    public static final int LINE = 64;

    /** So many bytes of different lines are enough. */
    private static final int MOST = 1 << 22;

    private final int length;
    private final byte[][] lines;
    private final int period;

    /** Two periods, so that any piece not longer than one lies in one run of bytes. */
    private final ByteBuffer expected;

    EchoScript(String name) {
        length = switch (name) {
            case LONG -> 1 << 10;
            case LARGE -> 1 << 20;
            default -> LINE;
        };
        lines = new byte[Math.min(REQUESTS, MOST / length)][];
        Arrays.setAll(lines, number -> line(number, length));
        period = lines.length * length;
        expected = ByteBuffer.allocateDirect(2 * period);
        for (int i = 0; i < 2 * lines.length; i++) {
            expected.put(lines[i % lines.length]);
        }
    }

    /** A line of 64 bytes that differs from its neighbours in number and letters. */
    public static byte[] line(int number) {
        return line(number, LINE);
    }

    private static byte[] line(int number, int length) {
        StringBuilder text = new StringBuilder(String.format("%04d ", number));
        while (text.length() < length - 2) {
            text.append((char) ('!' + (number + text.length()) % 94));
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int requests() {
        return lines.length;
    }

    @Override
    public byte[] request(int number) {
        return lines[number];
    }

    @Override
    public Answers answers() {
        return new Echoes();
    }

    private final class Echoes implements Answers {

        private long received;

        @Override
        public int take(ByteBuffer in) throws IOException {
            int taken = in.remaining();
            int at = (int) (received % period);
            expected.limit(at + taken).position(at);
            if (!in.equals(expected)) {
                throw new IOException("wrong answer after " + received + " bytes of a connection");
            }
            in.position(in.limit());
            long lines = received / length;
            received += taken;
            return (int) (received / length - lines);
        }
    }
}
