package dev.usher.benchmarks.load;

import dev.usher.benchmarks.measure.Account;
import dev.usher.benchmarks.measure.Histogram;
import dev.usher.benchmarks.measure.Options;
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

/**
 * Loads a server: some connections, each with a fixed number of requests in flight, as a {@link Script} says them.
 * Every answer is checked, and a wrong one ends the run with an error. One thread; allocates nothing while it measures,
 * as far as the script does not.
 */
public final class Load implements AutoCloseable {

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
     * @param p999Us the same, 99.9th percentile
     * @param cpuUs microseconds of CPU that the server took per request; 0 if its process id was not given
     */
    public record Result(long operations, double seconds, double p50Us, double p99Us, double p999Us, double cpuUs) {

        @Override
        public String toString() {
            return operations + " " + seconds + " " + p50Us + " " + p99Us + " " + p999Us + " " + cpuUs;
        }

        /** Reads what {@link #toString} wrote. */
        public static Result parse(String line) {
            String[] words = line.split(" ");
            return new Result(
                    Long.parseLong(words[0]),
                    Double.parseDouble(words[1]),
                    Double.parseDouble(words[2]),
                    Double.parseDouble(words[3]),
                    Double.parseDouble(words[4]),
                    Double.parseDouble(words[5]));
        }
    }

    private final Selector selector = Selector.open();
    /** Bytes of all requests, and of those before each of them. */
    private final int period;

    private final int[] begins = new int[Script.REQUESTS];
    /** Two periods, so that any piece shorter than one period lies in one run of bytes. */
    private final ByteBuffer pattern;

    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_SIZE);
    private final Histogram histogram = new Histogram();
    private final Connection[] connections;
    private final int depth;
    private long answered;

    public Load(Script script, int port, int connections, int depth) throws IOException {
        if (depth < 1 || depth > Script.REQUESTS) {
            throw new IllegalArgumentException("depth must be 1 to " + Script.REQUESTS + ", not " + depth);
        }
        this.depth = depth;
        byte[][] requests = new byte[Script.REQUESTS][];
        int bytes = 0;
        for (int i = 0; i < requests.length; i++) {
            requests[i] = script.request(i);
            begins[i] = bytes;
            bytes += requests[i].length;
        }
        period = bytes;
        pattern = ByteBuffer.allocateDirect(2 * period);
        for (int i = 0; i < 2 * requests.length; i++) {
            pattern.put(requests[i % requests.length]);
        }
        this.connections = new Connection[connections];
        for (int i = 0; i < connections; i++) {
            this.connections[i] = new Connection(opened(port, script), script.answers());
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
            System.in.read(); // until whoever started us has seen what the open connections cost
        }
    }

    /** @return a connection that has behind it what a script begins with */
    public static SocketChannel opened(int port, Script script) throws IOException {
        SocketChannel channel = connect(port);
        byte[] opening = script.opening();
        if (opening.length > 0) {
            script.checkOpened(head(channel, opening));
        }
        return channel;
    }

    /** Says something that is answered by a head of HTTP, and reads that and nothing behind it. */
    public static String head(SocketChannel channel, byte[] request) throws IOException {
        channel.write(ByteBuffer.wrap(request));
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0) {
            if (channel.read(one.clear()) < 0) {
                throw new IOException("the server closed a connection that was opening: " + head);
            }
            head.append((char) one.get(0));
        }
        return head.toString();
    }

    public static SocketChannel connect(int port) throws IOException {
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
        long cpuNs = serverPid == 0 ? 0 : Account.cpuNs(serverPid);
        long beginNs = System.nanoTime();
        turn(beginNs + Duration.ofSeconds(seconds).toNanos());
        long tookNs = System.nanoTime() - beginNs;
        cpuNs = serverPid == 0 ? 0 : Account.cpuNs(serverPid) - cpuNs;
        return new Result(
                answered,
                tookNs / 1e9,
                histogram.percentileUs(0.5),
                histogram.percentileUs(0.99),
                histogram.percentileUs(0.999),
                cpuNs / 1e3 / Math.max(answered, 1));
    }

    /** Asks as many times as there are connections, once in each, with all that may be in flight. */
    public long answersOfOneTurn() throws IOException {
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
            while (Account.cpuNs(serverPid) < ns && System.nanoTime() - begin < PATIENCE * ns) {
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

    /** @return bytes of so many requests */
    private long offset(long requests) {
        return requests / Script.REQUESTS * period + begins[(int) (requests % Script.REQUESTS)];
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
            due = offset(depth);
            send(key);
        }

        void receive() throws IOException {
            if (channel.read(in.clear()) < 0) {
                throw new IOException("the server closed a connection");
            }
            long whole = done + answers.take(in.flip());
            if (offset(whole) > sent) {
                throw new IOException("more answers than requests");
            }
            long now = System.nanoTime();
            for (; done < whole; done++) {
                int slot = (int) (done % depth);
                histogram.record(now - sentAtNs[slot]);
                sentAtNs[slot] = now;
                answered++;
            }
            due = offset(done + depth);
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
