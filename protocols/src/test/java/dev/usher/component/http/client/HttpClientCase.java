package dev.usher.component.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.log.Logs;
import dev.usher.component.tcp.TcpConnection;
import dev.usher.component.tcp.TcpServer;
import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import dev.usher.simulation.Simulation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A simulation with a client, a server whose bytes the test says, and a log of the answers. */
abstract class HttpClientCase {
    static final int PORT = 8080;
    static final String URI = "http://127.0.0.1:8080";
    static final Event<ClientPiece> PIECE = Event.named("piece", ClientPiece.class);
    static final Event<Upload> MORE = Event.named("more", Upload.class);

    final List<String> log = new ArrayList<>();
    final List<Peer> peers = new ArrayList<>(); // the server's connections, in order
    Simulation simulation;
    Kernel kernel;
    ClientResponse latest;
    Session asker;
    PieceHandler onPiece = piece -> log.add("piece " + new String(piece.toByteArray(), StandardCharsets.ISO_8859_1));
    UploadHandler onMore = upload -> log.add("more");

    interface PieceHandler {
        void on(ClientPiece piece) throws Exception;
    }

    interface UploadHandler {
        void on(Upload upload) throws Exception;
    }

    /** A server's connection, as the test holds it. */
    final class Peer {
        private final TcpConnection<Peer, byte[], byte[]> connection;
        private final StringBuilder received = new StringBuilder();
        boolean ended;
        boolean gone;

        Peer(TcpConnection<Peer, byte[], byte[]> connection) {
            this.connection = connection;
        }

        /** All since this was last asked. */
        String heard() {
            String text = received.toString();
            received.setLength(0);
            return text;
        }

        String seen() {
            return received.toString();
        }

        void say(String text) {
            connection.put(text.getBytes(StandardCharsets.ISO_8859_1));
            run();
        }

        void say(byte[] bytes) {
            connection.put(bytes);
            run();
        }

        void end() {
            connection.shutdown();
            run();
        }

        void deafen() {
            connection.wheel().orElseThrow().pauseInput();
        }

        void listen() {
            connection.wheel().orElseThrow().resumeInput();
            run();
        }
    }

    @BeforeEach
    final void open() {
        simulation = Simulation.seeded(1);
        kernel = simulation.kernel();
        Logs.clear();
        asker = kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> {
                            poe.aliasSet("asker");
                            poe.refcountIncrement(poe.session().id(), "test"); // all lives until the test is over
                        })
                        .on(ClientRequest.RESPONSE, (heap, poe, response) -> answered(response))
                        .on(PIECE, (heap, poe, piece) -> onPiece.on(piece))
                        .on(MORE, (heap, poe, upload) -> onMore.on(upload)),
                new Object());
    }

    private void answered(ClientResponse response) {
        latest = response;
        String tag = response.tag() == null ? "" : response.tag() + ": ";
        String content = response.content().length == 0 ? "" : " [" + response.text() + "]";
        log.add(tag + response + content);
    }

    @AfterEach
    final void close() {
        simulation.close();
    }

    final void listen() {
        listen(PORT);
    }

    /** A server that says nothing by itself. */
    final void listen(int port) {
        TcpServer.at(port, StreamFilter::new)
                .<Peer>state(() -> null)
                .shutdownOnError(false)
                .clientConnected((client, poe) -> peers.add(new Peer(client)))
                .clientInput((client, poe, bytes) ->
                        of(client).received.append(new String(bytes, StandardCharsets.ISO_8859_1)))
                .clientError((client, poe, error) -> {
                    of(client).ended = true;
                    client.shutdown();
                })
                .clientDisconnected((client, poe) -> of(client).gone = true)
                .start(kernel);
    }

    private Peer of(TcpConnection<Peer, byte[], byte[]> connection) {
        return peers.stream()
                .filter(peer -> peer.connection == connection)
                .findFirst()
                .orElseThrow();
    }

    /** The latest connection. */
    final Peer peer() {
        return peers.get(peers.size() - 1);
    }

    static HttpClientBuilder client() {
        return HttpClient.define().alias("ua");
    }

    /** Sends a request as the session that logs the answers. */
    final void ask(ClientRequest request) {
        kernel.post("ua", HttpClient.REQUEST, request.answer("asker", ClientRequest.RESPONSE));
        run();
    }

    final void get(String path) {
        ask(ClientRequest.get(URI + path));
    }

    final void run() {
        simulation.runUntilIdle();
    }

    final void advance(double seconds) {
        simulation.advance(Duration.ofNanos((long) (seconds * 1e9)));
    }

    final HttpClientCounts counts() {
        return kernel.call("ua", HttpClient.COUNTS, null);
    }

    static String ok(String content) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + content.length() + "\r\n\r\n" + content;
    }

    final void assertLog(String... lines) {
        assertEquals(List.of(lines), log);
        log.clear();
    }
}
