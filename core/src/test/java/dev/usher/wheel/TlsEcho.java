package dev.usher.wheel;

import dev.usher.kernel.Kernel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A server that sends back what comes, and a client that sends lines of growing length, over TLS. */
final class TlsEcho {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 9000);

    private final Recorder server = new Recorder();
    private final Recorder client = new Recorder();
    private final List<String> sent = new ArrayList<>();

    TlsEcho(Kernel kernel, int lines) {
        for (int i = 0; i < lines; i++) {
            String line = i + "-" + "x".repeat(i * 100);
            sent.add(line);
            server.on(line, poe -> server.wheel().put(line));
        }
        server.begin = poe -> server.factory = SocketFactory.listen(ADDRESS)
                .tls(TlsFiles.localhost().define())
                .successEvent(Recorder.OPENED)
                .failureEvent(Recorder.FAILED)
                .open(poe);
        client.on("opened", poe -> sent.forEach(client.wheel()::put));
        client.begin = poe -> client.factory = SocketFactory.connect(ADDRESS)
                .tls(TlsFiles.trusting().define(), "localhost")
                .successEvent(Recorder.OPENED)
                .failureEvent(Recorder.FAILED)
                .open(poe);
        kernel.create(Recorder.STATES, server);
        kernel.create(Recorder.STATES, client);
    }

    boolean isWhole() {
        return client.log.equals(sent);
    }

    /** What came is right, and one end has said why there is no more. */
    boolean hasFailed() {
        List<String> got = new ArrayList<>(client.log);
        boolean told = got.removeIf(entry -> entry.startsWith("error") || entry.startsWith("failed"));
        boolean toldThere = server.log.stream().anyMatch(entry -> entry.startsWith("error"));
        return got.equals(sent.subList(0, got.size())) && (told || toldThere);
    }

    @Override
    public String toString() {
        return client.log.size() + " of " + sent.size() + " lines, then " + client.log + "; server "
                + server.log.size();
    }
}
