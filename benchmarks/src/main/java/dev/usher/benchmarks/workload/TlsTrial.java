package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Histogram;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.ServerProcess;
import dev.usher.benchmarks.process.Variant;
import dev.usher.benchmarks.server.NettyEchoServer;
import dev.usher.benchmarks.server.UsherEchoServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Measures what TLS costs a server, its own CPU time asked of the system: lines of 1 KiB echoed, connections with a
 * full handshake, and the live heap of connections that do nothing. All servers have the JDK's engine, and TLS 1.3. One
 * thread.
 */
final class TlsTrial {
    private static final int LINE = 1_024;
    private static final int AT_ONCE = 20;
    private static final int IDLE = 1_000;
    /** At the end of a warm-up the JIT compiler is seldom done with the ciphers: so many visits at least come first. */
    private static final int FIRST_VISITS = 300;

    private final Path ca;
    private final byte[] line = new byte[LINE];
    private final byte[] answer = new byte[LINE];
    private final Histogram histogram = new Histogram();

    private TlsTrial(Options options) {
        ca = Path.of(options.text("tls"), "ca.pem");
        Arrays.fill(line, (byte) 'x');
        line[LINE - 2] = '\r';
        line[LINE - 1] = '\n';
    }

    static Workload lines(Options options) {
        TlsTrial trial = new TlsTrial(options);
        return new Workload(
                "tls-echo",
                "TLS 1.3 line echo",
                "line",
                Workload.REQUESTS,
                List.of(new Case(
                        AT_ONCE + "x1",
                        AT_ONCE + " connections, one line of 1 KiB in flight on each",
                        Contestant.servers(servers(options), trial::echoing))));
    }

    static Workload handshakes(Options options) {
        TlsTrial trial = new TlsTrial(options);
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
                        Contestant.servers(servers(options), trial::visiting))));
    }

    private static Map<String, Variant> servers(Options options) {
        Path folder = Path.of(options.text("tls"));
        Path certificate = folder.resolve("localhost.pem");
        String[] files = {"--cert", "" + certificate, "--key", "" + folder.resolve("localhost.key")};
        String missing = Files.exists(certificate) ? null : certificate + " (--tls says in which folder)";
        return Variant.named(
                Variant.ours("netty", NettyEchoServer.class, files).without(missing),
                Variant.usher(options, UsherEchoServer.class, files).without(missing));
    }

    private Map<Figure, Double> echoing(ServerProcess server, Pace pace) throws IOException, InterruptedException {
        List<SSLSocket> sockets = open(server, AT_ONCE, context().getSocketFactory());
        echo(sockets, pace.warmupSeconds());
        histogram.clear();
        long cpuNs = server.cpuNs();
        long beginNs = System.nanoTime();
        echo(sockets, pace.seconds());
        Map<Figure, Double> measured = measured(server, cpuNs, beginNs);
        measured.putAll(server.memory());
        close(sockets);
        return measured;
    }

    private Map<Figure, Double> visiting(ServerProcess server, Pace pace) throws IOException, InterruptedException {
        visit(server, pace.warmupSeconds(), FIRST_VISITS);
        histogram.clear();
        long cpuNs = server.cpuNs();
        long beginNs = System.nanoTime();
        visit(server, pace.seconds(), 1);
        Map<Figure, Double> measured = measured(server, cpuNs, beginNs);
        Map<Figure, Double> before = server.memory();
        List<SSLSocket> idle = open(server, IDLE, context().getSocketFactory());
        Map<Figure, Double> after = server.memory();
        measured.put(Figure.HEAP_BYTES, grown(Figure.HEAP_MB, before, after));
        measured.put(Figure.RESIDENT_BYTES, grown(Figure.RESIDENT_MB, before, after));
        close(idle);
        return measured;
    }

    private Map<Figure, Double> measured(ServerProcess server, long cpuNs, long beginNs) throws IOException {
        Map<Figure, Double> measured = new EnumMap<>(Figure.class);
        measured.put(Figure.CPU_US, (server.cpuNs() - cpuNs) / 1e3 / histogram.total());
        measured.put(Figure.PER_SECOND, histogram.total() / ((System.nanoTime() - beginNs) / 1e9));
        measured.putAll(histogram.percentiles());
        return measured;
    }

    private static double grown(Figure figure, Map<Figure, Double> before, Map<Figure, Double> after) {
        return (after.getOrDefault(figure, Double.NaN) - before.getOrDefault(figure, Double.NaN)) * 1e6 / IDLE;
    }

    /** Each with its first line echoed: whoever reads takes the server's tickets too. */
    private List<SSLSocket> open(ServerProcess server, int count, SSLSocketFactory factory) throws IOException {
        List<SSLSocket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SSLSocket socket = (SSLSocket) factory.createSocket(InetAddress.getLoopbackAddress(), server.port());
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(line);
            check(socket);
            sockets.add(socket);
        }
        return sockets;
    }

    /** A context of its own for each: no session to resume. */
    private void visit(ServerProcess server, int seconds, int atLeast) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (int done = 0; done < atLeast || System.nanoTime() < end; done++) {
            SSLSocketFactory factory = context().getSocketFactory();
            long beganNs = System.nanoTime();
            close(open(server, 1, factory));
            histogram.record(System.nanoTime() - beganNs);
        }
    }

    private void echo(List<SSLSocket> sockets, int seconds) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long[] sentNs = new long[sockets.size()];
        while (System.nanoTime() < end) {
            for (int i = 0; i < sentNs.length; i++) {
                sentNs[i] = System.nanoTime();
                sockets.get(i).getOutputStream().write(line);
            }
            for (int i = 0; i < sentNs.length; i++) {
                check(sockets.get(i));
                histogram.record(System.nanoTime() - sentNs[i]);
            }
        }
    }

    private void check(SSLSocket socket) throws IOException {
        if (socket.getInputStream().readNBytes(answer, 0, LINE) < LINE) {
            throw new EOFException("the server closed a connection");
        }
        if (!Arrays.equals(answer, line)) {
            throw new IOException("wrong answer to a line");
        }
    }

    private static void close(List<SSLSocket> sockets) throws IOException {
        for (SSLSocket socket : sockets) {
            socket.close();
        }
    }

    private SSLContext context() throws IOException {
        try {
            return trusting();
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot trust " + ca, e);
        }
    }

    private SSLContext trusting() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(ca)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
