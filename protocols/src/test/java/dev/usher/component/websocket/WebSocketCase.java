package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.log.Logs;
import dev.usher.kernel.Kernel;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A simulation with a WebSocket server on port 8080, and a log of what its callbacks were told. */
abstract class WebSocketCase {
    static final int PORT = 8080;

    final List<String> log = new ArrayList<>();
    final List<WebSocketConnection> connections = new ArrayList<>(); // kept by keeping()
    Simulation simulation;
    Kernel kernel;
    WebSocketListener server; // of the latest connection

    @BeforeEach
    final void open() {
        simulation = Simulation.seeded(1);
        kernel = simulation.kernel();
        Logs.clear();
    }

    @AfterEach
    final void close() {
        simulation.close();
    }

    /** A server whose callbacks tell the log, and that says every text again. */
    final WebSocketServerBuilder server() {
        return logged(WebSocketServer.at(PORT));
    }

    /** The same, and each connection is kept when it is ready. */
    final WebSocketServerBuilder keeping() {
        return server().onReady((connection, poe, handshake) -> connections.add(connection));
    }

    final WebSocketServerBuilder logged(WebSocketServerBuilder described) {
        return described
                .onConnect((listener, poe, connection) -> {
                    server = listener;
                    log.add("connect");
                })
                .onHandshake((connection, poe, handshake) -> log.add("handshake " + handshake.resource()))
                .onReady((connection, poe, handshake) -> log.add("ready"))
                .onUtf8((connection, poe, text) -> {
                    log.add("utf8 " + text);
                    connection.sendUtf8(text);
                })
                .onBinary((connection, poe, bytes) -> {
                    log.add("binary " + bytes.length);
                    connection.sendBinary(bytes);
                })
                .onPing((connection, poe, bytes) -> log.add("ping " + new String(bytes)))
                .onPong((connection, poe, bytes) -> log.add("pong " + new String(bytes)))
                .onDisconnect((connection, poe, end) ->
                        log.add("disconnect " + end.code() + " " + end.reason() + " " + end.cause()));
    }

    final void run() {
        simulation.runUntilIdle();
    }

    final void advance(double seconds) {
        simulation.advance(Duration.ofNanos((long) (seconds * 1e9)));
    }

    final SimulatedClient tcp() {
        SimulatedClient client = simulation.connect(PORT);
        run();
        return client;
    }

    /** A client whose handshake is done. */
    final Peer peer(String... fields) {
        Peer peer = new Peer(this, tcp());
        String answer = peer.ask(fields);
        assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
        return peer;
    }

    /** What a new client's handshake is answered. */
    final String shake(String... fields) {
        return new Peer(this, tcp()).ask(fields);
    }

    static String status(String answer) {
        return answer.length() < 12 ? "nothing" : answer.substring(9, 12);
    }

    final void assertLog(String... lines) {
        assertEquals(List.of(lines), log);
    }
}
