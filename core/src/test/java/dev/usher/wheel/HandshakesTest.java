package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.simulation.SimulatedClient;
import dev.usher.tls.Tls;
import dev.usher.tls.TlsServerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes that are many, silent or none, and certificates that are renewed between them. */
class HandshakesTest extends TlsCase {
    private final List<Recorder> upgraded = new ArrayList<>(); // a session of each connection's own

    /** Accepts in plain text; each connection begins TLS in a session of its own. */
    private void listenAndUpgrade(Tls tls) {
        server.begin = poe -> {
            poe.state(Recorder.OPENED, (Recorder me, Context context, Opened opened) -> {
                Recorder connection = new Recorder();
                connection.begin = own -> connection.factory = SocketFactory.upgrade(opened.link())
                        .tls(tls)
                        .successEvent(Recorder.OPENED)
                        .failureEvent(Recorder.FAILED)
                        .open(own);
                upgraded.add(connection);
                connection.session = kernel.create(Recorder.STATES, connection);
            });
            server.factory = SocketFactory.listen(ADDRESS)
                    .successEvent(Recorder.OPENED)
                    .failureEvent(Recorder.FAILED)
                    .open(poe);
        };
        server.session = kernel.create(Recorder.STATES, server);
    }

    // ---- floods and silence

    @Test
    void shouldCloseCleanlyWhenPlainTextComes() {
        listen(TlsFiles.localhost().define());
        SimulatedClient client = simulation.connect(9000);

        client.send("GET / HTTP/1.1\r\n\r\n");
        simulation.runUntilIdle();

        assertEquals("", client.received());
        assertTrue(client.isClosedByPeer());
        assertFalse(client.isReset());
        assertEquals(
                "this is no TLS: the peer began with 'GET / HTTP/1.1....'",
                broken.get(0).text());
        assertEquals(0, server.factory.handshakes());
    }

    @Test
    void shouldGiveUpAHandshakeThatTakesTooLong() {
        listen(TlsFiles.localhost().handshakeTimeout(Duration.ofSeconds(3)).define());
        SimulatedClient early = simulation.connect(9000);
        simulation.advance(Duration.ofSeconds(2));
        SimulatedClient late = simulation.connect(9000);

        simulation.advance(Duration.ofMillis(1_500));
        boolean lateGone = late.isClosedByPeer();
        simulation.advance(Duration.ofMillis(1_500));

        assertTrue(early.isClosedByPeer());
        assertFalse(lateGone);
        assertTrue(late.isClosedByPeer());
        assertEquals(Errno.ETIMEDOUT, broken.get(0).errno());
        assertEquals(2, broken.size());
    }

    @Test
    void shouldServeHonestClientsInAFloodOfSilentOnes() {
        listen(TlsFiles.localhost().mostHandshakes(10).define());
        List<SimulatedClient> silent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            silent.add(simulation.connect(9000));
        }
        simulation.runUntilIdle();
        int waiting = server.factory.handshakes();

        Recorder client = connect(TlsFiles.trusting());

