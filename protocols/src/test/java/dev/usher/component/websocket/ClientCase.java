package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.log.Logs;
import dev.usher.component.tcp.TcpConnection;
import dev.usher.component.tcp.TcpServer;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.StreamFilter;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.filters.websocket.FrameReader;
import dev.usher.filters.websocket.FrameWriter;
import dev.usher.filters.websocket.HandshakeKey;
import dev.usher.filters.websocket.Role;
import dev.usher.filters.websocket.WebSocketPart;
import dev.usher.kernel.Kernel;
import dev.usher.simulation.Simulation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A simulation with a server whose bytes the test says, and a log of what a client's callbacks were told. */
abstract class ClientCase {
    static final int PORT = 8080;
    static final String URI = "ws://127.0.0.1:8080/chat?room=1";

    final List<String> log = new ArrayList<>();
    Simulation simulation;
    Kernel kernel;
    WebSocketClientConnection socket; // the client, once it has asked

    // What the server in the test's hand has, of its latest connection.
    TcpConnection<Void, byte[], byte[]> accepted;
    int connections;
    boolean serverSawEnd;
    private final StringBuilder received = new StringBuilder();
    private final Input frames = new Input(64);
    private FrameReader reader;
    private boolean shaken;

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

    /** A server that says nothing by itself. */
    final void listen(int port) {
        TcpServer.at(port, StreamFilter::new)
                .shutdownOnError(false)
                .clientConnected((client, poe) -> {
                    accepted = client;
                    connections++;
                    received.setLength(0);
                    frames.clear();
                    reader = new FrameReader(Role.SERVER, FrameLimits.DEFAULT);
                    shaken = false;
                    serverSawEnd = false;
                })
                .clientInput((client, poe, bytes) -> {
                    if (shaken) {
                        frames.append(bytes, 0, bytes.length);
                    } else {
                        received.append(new String(bytes, StandardCharsets.ISO_8859_1));
                    }
                })
                .clientError((client, poe, error) -> {
                    serverSawEnd = true;
                })
                .start(kernel);
    }

    final WebSocketClientBuilder client() {
        return client(URI);
    }

    /** A client whose callbacks tell the log. */
    final WebSocketClientBuilder client(String uri) {
        return WebSocketClient.to(uri)
                .onHandshake((client, poe, handshake) -> {
                    socket = client;
                    log.add("handshake");
                })
                .onReady((client, poe, handshake) -> log.add("ready"))
                .onUtf8((client, poe, text) -> log.add("utf8 " + text))
                .onBinary((client, poe, bytes) -> log.add("binary " + bytes.length))
                .onPing((client, poe, bytes) -> log.add("ping " + new String(bytes, StandardCharsets.UTF_8)))
                .onPong((client, poe, bytes) -> log.add("pong " + new String(bytes, StandardCharsets.UTF_8)))
                .onRefused((client, poe, answer) -> log.add("refused " + answer))
                .onConnectError((client, poe, error) -> log.add("error " + error.operation() + " " + error.errno()))
                .onDisconnect((client, poe, end) ->
                        log.add(("disconnect " + end.code() + " " + end.cause() + " " + end.reason()).strip()));
    }

    final void run() {
        simulation.runUntilIdle();
    }

    final void advance(double seconds) {
        simulation.advance(Duration.ofNanos((long) (seconds * 1e9)));
    }

    // ---- as a server

    final String request() {
        return received.toString();
    }

    final String field(String name) {
        Matcher field = Pattern.compile("(?im)^" + name + ": (.*)$").matcher(received);
        return field.find() ? field.group(1) : "none";
    }

    final void say(String bytes) {
        say(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    final void say(byte[] bytes) {
        accepted.put(bytes);
        run();
    }

    final String grant(String... more) {
        StringBuilder answer = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                + new HandshakeKey(field("Sec-WebSocket-Key")).accept() + "\r\n");
        for (String field : more) {
            answer.append(field).append("\r\n");
        }
        shaken = true;
        return answer + "\r\n";
    }

    /** Grants the handshake; the client is ready then. */
    final void shake(String... more) {
        say(grant(more));
    }

    /** A client that is ready. */
    final void ready(WebSocketClientBuilder described) {
        listen(PORT);
        described.start(kernel);
        run();
        shake();
        assertEquals(List.of("handshake", "ready"), log);
        log.clear();
    }

    static byte[] frames(WebSocketPart... parts) {
        Output out = new Output(64);
        FrameWriter writer = FrameWriter.ofServer();
        for (WebSocketPart part : parts) {
            writer.put(part, out);
        }
        return out.toByteArray();
    }

    final void say(WebSocketPart... parts) {
        say(frames(parts));
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** The frames that the client has sent since this was last asked, in words; unmasked ones would be refused. */
    final List<String> heard() {
        List<String> words = new ArrayList<>();
        for (WebSocketPart part = reader.next(frames); part != null; part = reader.next(frames)) {
            words.add(Peer.words(part));
        }
        return words;
    }

    /** The frames as they stand. */
    final byte[] raw() {
        byte[] bytes = new byte[frames.remaining()];
        System.arraycopy(frames.array(), frames.position(), bytes, 0, bytes.length);
        frames.clear();
        return bytes;
    }

    final void hangUp() {
        accepted.wheel().orElseThrow().shutdownOutput();
        run();
    }

    final void assertLog(String... lines) {
        assertEquals(List.of(lines), log);
        log.clear();
    }
}
