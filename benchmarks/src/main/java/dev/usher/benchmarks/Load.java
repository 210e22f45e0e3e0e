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
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Loads a server: some connections, each with a fixed number of requests in flight, as a {@link Script} says them.
 * Every answer is checked, and a wrong one ends the run with an error. One thread; allocates nothing while it measures,
 * as far as the script does not.
 */
final class Load implements AutoCloseable {

    private static final long STALL_NS = Duration.ofSeconds(10).toNanos();
    private static final int PATIENCE = 5;
    private static final int READ_SIZE = 16_384;

    /**
     * What a run measured.
     *
     * @param operations requests answered
     * @param seconds how long it measured
     * @param p50Us microseconds from sending a request to its answer, median
     * @param p99Us the same, 99th percentile
     * @param cpuUs microseconds of CPU that the server took per request; 0 if its process id was not given
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
    private final int length;
    private final int period;
    /** Two periods, so that any piece shorter than one period lies in one run of bytes. */
    private final ByteBuffer pattern;

    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_SIZE);
    private final Histogram histogram = new Histogram();
    private final Connection[] connections;
    private final int depth;
    private long answered;

    Load(Script script, int port, int connections, int depth) throws IOException {
        if (depth < 1 || depth > Script.REQUESTS) {
            throw new IllegalArgumentException("depth must be 1 to " + Script.REQUESTS + ", not " + depth);
        }
        this.depth = depth;
        length = script.request(0).length;
        period = Script.REQUESTS * length;
        pattern = ByteBuffer.allocateDirect(2 * period);
        for (int i = 0; i < 2 * Script.REQUESTS; i++) {
            pattern.put(script.request(i % Script.REQUESTS));
        }
        this.connections = new Connection[connections];
        for (int i = 0; i < connections; i++) {
            this.connections[i] = new Connection(opened(connect(port), script.opening()), script.answers());
        }
    }

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(
                arguments,
                "script",
                "echo",
                "port",
                "0",
                "connections",
                "50",
                "depth",
                "1",
                "warmup",
                "3",
                "seconds",
                "5",
                "pid",
                "0");
        Script script = Script.named(options.text("script"));
        try (Load load =
                new Load(script, options.number("port"), options.number("connections"), options.number("depth"))) {
            System.out.println(load.run(options.number("warmup"), options.number("seconds"), options.wide("pid")));
        }
    }

    /** Runs once in a process of its own, on the core that no server has. */
    static Result fork(String script, ServerProcess server, int connections, int depth, int warmupSeconds, int seconds)
            throws IOException, InterruptedException {
        List<String> arguments = List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Load.class.getName(),
                "--script",
                script,
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

    /** Has what a connection begins with behind it. */
    private static SocketChannel opened(SocketChannel channel, byte[] opening) throws IOException {
        if (opening.length > 0) {
            channel.write(ByteBuffer.wrap(opening));
            StringBuilder head = new StringBuilder();
            ByteBuffer one = ByteBuffer.allocate(1); // what follows the head is not to be read here
            while (head.indexOf("\r\n\r\n") < 0) {
                if (channel.read(one.clear()) < 0) {
                    throw new IOException("the server closed a connection that was opening: " + head);
                }
                head.append((char) one.get(0));
            }
            if (!head.toString().startsWith("HTTP/1.1 101 ")) {
                throw new IOException("a connection was not opened: " + head);
            }
        }
        return channel;
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
     * @param warmupSeconds before measuring, of the server's CPU time if its process id is given
     * @param seconds measured
     * @param serverPid process whose CPU time to divide by the requests, or 0
     */
    Result run(int warmupSeconds, int seconds, long serverPid) throws IOException {
        begin();
        warmUp(Duration.ofSeconds(warmupSeconds).toNanos(), serverPid);
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

    /** Asks as many times as there are connections, once in each, with all that may be in flight. */
    long answersOfOneTurn() throws IOException {
        begin();
        while (answered < (long) connections.length * depth) {
            if (selector.select(this::ready, STALL_NS / 1_000_000) == 0) {
                throw new IOException("no answer for 10 seconds");
            }
        }
        return answered;
    }

    private void begin() throws IOException {
        long now = System.nanoTime();
        for (Connection connection : connections) {
            connection.begin(now);
        }
    }

    /** On a crowded core a server gets but a part of the time, and would be measured while it is still compiled. */
    private void warmUp(long ns, long serverPid) throws IOException {
        long begin = System.nanoTime();
        turn(begin + ns);
        if (serverPid != 0) {
            while (ServerProcess.cpuNs(serverPid) < ns && System.nanoTime() - begin < PATIENCE * ns) {
                turn(System.nanoTime() + ns / PATIENCE);
            }
        }
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
        private final Script.Answers answers;
        private final SelectionKey key;
        /** When each of the requests in flight was sent. */
        private final long[] sentAtNs = new long[depth];
        /** Bytes, counted from the begin of the connection. */
        private long sent;
        /** Requests, likewise. */
        private long done;
        /** Bytes to send as far as the answers allow: those of what is answered and of {@code depth} requests more. */
        private long due;

        Connection(SocketChannel channel, Script.Answers answers) throws IOException {
            this.channel = channel;
            this.answers = answers;
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void begin(long now) throws IOException {
            Arrays.fill(sentAtNs, now);
            due = (long) depth * length;
            send(key);
        }

        void receive() throws IOException {
            if (channel.read(in.clear()) < 0) {
                throw new IOException("the server closed a connection");
            }
            long whole = done + answers.take(in.flip());
            if (whole > sent / length) {
                throw new IOException("more answers than requests");
            }
            long now = System.nanoTime();
            for (; done < whole; done++) {
                int slot = (int) (done % depth);
                histogram.record(now - sentAtNs[slot]);
                sentAtNs[slot] = now;
                answered++;
            }
            due = (done + depth) * length;
        }

        void send(SelectionKey key) throws IOException {
            if (sent < due) {
                int at = (int) (sent % period);
                pattern.limit(at + (int) (due - sent)).position(at);
                sent += channel.write(pattern);
                key.interestOps(sent < due ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            }
        }
    }
}
