package dev.usher.network;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A network with a poller, and connections over it. */
public abstract class NetworkFixture {

    static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    Network network;
    Poller poller;
    Polls polls;

    /** A new network to test. */
    protected abstract Network network();

    @BeforeEach
    void open() throws IOException {
        network = network();
        poller = network.openPoller();
        polls = new Polls(poller);
    }

    @AfterEach
    void close() {
        poller.close();
    }

    record Pair(ListenLink listener, StreamLink client, StreamLink server) {
        void close() {
            closeAll(listener, client, server);
        }
    }

    Pair connected() throws IOException {
        return connected(network.listen(ANY_PORT, 16));
    }

    Pair connected(ListenLink listener) throws IOException {
        StreamLink client = network.connect(listener.localAddress(), null);
        polls.await(client, Link.WRITE);
        assertTrue(client.finishConnect());
        polls.await(listener, Link.READ);
        return new Pair(listener, client, listener.accept());
    }

    static void write(StreamLink link, String text) throws IOException {
        assertEquals(text.length(), link.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1))));
    }

    String read(StreamLink link) throws IOException {
        polls.await(link, Link.READ);
        ByteBuffer into = ByteBuffer.allocate(64);
        link.read(into);
        return new String(into.array(), 0, into.position(), ISO_8859_1);
    }

    /** Writes until the link stays full: a real one takes some more when its peer's buffer has grown. */
    long fill(StreamLink link, ByteBuffer block) throws IOException {
        long written = 0;
        for (int full = 0; full < 20; ) {
            int count = link.write(block.clear());
            written += count;
            full = count == 0 ? full + 1 : 0;
            if (count == 0) {
                polls.poll(1_000_000);
            }
        }
        return written;
    }

    static void closeAll(Link... links) {
        for (Link link : links) {
            link.close();
        }
    }
}
