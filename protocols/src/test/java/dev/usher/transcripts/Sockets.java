package dev.usher.transcripts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.network.ListenLink;
import dev.usher.network.Poller;
import dev.usher.network.StreamLink;
import dev.usher.simulation.SimulatedNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * The plain sockets of the Perl programs: {@code spair} and {@code free_port} of {@code N.pm}, and Perl's own calls.
 *
 * <p>What is written arrives when somebody polls, so each of these polls once: as on one machine, bytes written are
 * there at the next look.
 */
final class Sockets implements AutoCloseable {
    /** Both ends of a connection. */
    record Pair(StreamLink a, StreamLink b) {}

    private final SimulatedNetwork network;
    private final Poller poller;
    private int lastPort = 9000;

    Sockets(SimulatedNetwork network) {
        this.network = network;
        poller = network.openPoller();
    }

    /** A port where nobody listens. */
    int freePort() {
        return ++lastPort;
    }

    static SocketAddress local(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** Perl's {@code socketpair}. */
    Pair pair() throws IOException {
        try (ListenLink listener = network.listen(local(freePort()), 1)) {
            StreamLink b = connect(listener.localAddress());
            arrive();
            return new Pair(listener.accept(), b);
        }
    }

    /** Perl's {@code connect}: blocks until it is connected, which does not wait for an accept. */
    StreamLink connect(SocketAddress address) throws IOException {
        StreamLink link = network.connect(address, null);
        do {
            arrive();
        } while (!link.finishConnect());
        return link;
    }

    StreamLink connect(int port) throws IOException {
        return connect(local(port));
    }

    /** Perl's {@code syswrite}: how many bytes were taken. */
    int syswrite(StreamLink link, String text) throws IOException {
        arrive();
        return link.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }

    /** Perl's {@code sysread}: null if there is nothing yet, empty at the end. */
    String sysread(StreamLink link, int limit) throws IOException {
        arrive();
        ByteBuffer bytes = ByteBuffer.allocate(limit);
        int count = link.read(bytes);
        if (count == 0) {
            return null;
        }
        return new String(bytes.array(), 0, Math.max(count, 0), ISO_8859_1);
    }

    private void arrive() throws IOException {
        poller.poll(0, (attachment, operations) -> {});
    }

    @Override
    public void close() {
        poller.close();
    }
}
