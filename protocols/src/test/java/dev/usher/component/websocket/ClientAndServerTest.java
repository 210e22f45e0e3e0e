package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.tcp.Backoff;
import dev.usher.component.tcp.ProxyServer;
import dev.usher.component.tls.TlsFiles;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.DeflateParameters;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.simulation.Faults;
import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Usher's client at Usher's server, both in one simulation. */
class ClientAndServerTest extends WebSocketCase {
    private static final Backoff SECONDS =
            Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(8)).jitter(0);

    private WebSocketClientConnection socket;

    private WebSocketClientBuilder client() {
        return client(WebSocketClient.to("ws://127.0.0.1:" + PORT + "/"));
    }

    private WebSocketClientBuilder client(WebSocketClientBuilder wanted) {
        return wanted.onHandshake((client, poe, handshake) -> socket = client)
                .onReady((client, poe, handshake) -> log.add("client ready"))
                .onUtf8((client, poe, text) -> log.add("client utf8 " + text))
                .onRefused((client, poe, answer) -> log.add("client refused " + answer.status()))
                .onConnectError((client, poe, error) -> log.add("client error " + error.errno()))
                .onDisconnect((client, poe, end) -> log.add("client disconnect " + end.code() + " " + end.cause()));
    }

    @Test
    @Row("W134")
    void shouldTalkToTheServer() {
        // given
        server().start(kernel);
        client().start(kernel);
        run();

        // when
        socket.sendUtf8("hello");
        run();
        socket.disconnect(4_000, "enough");
        run();

        // then
        assertLog(
                "connect",
                "handshake /",
                "ready",
                "client ready",
                "utf8 hello",
                "client utf8 hello",
                "client disconnect 4000 PROGRAM",
                "disconnect 4000 enough PEER");
        assertFalse(socket.session().isAlive());
    }

    private WebSocketClientBuilder secure(String host) {
        return client(WebSocketClient.to("wss://" + host + ":" + PORT + "/"))
                .tls(TlsFiles.trusting().define());
    }

    @Test
    @Row("W134")
    void shouldTalkOverTls() {
        server().onHandshake((connection, poe, handshake) -> log.add("secure " + handshake.secure()))
                .tls(TlsFiles.localhost().alpn("http/1.1").define())
                .start(kernel);
        secure("localhost").start(kernel);
        run();

        socket.sendUtf8("hello");
        run();

        assertTrue(log.containsAll(List.of("secure true", "client ready", "client utf8 hello")), log.toString());
    }

    /** The certificate is not for it. */
    @Test
    @Row("W134")
    void shouldNotTalkToAnotherHostThanItWasMeantFor() {
        server().tls(TlsFiles.localhost().define())
                .onError((server, poe, error) -> {})
                .start(kernel);

        ProxyServer.start(kernel, PORT + 1, PORT, log);
        secure("server.example")
                .proxy("127.0.0.1", PORT + 1)
                .proxyHeader("X", "y")
                .start(kernel);
        run();

        assertLog(
                "CONNECT server.example:" + PORT + " HTTP/1.1, Host: server.example:" + PORT + ", X: y",
                "client error EPROTO");
    }

    @Test
    @Row("W134")
    void shouldTalkOverTlsByWayOfAProxy() {
        server().tls(TlsFiles.localhost().define()).start(kernel);
        ProxyServer.start(kernel, PORT + 1, PORT, log);
        secure("localhost").proxy("127.0.0.1", PORT + 1).start(kernel);
        run();

        socket.sendUtf8("hello");
        run();

        assertTrue(log.containsAll(List.of("client ready", "client utf8 hello")), log.toString());
    }

    @Test
    @Row("W134")
    void shouldComeBackWhenTheServerDoes() {
        // given
        server().start(kernel);
        client().reconnect(SECONDS).start(kernel);
        run();

        // when
        server.shutdown();
        advance(0.5);
        log.clear();
        advance(3); // tries after 1 s and after 2 more
        server().start(kernel);
        advance(4);

        // then
        assertLog(
                "client error ECONNREFUSED",
                "client error ECONNREFUSED",
                "connect",
                "handshake /",
                "ready",
                "client ready");
    }

    @Test
    void shouldTellTheEndOfTheServerAndComeBackNoMoreWhenItHasLeftItself() {
        // given
        server().start(kernel);
        client().reconnect(SECONDS)
                .onDisconnect((client, poe, end) -> {
                    log.add("client disconnect " + end.code() + " " + end.cause());
                    client.disconnect();
                })
                .start(kernel);
        run();
        log.clear();

        // when
        server.shutdown();
        advance(60);

        // then
        assertLog("disconnect 1001  SHUTDOWN", "client disconnect 1001 PEER");
        assertFalse(socket.session().isAlive());
    }

    @Test
    void shouldTryNoMoreWhenTheProgramDisconnectsBetweenTwoAttempts() {
        // given
        client().reconnect(SECONDS).alias("client").start(kernel);
        advance(1.5);
        log.clear();

        // when
        kernel.postFromAnyThread("client", WebSocketClient.DISCONNECT, Close.EMPTY);
        advance(60);

        // then
        assertLog();
        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    void shouldConnectAtOnceWhenTheProgramWantsIt() {
        // given
        client().reconnect(SECONDS).alias("client").start(kernel);
        advance(3.5);
        server().start(kernel);
        log.clear();

        // when: the next attempt were due after 7 s
        kernel.postFromAnyThread("client", WebSocketClient.RECONNECT, null);
        run();

        // then
        assertLog("connect", "handshake /", "ready", "client ready");
    }

    @Test
    void shouldBackOffFromAServerThatRefuses() {
        // given
        server().onHandshake((connection, poe, handshake) -> {
                    log.add("asked");
                    handshake.reject(503);
                })
                .onConnect((listener, poe, connection) -> {})
                .onDisconnect((connection, poe, end) -> {})
                .start(kernel);
        client().reconnect(SECONDS.tries(3))
                .onDisconnect((client, poe, end) -> {})
                .start(kernel);

        // when: after 0, 1, 3 and 7 s
        advance(6.9);
        assertLog("asked", "client refused 503", "asked", "client refused 503", "asked", "client refused 503");
        advance(60);

        // then
        assertEquals(8, log.size(), log.toString());
        assertFalse(socket.session().isAlive());
    }

    @Test
    void shouldKeepWhatAProgramHasSetAcrossConnections() {
        // given
        server().start(kernel);
        client().reconnect(SECONDS).start(kernel);
        run();
        socket.attribute("name", "value");
        WebSocketClientConnection first = socket;

        // when
        server.connections().get(0).drop();
        advance(2);

        // then
        assertTrue(first == socket && socket.isReady());
        assertEquals("value", socket.attribute("name").orElse("nothing"));
        assertEquals(2, socket.count().granted());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Row("W134")
    void shouldPassMessagesOfAnySizeThroughANetworkWithFaults(boolean deflate) {
        for (long seed = 1; seed <= 20; seed++) {
            close();
            simulation = Simulation.seeded(seed);
            kernel = simulation.kernel();
            simulation.network().capacity(700);
            simulation.faults(Faults.none()
                    .shortReads(0.5)
                    .shortWrites(0.5)
                    .delay(Duration.ofMillis(1), Duration.ofMillis(20))
                    .reorderReady());
            List<String> came = new ArrayList<>();
            WebSocketServerBuilder server = WebSocketServer.at(PORT)
                    .limits(new FrameLimits(1 << 20, 1 << 20, 100))
                    .maxSendSize(1 << 20)
                    .onMessage((connection, poe, message) -> connection.send(message));
            WebSocketClientBuilder client = client().limits(new FrameLimits(1 << 20, 1 << 20, 100))
                    .maxSendSize(1 << 20)
                    .onUtf8((connection, poe, text) -> came.add(text));
            if (deflate) {
                DeflateOptions options = DeflateOptions.DEFAULT.withParameters(DeflateParameters.WITH_CONTEXT);
                server.deflate(options);
                client.deflate(options);
            }
            server.start(kernel);
            client.start(kernel);
            advance(1);

            // when
            List<String> sent = new ArrayList<>();
            for (int size : new int[] {0, 1, 125, 126, 1_000, 65_535, 65_536, 70_000}) {
                sent.add("\u00e9".repeat(size / 2) + "x".repeat(size % 2) + size);
            }
            sent.forEach(socket::sendUtf8);
            advance(120);

            // then
            assertEquals(sent, came, "seed " + seed + " " + log);
            assertEquals(deflate, !socket.extensions().isEmpty());
        }
    }

    @Test
    void shouldComeBackWheneverTheNetworkBreaks() {
        for (long seed = 1; seed <= 20; seed++) {
            // given
            close();
            simulation = Simulation.seeded(seed);
            kernel = simulation.kernel();
            log.clear();
            WebSocketServer.at(PORT).start(kernel);
            simulation.faults(Faults.none().resets(0.02).refusedConnects(0.2));
            client().silenceMax(Duration.ofSeconds(2)).reconnect(SECONDS).start(kernel);

            // when
            advance(600);
            simulation.faults(Faults.none());
            advance(60);

            // then: each connection has told its end, but the last
            assertTrue(socket.isReady(), "seed " + seed);
            long ready = log.stream().filter("client ready"::equals).count();
            assertTrue(ready > 5, "seed " + seed + ": " + ready);
            long ends = log.stream()
                    .filter(line -> line.startsWith("client disconnect"))
                    .count();
            assertTrue(ends >= ready - 1, "seed " + seed + ": " + ends + " of " + ready);
            assertEquals("client ready", log.get(log.size() - 1));
        }
    }

    @Test
    @Row("W134")
    void shouldDoTheSameAgainWhenTheSeedIsTheSame() {
        assertEquals(story(5), story(5));
    }

    private List<String> story(long seed) {
        close();
        simulation = Simulation.seeded(seed);
        kernel = simulation.kernel();
        log.clear();
        WebSocketServer.at(PORT).start(kernel);
        simulation.faults(Faults.none().resets(0.05).refusedConnects(0.2));
        client().silenceMax(Duration.ofSeconds(2))
                .reconnect(Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(8)))
                .onDisconnect((client, poe, end) -> log.add(poe.kernel().clock().nanoTime() + " " + end))
                .start(kernel);
        advance(300);
        assertTrue(log.size() > 10);
        return List.copyOf(log);
    }
}
