package dev.usher.benchmarks;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Measures what TLS costs a server, its own CPU time asked of the system: lines of 1 KiB echoed, connections with a
 * full handshake, and the live heap of connections that do nothing. Both servers have the JDK's engine, and TLS 1.3.
 * One thread.
 */
final class TlsBenchmark {
    private static final int LINE = 1_024;
    private static final int AT_ONCE = 20;

    private final Options options;
    private final List<Variant> variants;
    private final Map<String, Figures> figures = new LinkedHashMap<>();
    private final byte[] line = new byte[LINE];
    private final byte[] answer = new byte[LINE];

    private record Figures(Series lineUs, Series visitUs, Series heapBytes) {}

    private TlsBenchmark(Options options) {
        this.options = options;
        String[] files = {"--cert", options.text("cert"), "--key", options.text("key")};
        Map<String, Variant> known = new LinkedHashMap<>();
        known.put("netty", Variant.ours("netty", NettyEchoServer.class, files));
        known.put("usher", Variant.ours("usher", UsherEchoServer.class, files));
        variants = Variant.of(options, known);
        Arrays.fill(line, (byte) 'x');
        line[LINE - 2] = '\r';
        line[LINE - 1] = '\n';
    }

    public static void main(String[] arguments) throws Exception {
        String folder = "core/src/test/resources/tls/";
        new TlsBenchmark(Options.of(
                        arguments,
                        "rounds",
                        "3",
                        "warmup",
                        "5",
                        "seconds",
                        "5",
                        "visits",
                        "1000",
                        "connections",
                        "1000",
                        "variants",
                        "netty,usher",
                        "cert",
                        folder + "localhost.pem",
                        "key",
                        folder + "localhost.key",
                        "ca",
                        folder + "ca.pem"))
                .run();
    }

    private void run() throws Exception {
        for (String file : List.of("cert", "key", "ca")) {
            if (!Files.exists(Path.of(options.text(file)))) {
                Options.fail("--" + file + ": there is no file " + options.text(file));
            }
        }
        System.out.println(Jvm.conditions());
        Jvm.pinSelf(Jvm.LOAD_CORE);
        for (int round = 0; round < options.number("rounds"); round++) {
            for (int i = 0; i < variants.size(); i++) {
                measure(variants.get((round + i) % variants.size()));
            }
        }
        System.out.printf("%n| server | line of 1 KiB, µs | connection with handshake, µs | live heap B |%n");
        System.out.println("|---|--:|--:|--:|");
        for (Variant variant : variants) {
            Figures of = figures.get(variant.name());
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.0f | %.0f |%n",
                    variant.name(),
                    of.lineUs().median(),
                    of.visitUs().median(),
                    of.heapBytes().median());
        }
    }

    private void measure(Variant variant) throws Exception {
        Figures of =
                figures.computeIfAbsent(variant.name(), name -> new Figures(new Series(), new Series(), new Series()));
        try (ServerProcess server = variant.launch().start()) {
            List<SSLSocket> sockets = open(server, AT_ONCE, context().getSocketFactory());
            echo(sockets, options.number("warmup"));
            long cpuNs = server.cpuNs();
            long lines = echo(sockets, options.number("seconds"));
            of.lineUs().add((server.cpuNs() - cpuNs) / 1e3 / lines);
            visit(server); // to warm up
            cpuNs = server.cpuNs();
            visit(server);
            of.visitUs().add((server.cpuNs() - cpuNs) / 1e3 / options.number("visits"));
            long heap = server.liveHeapBytes();
            List<SSLSocket> idle =
                    open(server, options.number("connections"), context().getSocketFactory());
            of.heapBytes().add((server.liveHeapBytes() - heap) / (double) idle.size());
            System.out.printf(
                    Locale.ROOT,
                    "%s: line %.2f µs, handshake %.0f µs, heap %.0f B%n",
                    variant.name(),
                    of.lineUs().last(),
                    of.visitUs().last(),
                    of.heapBytes().last());
            close(idle);
            close(sockets);
        }
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
    private void visit(ServerProcess server) throws IOException, GeneralSecurityException {
        for (int i = 0; i < options.number("visits"); i++) {
            close(open(server, 1, context().getSocketFactory()));
        }
    }

    private long echo(List<SSLSocket> sockets, int seconds) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long lines = 0;
        while (System.nanoTime() < end) {
            for (SSLSocket socket : sockets) {
                socket.getOutputStream().write(line);
            }
            for (SSLSocket socket : sockets) {
                check(socket);
            }
            lines += sockets.size();
        }
        return lines;
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

    private SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(options.text("ca")))) {
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
