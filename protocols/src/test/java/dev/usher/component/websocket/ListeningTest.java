package dev.usher.component.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import dev.usher.network.NioNetwork;
import dev.usher.network.StreamLink;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Where a server listens, and how it begins and ends as a program. */
class ListeningTest extends WebSocketCase {

    @Test
    @Row({"W1", "W18"})
    void shouldServeOnASocketThatListensAlreadyButNotOnAClosedOne() throws IOException {
        ListenLink listener = simulation.network().listen(new InetSocketAddress("127.0.0.1", PORT), 5);
        WebSocketServer made =
                logged(WebSocketServer.from(Map.of("listen", listener))).build();

        made.start(kernel);
        assertEquals(List.of("hi"), peer().send("hi").frames());
        server.shutdown();
        run();

        assertFalse(listener.isOpen());
        String wrong = assertThrows(IllegalStateException.class, () -> made.start(kernel))
                .getMessage();
        assertTrue(wrong.contains("is closed") && wrong.contains("shuts down") && wrong.contains("new one"), wrong);
    }

    @Test
    @Row("W2")
    void shouldLetAsManyWaitAsSaid() {
        simulation.close();
        List<Integer> backlogs = new ArrayList<>();
        simulation = Simulation.seeded(1);
        kernel = dev.usher.kernel.Kernel.builder()
                .network(new AskedNetwork(simulation.network(), backlogs))
                .build();

        WebSocketServer.from(Map.of("listen", 1)).start(kernel);
        WebSocketServer.at(2).backlog(7).alias("other").start(kernel);
        WebSocketServer.at(3).alias("third").start(kernel);
        kernel.close();

        assertEquals(List.of(5, 7, 65_535), backlogs);
        assertThrows(
                dev.usher.component.DefinitionException.class,
                () -> WebSocketServer.at(1).backlog(0).build());
    }

    @Test
    @Row("W35")
    void shouldTellWhyItCannotListenOrAccept() {
        server().onServerError((listener, poe, error) -> log.add(error.op().orElse("") + " " + error.errstr()))
                .alias("one")
                .start(kernel);
        server().onServerError((listener, poe, error) -> log.add(error.op().orElse("") + " " + error.errstr()))
                .alias("two")
                .start(kernel);
        run();
        simulation.network().failNextAccept(new IOException("Too many open files"));
        SimulatedClient client = tcp();
        advance(2);

        assertEquals("bind Address already in use", log.get(0));
        assertEquals("accept Too many open files", log.get(1));
        assertTrue(client.isConnected());
        assertTrue(
                dev.usher.component.log.Logs.complaints().stream().noneMatch(line -> line.contains("accept failed")));
    }

    /** Real sockets: a port that a connection was just served on can be listened on again. */
    @Test
    @Row({"W2", "W17"})
    void shouldReturnFromStartAfterShutdownAndStartAgainOnTheSamePort() throws Exception {
        int port = serveOnce(0);

        assertEquals(port, serveOnce(port));
    }

    /** Real streams: what is typed is told to all, and its end shuts the server down. */
    @Test
    @Row("W130")
    void shouldTellAllWhatStandardInputSays() throws Exception {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        CompletableFuture<String> heard = new CompletableFuture<>();
        PipedOutputStream keyboard = new PipedOutputStream();
        StreamLink input = NioNetwork.input(new PipedInputStream(keyboard));
        WebSocketHook<WebSocketListener, Link> typed = (listener, poe, link) -> {
            ByteBuffer bytes = ByteBuffer.allocate(100);
            if (input.read(bytes) < 0) {
                listener.shutdown();
            } else {
                listener.broadcastUtf8(new String(bytes.array(), 0, bytes.position(), UTF_8));
            }
        };
        Thread thread =
                new Thread(() -> WebSocketServer.from(Map.of("listen", 0, "watch_readable", List.of(input, typed)))
                        .address("127.0.0.1")
                        .started((listener, poe) -> port.complete(listener.port()))
                        .onReady((connection, poe, handshake) -> connection.sendUtf8("ready"))
                        .start());
        thread.start();

        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port.get(10, SECONDS)), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        socket.request(1);
                        if (text.toString().equals("ready")) {
                            type(keyboard, "a line");
                        } else {
                            heard.complete(text.toString());
                        }
                        return null;
                    }
                })
                .get(10, SECONDS);

        assertEquals("a line", heard.get(10, SECONDS));
        keyboard.close();
        thread.join(10_000);
        assertFalse(thread.isAlive());
    }

    private static void type(PipedOutputStream keyboard, String text) {
        try {
            keyboard.write(text.getBytes(UTF_8));
            keyboard.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int serveOnce(int wanted) throws Exception {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = new Thread(() -> WebSocketServer.at(wanted)
                .address("127.0.0.1")
                .started((listener, poe) -> port.complete(listener.port()))
                .onUtf8((connection, poe, text) -> connection.server().shutdown())
                .start());
        thread.start();

        WebSocket client = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port.get(10, SECONDS)), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                        code.complete(status);
                        return null;
                    }
                })
                .get(10, SECONDS);
        assertTrue(thread.isAlive());
        client.sendText("end", true);

        assertEquals(1001, code.get(10, SECONDS));
        thread.join(10_000);
        assertFalse(thread.isAlive());
        return port.get();
    }
}