        assertEquals(10, waiting);
        assertEquals(1, client.wheels.size());
        assertTrue(silent.get(0).isClosedByPeer());
        assertFalse(silent.get(49).isClosedByPeer());
    }

    @Test
    void shouldNotHoldUpThoseWhoAreConnectedInAFloodOfHandshakes() {
        listen(TlsFiles.localhost().define());
        server.on("ping", poe -> server.wheels.get(0).put("pong"));
        Recorder honest = connect(TlsFiles.trusting());
        List<Recorder> flood = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Recorder client = new Recorder();
            client.begin = poe -> client.factory = SocketFactory.connect(ADDRESS)
                    .tls(TlsFiles.trusting().define(), "localhost")
                    .successEvent(Recorder.OPENED)
                    .failureEvent(Recorder.FAILED)
                    .open(poe);
            kernel.create(Recorder.STATES, client);
            flood.add(client);
        }

        honest.wheel().put("ping");
        long slices = 0;
        while (honest.log.isEmpty()) {
            kernel.runOneTimeslice();
            slices++;
        }
        long done = flood.stream().filter(client -> !client.wheels.isEmpty()).count();
        simulation.runUntilIdle();

        assertTrue(slices < 10, slices + " slices");
        assertTrue(done < 10, done + " handshakes");
        assertEquals(
                20, flood.stream().filter(client -> !client.wheels.isEmpty()).count());
    }

    /** Behind a proxy's header, say: there each has a factory of its own, and all of them together are too many. */
    @Test
    void shouldBoundHandshakesOfConnectionsThatAreUpgradedTogether() {
        listenAndUpgrade(TlsFiles.localhost().mostHandshakes(10).define());
        List<SimulatedClient> silent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            silent.add(simulation.connect(9000));
        }
        simulation.runUntilIdle();
        long givenUp = silent.stream().filter(SimulatedClient::isClosedByPeer).count();

        Recorder client = connect(TlsFiles.trusting());

        assertEquals(40, givenUp);
        assertEquals(1, client.wheels.size());
        assertTrue(silent.get(0).isClosedByPeer());
        assertFalse(silent.get(49).isClosedByPeer());
        assertEquals(List.of("failed tls ECONNABORTED", "stop"), upgraded.get(0).log);
    }

    @Test
    void shouldForgetHandshakesWhoseSessionsHaveEnded() {
        listenAndUpgrade(TlsFiles.localhost().mostHandshakes(2).define());
        SimulatedClient first = simulation.connect(9000);
        simulation.connect(9000);
        simulation.runUntilIdle();

        kernel.post(upgraded.get(1).session, Recorder.DO, poe -> poe.signal(poe.session(), "KILL"));
        simulation.runUntilIdle();
        SimulatedClient third = simulation.connect(9000);
        simulation.runUntilIdle();

        assertFalse(first.isClosedByPeer() || third.isClosedByPeer());
    }

    @Test
    void shouldCipherOnceInASliceWhoeverShakesHands() {
        listenAndUpgrade(TlsFiles.localhost().define());
        Tls tls = TlsFiles.trusting().define();
        List<Recorder> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Recorder client = new Recorder();
            client.begin = poe -> client.factory = SocketFactory.connect(ADDRESS)
                    .tls(tls, "localhost")
                    .successEvent(Recorder.OPENED)
                    .failureEvent(Recorder.FAILED)
                    .open(poe);
            kernel.create(Recorder.STATES, client);
            clients.add(client);
        }

        int slices = 0;
        while (clients.stream().anyMatch(client -> client.wheels.isEmpty()) && slices < 10_000) {
            kernel.runOneTimeslice();
            slices++;
        }

        assertTrue(slices >= 40 && slices < 10_000, slices + " slices for 20 handshakes of two sides each");
    }

    @Test
    void shouldTellOfNothingNewWhilePaused() {
        listen(TlsFiles.localhost().define());
        SimulatedClient silent = simulation.connect(9000);
        Recorder client = new Recorder();
        client.begin = poe -> client.factory = SocketFactory.connect(ADDRESS)
                .tls(TlsFiles.trusting().define(), "localhost")
                .successEvent(Recorder.OPENED)
                .failureEvent(Recorder.FAILED)
                .open(poe);
        kernel.create(Recorder.STATES, client);
        kernel.runOneTimeslice();
        kernel.runOneTimeslice();

        server.factory.pauseAccept();
        simulation.runUntilIdle();
        int paused = server.wheels.size();
        server.factory.resumeAccept();
        simulation.runUntilIdle();

        assertEquals(0, paused);
        assertEquals(1, server.wheels.size());
        assertTrue(silent.isConnected());
    }

    @Test
    void shouldLetGoOfAllWhenItIsClosed() {
        listen(TlsFiles.localhost().reloadEvery(Duration.ofSeconds(1)).define());
        SimulatedClient silent = simulation.connect(9000);
        simulation.runUntilIdle();

        server.factory.close();
        simulation.runUntilIdle();

        assertTrue(silent.isClosedByPeer());
        assertEquals(List.of("stop"), server.log);
    }

    // ---- renewal

    @Test
    void shouldServeARenewedCertificateWhileOldConnectionsGoOn(@TempDir Path folder) throws IOException {
        Path certificate = Files.copy(TlsFiles.file("localhost.pem"), folder.resolve("cert.pem"));
        Path key = Files.copy(TlsFiles.file("localhost.key"), folder.resolve("key.pem"));
        listen(Tls.server()
                .certificate(certificate, key)
                .reloadEvery(Duration.ofSeconds(5))
                .define());
        Recorder old = connect(TlsFiles.trusting());

        replace(certificate, "renewed.pem", 1);
        replace(key, "renewed.key", 1);
        simulation.advance(Duration.ofSeconds(6));
        Recorder young = connect(TlsFiles.trusting());
        old.wheel().put("still here");
        simulation.runUntilIdle();

        assertEquals(
                "CN=localhost renewed,O=Usher tests",
                young.last
                        .tls()
                        .orElseThrow()
                        .peerCertificates()
                        .get(0)
                        .getSubjectX500Principal()
                        .getName());
        assertEquals(List.of("still here"), server.log);
    }

    @Test
    void shouldStayWithTheOldCertificateWhileTheNewKeyDoesNotFit(@TempDir Path folder) throws IOException {
        Path certificate = Files.copy(TlsFiles.file("localhost.pem"), folder.resolve("cert.pem"));
        Path key = Files.copy(TlsFiles.file("localhost.key"), folder.resolve("key.pem"));
        listen(Tls.server()
                .certificate(certificate, key)
                .reloadEvery(Duration.ofSeconds(5))
                .define());

        replace(certificate, "renewed.pem", 1);
        simulation.advance(Duration.ofSeconds(6));
        Recorder early = connect(TlsFiles.trusting());
        replace(key, "renewed.key", 2);
        simulation.advance(Duration.ofSeconds(6));
        Recorder late = connect(TlsFiles.trusting());

        assertEquals(
                List.of("CN=localhost,O=Usher tests", "CN=localhost renewed,O=Usher tests"),
                List.of(name(early), name(late)));
    }

    /** Such a factory lives for one handshake only: no timer of it would ever come to look. */
    @Test
    void shouldLookAtTheFilesWhenConnectionsAreUpgraded(@TempDir Path folder) throws IOException {
        Path certificate = Files.copy(TlsFiles.file("localhost.pem"), folder.resolve("cert.pem"));
        Path key = Files.copy(TlsFiles.file("localhost.key"), folder.resolve("key.pem"));
        listenAndUpgrade(Tls.server()
                .certificate(certificate, key)
                .reloadEvery(Duration.ofSeconds(5))
                .define());
        Recorder first = connect(TlsFiles.trusting());

        replace(certificate, "renewed.pem", 1);
        replace(key, "renewed.key", 1);
        simulation.advance(Duration.ofSeconds(4));
        Recorder early = connect(TlsFiles.trusting());
        simulation.advance(Duration.ofSeconds(2));
        Recorder late = connect(TlsFiles.trusting());

        assertEquals(
                List.of(
                        "CN=localhost,O=Usher tests",
                        "CN=localhost,O=Usher tests",
                        "CN=localhost renewed,O=Usher tests"),
                List.of(name(first), name(early), name(late)));
    }

    private static void replace(Path file, String by, int days) throws IOException {
        Files.write(file, Files.readAllBytes(TlsFiles.file(by)));
        Files.setLastModifiedTime(file, FileTime.fromMillis(86_400_000L * days)); // as if at another time
    }

    @Test
    void shouldStayAsItWasDefinedWhateverItsBuilderIsToldLater() {
        TlsServerBuilder builder = TlsFiles.localhost();
        Tls tls = builder.define();

        builder.protocols("TLSv1.2").alpn("late").handshakeTimeout(Duration.ofDays(1));
        listen(tls);
        connect(TlsFiles.trusting().alpn("late"));

        assertEquals("TLSv1.3", seenByServer().protocol());
        assertEquals(Optional.empty(), seenByServer().applicationProtocol());
        assertEquals(Duration.ofSeconds(10), tls.handshakeTimeout());
    }
}
