package dev.usher.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures what connections cost that do nothing: each echoes one line and then stays. Asked of the server process from
 * outside: live heap and resident memory per connection, and, with and without the idle ones, what a visit costs (a
 * connection accepted, its line echoed, closed) and a line on 50 further connections. One thread.
 */
final class IdleBenchmark {

    private static final int ACTIVE = 50;
    /** So many connects are under way at once. */
    private static final int BATCH = 50;
    /** Opened and closed first, so that what the server makes only once is in the figures before. */
    private static final int WARMUP = 20_000;
    /** Visits that are counted together: the CPU time of a process is known to 10 ms. */
    private static final int VISITS = 5_000;

    private final Options options;
    private final List<Variant> variants;
    private final int connections;
    private final Map<String, Figures> figures = new LinkedHashMap<>();
    private final ByteBuffer line = ByteBuffer.allocateDirect(EchoScript.LINE);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(EchoScript.LINE);

    private IdleBenchmark(Options options) {
        this.options = options;
        variants = EchoServers.of(options);
        connections = options.number("connections");
        line.put(EchoScript.line(1));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new IdleBenchmark(Options.of(
                        arguments,
                        "rounds",
                        "3",
                        "connections",
                        "10000",
                        "warmup",
                        "3",
                        "seconds",
                        "3",
                        "variants",
                        "raw,netty,usher",
                        "usher",
                        Variant.USHER))
                .run();
    }

    private void run() throws IOException, InterruptedException {
        checkFileLimit();
        System.out.println(Jvm.conditions());
        Jvm.pinSelf(Jvm.LOAD_CORE);
        for (int round = 0; round < options.number("rounds"); round++) {
            for (int i = 0; i < variants.size(); i++) {
                measure(round, variants.get((round + i) % variants.size()));
            }
        }
        table();
    }

    private void checkFileLimit() {
        long needed = connections + 500L;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() < needed) {
            Options.fail("a process may open only " + system.getMaxFileDescriptorCount()
                    + " files here; raise it with `ulimit -n " + needed + "`, or use fewer --connections");
        }
    }

    private void measure(int round, Variant variant) throws IOException, InterruptedException {
        List<SocketChannel> idle = new ArrayList<>();
        try (ServerProcess server = variant.launch().start()) {
            Figures of = figures.computeIfAbsent(variant.name(), key -> new Figures());
            of.lineUs.add(lineUs(server));
            visit(server, WARMUP);
            of.visitUs.add(visitUs(server));
            long heap = server.liveHeapBytes();
            long resident = server.residentBytes();
            open(server, connections, idle);
            of.residentBytes.add(
                    resident < 0 ? Double.NaN : (server.residentBytes() - resident) / (double) connections);
            of.heapBytes.add((server.liveHeapBytes() - heap) / (double) connections);
            of.lineAmongIdleUs.add(lineUs(server));
            of.visitAmongIdleUs.add(visitUs(server));
            System.out.printf("round %d %s%s%n", round + 1, variant.name(), of.last());
        } finally {
            closeAll(idle);
        }
    }

    private double visitUs(ServerProcess server) throws IOException {
        long cpuNs = server.cpuNs();
        visit(server, VISITS);
        return (server.cpuNs() - cpuNs) / 1e3 / VISITS;
    }

    private void visit(ServerProcess server, int count) throws IOException {
        List<SocketChannel> visitors = new ArrayList<>();
        for (int done = 0; done < count; done += BATCH) {
            open(server, BATCH, visitors);
            closeAll(visitors);
        }
    }

    private double lineUs(ServerProcess server) throws IOException, InterruptedException {
        return Load.fork(EchoScript.NAME, server, ACTIVE, 1, options.number("warmup"), options.number("seconds"))
                .cpuUs();
    }

    private void open(ServerProcess server, int count, List<SocketChannel> into) throws IOException {
        while (into.size() < count) {
            int begin = into.size();
            int end = Math.min(count, begin + BATCH);
            for (int i = begin; i < end; i++) {
                into.add(Load.connect(server.port()));
            }
            for (SocketChannel channel : into.subList(begin, end)) {
                channel.write(line.rewind());
            }
            for (SocketChannel channel : into.subList(begin, end)) {
                checkAnswer(channel);
            }
        }
    }

    private void checkAnswer(SocketChannel channel) throws IOException {
        answer.clear();
        while (answer.hasRemaining()) {
            if (channel.read(answer) < 0) {
                throw new EOFException("the server closed a connection");
            }
        }
        if (!answer.flip().equals(line.rewind())) {
            throw new IOException("wrong answer to a connection's first line");
        }
    }

    private static void closeAll(List<SocketChannel> channels) throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        channels.clear();
    }

    private void table() {
        System.out.printf("%n%d connections, medians%n%n", connections);
        System.out.println("| server | live heap B per connection | resident B per connection | visit µs"
                + " | visit µs among idle | line µs | line µs among idle |");
        System.out.println("|---|--:|--:|--:|--:|--:|--:|");
        for (Variant variant : variants) {
            System.out.println(
                    "| " + variant.name() + figures.get(variant.name()).medians());
        }
    }

    private static final class Figures {

        private final Series heapBytes = new Series();
        private final Series residentBytes = new Series();
        private final Series visitUs = new Series();
        private final Series visitAmongIdleUs = new Series();
        private final Series lineUs = new Series();
        private final Series lineAmongIdleUs = new Series();

        String medians() {
            return String.format(
                    Locale.ROOT,
                    " | %.0f | %.0f | %.1f | %.1f | %.2f | %.2f |",
                    heapBytes.median(),
                    residentBytes.median(),
                    visitUs.median(),
                    visitAmongIdleUs.median(),
                    lineUs.median(),
                    lineAmongIdleUs.median());
        }

        String last() {
            return String.format(
                    Locale.ROOT,
                    ": heap %.0f B, resident %.0f B, visit %.1f µs, among idle %.1f µs, line %.2f µs, among idle %.2f µs",
                    heapBytes.last(),
                    residentBytes.last(),
                    visitUs.last(),
                    visitAmongIdleUs.last(),
                    lineUs.last(),
                    lineAmongIdleUs.last());
        }
    }
}
