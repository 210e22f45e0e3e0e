package dev.usher.examples;

import dev.usher.component.tcp.TcpConnection;
import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;
import dev.usher.filters.LineFilter;
import dev.usher.filters.StreamFilter;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sends characters for ever (RFC 864), never faster than they are read: it puts lines until as many bytes wait as the
 * high mark says, and again when they are down at the low mark. What the client sends is thrown away.
 */
final class Chargen {
    static final int LOW = 8 * 1024;
    static final int HIGH = 32 * 1024;

    private static final int LENGTH = 72;
    private static final List<String> LINES = lines();

    private int next; // which line

    static TcpServerBuilder<Chargen, byte[], String> server(int port) {
        return TcpServer.at(port)
                .filters(StreamFilter::new, LineFilter::new)
                .state(Chargen::new)
                .marks(LOW, HIGH, (client, poe) -> fill(client), (client, poe) -> {})
                .clientConnected((client, poe) -> fill(client))
                .clientInput((client, poe, bytes) -> {});
    }

    private static void fill(TcpConnection<Chargen, byte[], String> client) {
        boolean full = client.isShutdown();
        while (!full) {
            full = client.put(client.state().line());
        }
    }

    private String line() {
        String line = LINES.get(next);
        next = (next + 1) % LINES.size();
        return line;
    }

    /** All printable characters in a ring: a line begins at each of them. */
    private static List<String> lines() {
        StringBuilder ring = new StringBuilder();
        for (char c = ' '; c <= '~'; c++) {
            ring.append(c);
        }
        int size = ring.length();
        ring.append(ring);
        return IntStream.range(0, size)
                .mapToObj(start -> ring.substring(start, start + LENGTH))
                .toList();
    }
}
