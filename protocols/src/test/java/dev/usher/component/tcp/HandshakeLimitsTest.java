package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.component.tls.TlsFiles;
import dev.usher.simulation.SimulatedClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is told of handshakes that take too long, and how many there may be behind a PROXY header. */
class HandshakeLimitsTest extends ClientCase {
    private static final byte[] HEADER =
            "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n".getBytes(StandardCharsets.US_ASCII);

    private TcpServerBuilder<Void, String, String> greeting() {
        return TcpServer.at(PORT)
                .clientConnected((client, poe) -> client.put("hi"))
                .clientInput((client, poe, line) -> client.put(line));
    }

    @Test
    void shouldTellClientErrorOfALateHandshakeWhoseItWasAndThatItTakesNothing() {
        TcpServer.at(PORT)
                .tls(TlsFiles.localhost()
                        .handshakeTimeout(Duration.ofSeconds(2))
                        .define())
                .perAddress(1, 0)
                .state(() -> "mine")
                .clientConnected((client, poe) -> log.add("connected"))
                .clientError((client, poe, error) -> log.add(client.remoteIp() + " " + client.state() + " "
                        + client.gotAnError() + " " + client.put("x") + " " + error.operation()))
                .clientDisconnected((client, poe) -> log.add("disconnected"))
                .clientRejected((client, poe, reason) -> log.add("rejected"))
                .handshakeFailed((listener, poe, failure) -> log.add(listener.connections() + " "
                        + listener.counts().errors() + " " + failure.error().operation()))
                .clientInput((client, poe, line) -> {})
                .start(kernel);
        simulation.connect(PORT);

        advance(2);

        assertEquals(List.of("127.0.0.1 mine true true timeout", "0 1 tls"), log);
    }

    @Test
    void shouldOutliveAClientErrorThatThrowsOfALateHandshake() {
        greeting()
                .tls(TlsFiles.localhost()
                        .handshakeTimeout(Duration.ofSeconds(2))
                        .define())
                .clientError((client, poe, error) -> {
                    log.add("server: " + error.operation());
                    throw new IllegalStateException("oops");
                })
                .start(kernel);
        simulation.connect(PORT);

        advance(2);
        telling().tls(TlsFiles.trusting().define()).start(kernel);
        run();

        assertEquals("server: timeout", log.get(0));
        assertTrue(log.contains("got hi"), log.toString());
    }

    @Test
    void shouldLogOneLineOfALateHandshakeWhenNobodyIsTold() {
        TcpServer.at(PORT)
                .tls(TlsFiles.localhost()
                        .handshakeTimeout(Duration.ofSeconds(2))
                        .define())
                .clientInput((client, poe, line) -> {})
                .start(kernel);
        simulation.connect(PORT);

        advance(2);

        assertEquals(1, Logs.lines().size(), Logs.lines().toString());
        assertTrue(Logs.lines().get(0).contains("the handshake was not done within PT2S"));
    }

    /** Those behind a header are as many as others, and are looked for by as many. */
    @Test
    @Row({"T55", "T57"})
    void shouldServeHonestClientsInAFloodOfSilentOnesBehindTheProxyHeader() {
        long id = greeting()
                .proxyProtocol(ProxyProtocol.trusting("127.0.0.1"))
                .endpoint(Endpoint.of(PORT + 1))
                .tls(TlsFiles.localhost().mostHandshakes(20).define())
                .clientRejected((client, poe, reason) -> {})
                .handshakeFailed((listener, poe, failure) -> {})
                .start(kernel);
        List<SimulatedClient> silent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            SimulatedClient client = simulation.connect(i % 2 == 0 ? PORT : PORT + 1);
            if (i % 2 == 0) {
                client.send(HEADER);
            }
            silent.add(client);
        }
        run();
        int waiting = listener(id).handshakes();

        telling()
                .preConnect((client, poe, link) -> {
                    link.write(ByteBuffer.wrap(HEADER));
                    client.upgrade(TlsFiles.trusting().define());
                })
                .start(kernel);
        run();

        assertEquals(20, waiting);
        assertTrue(log.contains("got hi"), log.toString());
        assertEquals(81, silent.stream().filter(SimulatedClient::isClosedByPeer).count());
    }

    @Test
    void shouldLogOneLineOfPlainTextBehindTheProxyHeader() {
        greeting()
                .proxyProtocol(ProxyProtocol.trusting("127.0.0.1"))
                .tls(TlsFiles.localhost().define())
                .start(kernel);
        SimulatedClient plain = simulation.connect(PORT);

        plain.send(HEADER);
        plain.send("HELO me\r\n");
        run();

        assertTrue(plain.isClosedByPeer());
        assertFalse(plain.isReset());
        assertEquals(1, Logs.lines().size(), Logs.lines().toString());
        assertTrue(Logs.lines().get(0).contains("192.0.2.7"), Logs.lines().get(0));
        assertTrue(Logs.lines().get(0).contains("'HELO me..'"), Logs.lines().get(0));
    }

    @Test
    @Row("T93")
    void shouldNotWaitForHandshakesOfConnectionsWhenItIsStopped() {
        long id = greeting()
                .proxyProtocol(ProxyProtocol.trusting("127.0.0.1"))
                .tls(TlsFiles.localhost().define())
                .clientRejected((client, poe, reason) -> log.add(reason))
                .stopped((listener, poe) -> log.add("stopped"))
                .start(kernel);
        SimulatedClient silent = simulation.connect(PORT);
        silent.send(HEADER);
        run();

        kernel.post(id, TcpServer.SHUTDOWN_ALL, Stop.now(Duration.ofSeconds(1)));
        advance(1);

        assertTrue(silent.isClosedByPeer());
        assertEquals(List.of("tls: shut down before TLS was agreed on", "stopped"), log);
        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    @Row("T73")
    void shouldNotLogThatAClientHasGoneWithoutGoodBye() {
        long id = greeting().tls(TlsFiles.localhost().define()).start(kernel);
        telling()
                .tls(TlsFiles.trusting().define())
                .serverInput((client, poe, line) ->
                        client.wheel().orElseThrow().link().close())
                .start(kernel);

        run();

        assertEquals(0, listener(id).connections());
        assertEquals(1, listener(id).counts().errors());
        assertEquals(List.of(), Logs.lines());
    }
}
