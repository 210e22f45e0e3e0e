package dev.usher.benchmarks.workload;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.usher.benchmarks.load.EchoScript;
import dev.usher.benchmarks.load.Load;
import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.LoadProcess;
import dev.usher.benchmarks.process.ServerProcess;
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
 * Measures what connections cost that do nothing: each echoes one line and then stays. Asked of the server process from
 * outside: live heap and resident memory per connection, and, with and without the idle ones, what a visit costs (a
 * connection accepted, its line echoed, closed) and a line on 50 further connections. One thread.
 */
final class IdleTrial {

    private static final int CONNECTIONS = 10_000;
    private static final int ACTIVE = 50;
    /** So many connects are under way at once. */
    private static final int BATCH = 50;
    /** Opened and closed first, so that what the server makes only once is in the figures before. */
    private static final int WARMUP = 20_000;
    /** Visits that are counted together: the CPU time of a process is known to 10 ms. */
    private static final int VISITS = 5_000;

    private final int connections;
    private final ByteBuffer line = ByteBuffer.allocateDirect(EchoScript.LINE);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(EchoScript.LINE);

    private IdleTrial(int connections) {
        this.connections = connections;
        line.put(EchoScript.line(1));
    }

    static Workload workload(Options options) {
        IdleTrial trial = new IdleTrial(CONNECTIONS);
        return new Workload(
                "idle",
                "Idle connections",
                "connection",
                List.of(
                        Figure.HEAP_BYTES,
                        Figure.RESIDENT_BYTES,
                        Figure.VISIT_US,
                        Figure.VISIT_AMONG_IDLE_US,
                        Figure.LINE_US,
                        Figure.LINE_AMONG_IDLE_US),
                List.of(new Case(
                        "" + CONNECTIONS,
                        CONNECTIONS + " connections that have echoed one line",
                        Contestant.servers(EchoServers.all(options), trial::run))));
    }

    private Map<Figure, Double> run(ServerProcess server, Pace pace) throws IOException, InterruptedException {
        checkFileLimit();
        List<SocketChannel> idle = new ArrayList<>();
        Map<Figure, Double> measured = new EnumMap<>(Figure.class);
        try {
            measured.put(Figure.LINE_US, lineUs(server, pace));
            visit(server, WARMUP);
            measured.put(Figure.VISIT_US, visitUs(server));
            Map<Figure, Double> before = server.memory();
            open(server, connections, idle);
            Map<Figure, Double> after = server.memory();
            measured.put(Figure.RESIDENT_BYTES, grown(Figure.RESIDENT_MB, before, after));
            measured.put(Figure.HEAP_BYTES, grown(Figure.HEAP_MB, before, after));
            measured.put(Figure.LINE_AMONG_IDLE_US, lineUs(server, pace));
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

    private double lineUs(ServerProcess server, Pace pace) throws IOException, InterruptedException {
        return LoadProcess.trial(EchoScript.NAME, ACTIVE, 1, server, pace).get(Figure.CPU_US);
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
}
