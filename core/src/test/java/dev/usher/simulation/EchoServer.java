package dev.usher.simulation;

import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import dev.usher.network.Poller;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Sends back what it receives, and writes down all that happens to it. One thread. */
final class EchoServer {

    private final SimulatedNetwork network;
    private final Poller poller;
    private final ListenLink listener;
    private final List<Object> ready = new ArrayList<>();
    private final StringBuilder transcript = new StringBuilder();
    private int accepted;

    private final class Connection {
        final StreamLink link;
        final int number;
        final ByteBuffer bytes = ByteBuffer.allocate(256);

        Connection(StreamLink link, int number) {
            this.link = link;
            this.number = number;
        }
    }

    EchoServer(SimulatedNetwork network) throws IOException {
        this.network = network;
        poller = network.openPoller();
        listener = network.listen(new InetSocketAddress("127.0.0.1", 9000), 64);
        poller.watch(listener, Link.READ, listener);
    }

    SocketAddress address() {
        return listener.localAddress();
    }

    String transcript() {
        return transcript.toString();
    }

    int accepted() {
        return accepted;
    }

    /** Serves until nothing happens before the limit. */
    void serve(long limitNs) throws IOException {
        network.clock().runUntil(limitNs);
        while (!network.clock().isStalled()) {
            ready.clear();
            poller.poll(-1, (attachment, operations) -> ready.add(attachment));
            for (Object attachment : ready) {
                if (attachment instanceof Connection connection) {
                    echo(connection);
                } else {
                    accept();
                }
            }
        }
    }

    private void accept() throws IOException {
        Connection connection = new Connection(listener.accept(), ++accepted);
        note(connection, "accepted from " + connection.link.remoteAddress());
        poller.watch(connection.link, Link.READ, connection);
    }

    private void echo(Connection connection) throws IOException {
        try {
            int read = connection.link.read(connection.bytes);
            int written = connection.link.write(connection.bytes.flip());
            connection.bytes.compact();
            note(connection, "read " + read + " wrote " + written);
            boolean behind = connection.bytes.position() > 0;
            if (read < 0 && !behind) {
                connection.link.close();
            } else {
                poller.watch(connection.link, behind ? Link.WRITE : Link.READ, connection);
            }
        } catch (IOException broken) {
            note(connection, broken.toString());
            connection.link.close();
        }
    }

    private void note(Connection connection, String what) {
        transcript.append(network.clock().nowNs()).append(" #").append(connection.number);
        transcript.append(' ').append(what).append('\n');
    }
}
