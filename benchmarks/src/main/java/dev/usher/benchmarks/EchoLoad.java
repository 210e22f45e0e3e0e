package dev.usher.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Loads a line echo server: some connections, each with a fixed number of 64-byte lines in flight. All lines differ
 * from their neighbours and every byte of every answer is compared, so lost, doubled, reordered or torn lines end the
 * run with an error. One thread; allocates nothing while it measures.
 */
final class EchoLoad implements AutoCloseable {

    static final int LINE = 64;
    /** What a connection sends is this many different lines, over and over. */
    private static final int LINES = 256;

    private static final int PERIOD = LINES * LINE;
    private static final long STALL_NS = Duration.ofSeconds(10).toNanos();

    /**
     * What a run measured.
     *
     * @param operations lines answered
     * @param seconds how long it measured
     * @param p50Us microseconds from sending a line to its answer, median
     * @param p99Us the same, 99th percentile
     * @param cpuUs microseconds of CPU that the server took per line; 0 if its process id was not given
     */
    record Result(long operations, double seconds, int p50Us, int p99Us, double cpuUs) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "ops %d seconds %.3f opsPerSecond %.0f p50us %d p99us %d cpuUsPerOp %.4f",
                    operations,
                    seconds,
                    operations / seconds,
                    p50Us,
                    p99Us,
                    cpuUs);
        }

        /** Reads what {@link #toString} wrote. */
        static Result parse(String line) {
            String[] words = line.split(" ");
            return new Result(
                    Long.parseLong(words[1]),
                    Double.parseDouble(words[3]),
                    Integer.parseInt(words[7]),
                    Integer.parseInt(words[9]),
                    Double.parseDouble(words[11]));
        }
    }

    private final Selector selector = Selector.open();
    /** Two periods, so that any piece shorter than one period lies in one run of bytes. */
    private final ByteBuffer pattern = ByteBuffer.allocateDirect(2 * PERIOD);

    private final ByteBuffer expected;
    private final ByteBuffer in = ByteBuffer.allocateDirect(PERIOD);
    private final Histogram histogram = new Histogram();
    private final Connection[] connections;
    private final int depth;
    private long answered;

    EchoLoad(int port, int connections, int depth) throws IOException {
        if (depth < 1 || depth > LINES) {
            throw new IllegalArgumentException("depth must be 1 to " + LINES + ", not " + depth);
        }
        this.depth = depth;
        for (int i = 0; i < 2 * LINES; i++) {
            pattern.put(line(i % LINES));
        }
        expected = pattern.duplicate();
        this.connections = new Connection[connections];
        for (int i = 0; i < connections; i++) {
            this.connections[i] = new Connection(connect(port));
        }
    }

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(
                arguments, "port", "0", "connections", "50", "depth", "1", "warmup", "3", "seconds", "5", "pid", "0");
        try (EchoLoad load =
                new EchoLoad(options.number("port"), options.number("connections"), options.number("depth"))) {
            System.out.println(load.run(options.number("warmup"), options.number("seconds"), options.wide("pid")));
        }
    }

    /** Runs once in a process of its own, on the core that no server has. */
    static Result fork(ServerProcess server, int connections, int depth, int warmupSeconds, int seconds)
            throws IOException, InterruptedException {
        List<String> arguments = List.of(
                "-cp",
                System.getProperty("java.class.path"),
                EchoLoad.class.getName(),
                "--port",
                "" + server.port(),
                "--pid",
                "" + server.pid(),
                "--connections",
                "" + connections,
                "--depth",
                "" + depth,
                "--warmup",
                "" + warmupSeconds,
                "--seconds",
                "" + seconds);
        Process process = Jvm.start(Jvm.LOAD_CORE, arguments);
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            if (process.waitFor() != 0 || line == null) {
                throw new IOException("the load failed with exit code " + process.exitValue());
            }
            return Result.parse(line);
        } finally {
            process.destroy();
        }
    }

    /** A line that differs from its neighbours in number and letters. */
    static byte[] line(int number) {
        StringBuilder text = new StringBuilder(String.format("%04d ", number));
        while (text.length() < LINE - 2) {
            text.append((char) ('!' + (number + text.length()) % 94));
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    static SocketChannel connect(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return channel;
    }

    /**
     * Runs once.
     *
     * @param warmupSeconds before measuring
     * @param seconds measured
     * @param serverPid process whose CPU time to divide by the lines, or 0
     */
    Result run(int warmupSeconds, int seconds, long serverPid) throws IOException {
        long now = System.nanoTime();
        for (Connection connection : connections) {
            connection.begin(now);
        }
        turn(now + Duration.ofSeconds(warmupSeconds).toNanos());
        histogram.clear();
        answered = 0;
        long cpuNs = serverPid == 0 ? 0 : ServerProcess.cpuNs(serverPid);
        long beginNs = System.nanoTime();
        turn(beginNs + Duration.ofSeconds(seconds).toNanos());
        long tookNs = System.nanoTime() - beginNs;
        cpuNs = serverPid == 0 ? 0 : ServerProcess.cpuNs(serverPid) - cpuNs;
        return new Result(
                answered,
                tookNs / 1e9,
                histogram.percentileUs(0.5),
                histogram.percentileUs(0.99),
                cpuNs / 1e3 / Math.max(answered, 1));
    }

    private void turn(long untilNs) throws IOException {
        long heardNs = System.nanoTime();
        for (long now = heardNs; now < untilNs; now = System.nanoTime()) {
            if (selector.select(this::ready, 100) > 0) {
                heardNs = now;
            } else if (now - heardNs > STALL_NS) {
                throw new IOException("no answer for 10 seconds");
            }
        }
    }

    private void ready(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isReadable()) {
                connection.receive();
            }
            connection.send(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }

    private final class Connection {

        private final SocketChannel channel;
        private final SelectionKey key;
        /** When each of the lines in flight was sent. */
        private final long[] sentAtNs = new long[depth];
        /** Bytes, counted from the begin of the connection. */
        private long sent;

        private long received;
        /** Bytes to send as far as the answers allow: those received as whole lines and {@code depth} lines more. */
        private long due;

        Connection(SocketChannel channel) throws IOException {
            this.channel = channel;
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void begin(long now) throws IOException {
            Arrays.fill(sentAtNs, now);
            due = (long) depth * LINE;
            send(key);
        }

        void receive() throws IOException {
            int count = channel.read(in.clear());
            if (count < 0) {
                throw new IOException("the server closed a connection");
            }
            int at = (int) (received % PERIOD);
            expected.limit(at + count).position(at);
            if (received + count > sent || !in.flip().equals(expected)) {
                throw new IOException("wrong answer after " + received + " bytes of a connection");
            }
            long line = received / LINE;
            received += count;
            long now = System.nanoTime();
            for (; line < received / LINE; line++) {
                int slot = (int) (line % depth);
                histogram.record(now - sentAtNs[slot]);
                sentAtNs[slot] = now;
                answered++;
            }
            due = (line + depth) * LINE;
        }

        void send(SelectionKey key) throws IOException {
            if (sent < due) {
                int at = (int) (sent % PERIOD);
                pattern.limit(at + (int) (due - sent)).position(at);
                sent += channel.write(pattern);
                key.interestOps(sent < due ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            }
        }
    }
}
