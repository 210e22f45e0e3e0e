package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links of the program's own in the server's loop. */
class WatchTest extends WebSocketCase {
    private StreamLink near;
    private StreamLink far;

    /** Two ends of a connection, as of a pipe. */
    @BeforeEach
    void connect() throws IOException {
        InetSocketAddress where = new InetSocketAddress("127.0.0.1", 9);
        try (ListenLink listener = simulation.network().listen(where, 5)) {
            near = simulation.network().connect(where, null);
            run();
            far = listener.accept();
            near.finishConnect();
        }
    }

    private void say(String text) throws IOException {
        far.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        run();
    }

    private String read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        near.read(bytes);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    @Test
    @Row({"W11", "W130"})
    void shouldWatchFromTheStartWhatTheOptionsName() throws IOException {
        WebSocketHook<WebSocketListener, Link> readable =
                (listener, poe, link) -> listener.broadcastUtf8("log: " + read());
        WebSocketHook<WebSocketListener, Link> writable = (listener, poe, link) -> {
            log.add("writable " + (link == far));
            listener.unwatchWritable(link);
        };
        WebSocketServer.from(Map.of(
                        "listen", PORT,
                        "watch_readable", List.of(near, readable),
                        "watch_writable", List.of(far, writable)))
                .start(kernel);
        Peer peer = peer();

        say("a line");

        assertEquals(List.of("log: a line"), peer.frames());
        assertLog("writable true");
    }

    @Test
    @Row({"W24", "W25", "W26"})
    void shouldWatchAndUnwatchAtRunTime() throws IOException {
        keeping().start(kernel);
        peer();
        log.clear();
        WebSocketHook<WebSocketListener, Link> once = (listener, poe, link) -> {
            log.add("once " + read() + " " + (listener == server) + " " + (link == near));
            listener.unwatchReadable(link);
        };

        server.watchReadable(near, once);
        server.watchReadable(near, (listener, poe, link) -> log.add("never"));
        assertTrue(
                Logs.complaints().get(0).contains("is watched already"),
                Logs.complaints().toString());
        assertEquals(Map.of(near, once), server.watchedReadable());
        assertEquals(once, server.watchedReadable(near).orElseThrow());
        assertTrue(server.watchedWritable().isEmpty()
                && server.watchedReadable(far).isEmpty());
        say("x");
        say("y");

        assertLog("once x true true");
        assertTrue(server.watchedReadable().isEmpty());
        server.watchWritable(near, (listener, poe, link) -> {
            log.add("writable");
            listener.unwatchWritable(link);
        });
        assertEquals(1, server.watchedWritable().size());
        run();
        assertEquals("writable", log.get(1));
        assertEquals(2, log.size());
    }
}
