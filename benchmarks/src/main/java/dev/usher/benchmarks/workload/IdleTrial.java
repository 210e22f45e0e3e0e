package dev.usher.benchmarks.workload;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.usher.benchmarks.load.EchoScript;
import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.load.Load;
import dev.usher.benchmarks.load.Script;
import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.LoadProcess;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what connections cost that do nothing: each has its first request answered and then stays. Asked of the
 * server process from outside: live heap and resident memory per connection, and, with and without the idle ones, what
 * a visit costs (a connection accepted, its request answered, closed) and a request on 50 further connections. One
 * thread.
 */
final class IdleTrial {

    private static final int CONNECTIONS = 10_000;
    private static final int ACTIVE = 50;
    private static final int READ_SIZE = 16_384;
    /** So many connects are under way at once. */
    private static final int BATCH = 50;
    /** Opened and closed first, so that what the server makes only once is in the figures before. */
    private static final int WARMUP = 20_000;
    /** Visits that are counted together: the CPU time of a process is known to 10 ms. */
    private static final int VISITS = 5_000;

    private final String name;
    private final int connections;
    private final int warmup;
    private final int visits;
    private final Script script;
    private final ByteBuffer request;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_SIZE);

    /**
     * @param name of a script
     * @param connections that are to be idle
     * @param warmup visits before anything is looked at
     * @param visits that are measured
     */
    IdleTrial(String name, int connections, int warmup, int visits) {
        this.name = name;
        this.connections = connections;
        this.warmup = warmup;
        this.visits = visits;
        script = Script.named(name);
        request = ByteBuffer.allocateDirect(script.request(0).length).put(script.request(0));
    }

    static Workload workload(Options options) {
        return new Workload(
                "idle",
                "Idle connections",
                "connection",
                List.of(
                        Figure.HEAP_BYTES,
                        Figure.RESIDENT_BYTES,
                        Figure.VISIT_US,
                        Figure.VISIT_AMONG_IDLE_US,
                        Figure.BUSY_US,
                        Figure.BUSY_AMONG_IDLE_US),
                List.of(
                        shape("lines", "echoed one line", EchoServers.all(options), EchoScript.NAME),
                        shape("http", "answered one request", HttpServers.all(options), HttpScript.NAME)));
    }

    private static Case shape(String name, String what, Map<String, Variant> servers, String script) {
        IdleTrial trial = new IdleTrial(script, CONNECTIONS, WARMUP, VISITS);
        String title = CONNECTIONS + " connections that have " + what;
        return new Case(name, title, Contestant.servers(servers, trial::run));
    }

    Map<Figure, Double> run(ServerProcess server, Pace pace) throws IOException, InterruptedException {
        checkFileLimit();
        List<SocketChannel> idle = new ArrayList<>();
        Map<Figure, Double> measured = new EnumMap<>(Figure.class);
        try {
            measured.put(Figure.BUSY_US, busyUs(server, pace));
            visit(server, warmup);
            measured.put(Figure.VISIT_US, visitUs(server));
            Map<Figure, Double> before = server.memory();
            open(server, connections, idle);
            Map<Figure, Double> after = server.memory();
            measured.put(Figure.RESIDENT_BYTES, grown(Figure.RESIDENT_MB, before, after));
            measured.put(Figure.HEAP_BYTES, grown(Figure.HEAP_MB, before, after));
            measured.put(Figure.BUSY_AMONG_IDLE_US, busyUs(server, pace));
            measured.put(Figure.VISIT_AMONG_IDLE_US, visitUs(server));
            return measured;
        } finally {
            closeAll(idle);
        }
    }

    private void checkFileLimit() throws IOException {
        long needed = connections + 500L;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() < needed) {
            throw new IOException("a process may open only " + system.getMaxFileDescriptorCount()
                    + " files here; raise it with `ulimit -n " + needed + "`");
        }
    }

    private double grown(Figure figure, Map<Figure, Double> before, Map<Figure, Double> after) {
        return (after.getOrDefault(figure, Double.NaN) - before.getOrDefault(figure, Double.NaN)) * 1e6 / connections;
    }

    private double visitUs(ServerProcess server) throws IOException {
        long cpuNs = server.cpuNs();
        visit(server, visits);
        return (server.cpuNs() - cpuNs) / 1e3 / visits;
    }

    private void visit(ServerProcess server, int count) throws IOException {
        List<SocketChannel> visitors = new ArrayList<>();
        for (int done = 0; done < count; done += BATCH) {
            open(server, BATCH, visitors);
            closeAll(visitors);
        }
    }

    private double busyUs(ServerProcess server, Pace pace) throws IOException, InterruptedException {
        return LoadProcess.trial(name, ACTIVE, 1, server, pace).get(Figure.CPU_US);
    }

    private void open(ServerProcess server, int count, List<SocketChannel> into) throws IOException {
        while (into.size() < count) {
            int begin = into.size();
            int end = Math.min(count, begin + BATCH);
            for (int i = begin; i < end; i++) {
                into.add(Load.connect(server.port()));
            }
            for (SocketChannel channel : into.subList(begin, end)) {
                channel.write(request.rewind());
            }
            for (SocketChannel channel : into.subList(begin, end)) {
                checkAnswer(channel);
            }
        }
    }

    private void checkAnswer(SocketChannel channel) throws IOException {
        Script.Answers answers = script.answers();
        int heard = 0;
        while (heard == 0) {
            if (channel.read(in.clear()) < 0) {
                throw new EOFException("the server closed a connection");
            }
            heard = answers.take(in.flip());
        }
    }

    private static void closeAll(List<SocketChannel> channels) throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        channels.clear();
    }
}
