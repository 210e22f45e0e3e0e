package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.load.EchoScript;
import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.load.Script;
import dev.usher.benchmarks.load.TlsConnection;
import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Histogram;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/**
 * Measures what TLS costs a server, its own CPU time asked of the system: answers to a script, connections with a full
 * handshake, and the memory of connections that do nothing. TLS 1.3, one cipher, one certificate. One thread.
 */
final class TlsTrial {

    private static final int LINES_AT_ONCE = 20;
    private static final int REQUESTS_AT_ONCE = 50;
    private static final int IDLE = 1_000;
    /** At the end of a warm-up the JIT compiler is seldom done with the ciphers: so many visits at least come first. */
    private static final int FIRST_VISITS = 300;

    private final Path ca;
    private final Script script;
    private final int connections;
    private final Histogram histogram = new Histogram();

    TlsTrial(Options options, String script, int connections) {
        ca = Path.of(options.text("tls"), "ca.pem");
        this.script = Script.named(script);
        this.connections = connections;
    }

    static Workload lines(Options options) {
        TlsTrial trial = new TlsTrial(options, EchoScript.LONG, LINES_AT_ONCE);
        return new Workload(
                "tls-echo",
                "TLS 1.3 line echo",
                "line",
                Workload.REQUESTS,
                List.of(new Case(
                        LINES_AT_ONCE + "x1",
                        LINES_AT_ONCE + " connections, one line of 1 KiB in flight on each",
                        Contestant.servers(EchoServers.overTls(options), trial::asking))));
    }

    static Workload requests(Options options) {
        TlsTrial trial = new TlsTrial(options, HttpScript.NAME, REQUESTS_AT_ONCE);
        return new Workload(
                "https",
                "HTTP/1.1 plaintext over TLS 1.3",
                "request",
                Workload.REQUESTS,
                List.of(new Case(
                        REQUESTS_AT_ONCE + "x1",
                        REQUESTS_AT_ONCE + " connections, 1 request in flight on each",
                        Contestant.servers(HttpServers.overTls(options), trial::asking))));
    }

    static Workload handshakes(Options options) {
        TlsTrial trial = new TlsTrial(options, EchoScript.LONG, IDLE);
        return new Workload(
                "tls-handshake",
                "TLS 1.3 handshakes",
                "connection",
                List.of(
                        Figure.CPU_US,
                        Figure.PER_SECOND,
                        Figure.P50_US,
                        Figure.P99_US,
                        Figure.P999_US,
                        Figure.HEAP_BYTES,
                        Figure.RESIDENT_BYTES),
                List.of(new Case(
                        "full",
                        "One after the other: connected, a full handshake, a line of 1 KiB echoed, closed; memory of "
                                + IDLE + " that are idle",
                        Contestant.servers(EchoServers.overTls(options), trial::visiting))));
    }

    /** Measures answers on connections that stay. */
    Map<Figure, Double> asking(ServerProcess server, Pace pace) throws IOException, InterruptedException {
        List<TlsConnection> open = open(server, TlsConnection.trusting(ca), connections);
        try {
            ask(open, pace.warmupSeconds());
            histogram.clear();
            long cpuNs = server.cpuNs();
            long beginNs = System.nanoTime();
            ask(open, pace.seconds());
            Map<Figure, Double> measured = measured(server, cpuNs, beginNs);
            measured.putAll(server.memory());
            return measured;
        } finally {
            close(open);
        }
    }

    private Map<Figure, Double> visiting(ServerProcess server, Pace pace) throws IOException, InterruptedException {
        visit(server, pace.warmupSeconds(), FIRST_VISITS);
        histogram.clear();
        long cpuNs = server.cpuNs();
        long beginNs = System.nanoTime();
        visit(server, pace.seconds(), 1);
        Map<Figure, Double> measured = measured(server, cpuNs, beginNs);
        Map<Figure, Double> before = server.memory();
        List<TlsConnection> idle = open(server, TlsConnection.trusting(ca), connections);
        try {
            Map<Figure, Double> after = server.memory();
            measured.put(Figure.HEAP_BYTES, grown(Figure.HEAP_MB, before, after));
            measured.put(Figure.RESIDENT_BYTES, grown(Figure.RESIDENT_MB, before, after));
            return measured;
        } finally {
            close(idle);
        }
    }

    private Map<Figure, Double> measured(ServerProcess server, long cpuNs, long beginNs) throws IOException {
        Map<Figure, Double> measured = new EnumMap<>(Figure.class);
        measured.put(Figure.CPU_US, (server.cpuNs() - cpuNs) / 1e3 / histogram.total());
        measured.put(Figure.PER_SECOND, histogram.total() / ((System.nanoTime() - beginNs) / 1e9));
        measured.putAll(histogram.percentiles());
        return measured;
    }

    private double grown(Figure figure, Map<Figure, Double> before, Map<Figure, Double> after) {
        return (after.getOrDefault(figure, Double.NaN) - before.getOrDefault(figure, Double.NaN)) * 1e6 / connections;
    }

    /** Each with its first answer heard: whoever reads takes the server's tickets too. */
    private List<TlsConnection> open(ServerProcess server, SSLSocketFactory factory, int count) throws IOException {
        List<TlsConnection> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TlsConnection connection = new TlsConnection(factory, server.port(), script);
            open.add(connection);
            connection.ask();
            connection.hear();
        }
        return open;
    }

    /** A factory of its own for each: no session to resume. */
    private void visit(ServerProcess server, int seconds, int atLeast) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (int done = 0; done < atLeast || System.nanoTime() < end; done++) {
            SSLSocketFactory factory = TlsConnection.trusting(ca);
            long beganNs = System.nanoTime();
            close(open(server, factory, 1));
            histogram.record(System.nanoTime() - beganNs);
        }
    }

    private void ask(List<TlsConnection> open, int seconds) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long[] sentNs = new long[open.size()];
        do {
            for (int i = 0; i < sentNs.length; i++) {
                sentNs[i] = System.nanoTime();
                open.get(i).ask();
            }
            for (int i = 0; i < sentNs.length; i++) {
                open.get(i).hear();
                histogram.record(System.nanoTime() - sentNs[i]);
            }
        } while (System.nanoTime() < end);
    }

    private static void close(List<TlsConnection> open) throws IOException {
        for (TlsConnection connection : open) {
            connection.close();
        }
    }
}
