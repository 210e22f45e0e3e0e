package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Errno;
import dev.usher.simulation.Faults;
import dev.usher.simulation.Simulation;
import dev.usher.tls.Tls;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both ends in one kernel, over the network in memory. All but the bytes themselves is the same in every run: the JDK's
 * engine takes its randomness from the system and cannot be told otherwise.
 */
class TlsWheelTest extends TlsCase {
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldCarryRecordsBothWaysInEitherVersion(String version) {
        listen(TlsFiles.localhost().protocols(version).define());
        server.on("hello", poe -> server.wheel().put("you too"));

        Recorder client = connect(TlsFiles.trusting());
        client.wheel().put("hello");
        simulation.runUntilIdle();

        assertEquals(List.of("hello"), server.log);
        assertEquals(List.of("you too"), client.log);
        assertEquals(version, seenByServer().protocol());
        assertEquals(Optional.of("localhost"), seenByServer().serverName());
        assertEquals(
                "CN=localhost,O=Usher tests",
                client.last
                        .tls()
                        .orElseThrow()
                        .peerCertificates()
                        .get(0)
                        .getSubjectX500Principal()
                        .getName());
    }

    @Test
    void shouldCarryRecordsOverAPathToo() {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of("/run/secure");
        server.begin = poe -> server.factory = SocketFactory.listen(path)
                .tls(TlsFiles.localhost().define())
                .successEvent(Recorder.OPENED)
                .failureEvent(Recorder.FAILED)
                .open(poe);
        kernel.create(Recorder.STATES, server);
        Recorder client = new Recorder();
        client.begin = poe -> client.factory = SocketFactory.connect(path)
                .tls(TlsFiles.trusting().define(), "localhost")
                .successEvent(Recorder.OPENED)
                .failureEvent(Recorder.FAILED)
                .open(poe);
        kernel.create(Recorder.STATES, client);
        simulation.runUntilIdle();

        client.wheel().put("hello");
        simulation.runUntilIdle();

        assertEquals(List.of("hello"), server.log);
        assertEquals("LOCAL", server.last.remoteIp());
        assertEquals(Optional.of("localhost"), seenByServer().serverName());
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, 1", "TLSv1.3, 1", "TLSv1.3, 7", "TLSv1.3, 1000", "TLSv1.2, 20000"})
    void shouldCarryEverythingWhenTheLinkHoldsFewBytes(String version, int capacity) {
        simulation.network().capacity(capacity);
        simulation.stepLimit(10_000_000);
        listen(TlsFiles.localhost().protocols(version).define());
        String line = "x".repeat(capacity < 10 ? 3_000 : 100_000);
        server.shaped(wheel -> wheel.flushedEvent(Recorder.FLUSHED));
        server.on(line, poe -> server.wheel().put(line));

        Recorder client = connect(TlsFiles.trusting());
        assertEquals(List.of(), refused);
        client.wheel().put(line);
        client.wheel().put("end");
        simulation.runUntilIdle();

        assertEquals(List.of(line, "end", "flushed"), server.log);
        assertEquals(List.of(line), client.log);
    }

    /** All of it was written at once, if only the peer kept up. */
    @Test
    void shouldWriteALargeOutputInTurns() {
        simulation.network().capacity(10_000_000);
        listen(TlsFiles.localhost().define());
        Recorder client = connect(TlsFiles.trusting());
        String line = "x".repeat(5_000_000);

        server.wheel().put(line);
        server.wheel().flush();
        int left = server.wheel().octets();
        simulation.runUntilIdle();

        assertTrue(left > 3_000_000 && left < 4_000_000, "left " + left);
        assertEquals(List.of(line), client.log);
        assertEquals(0, server.wheel().octets());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldCarryEverythingOrTellWhenTheNetworkIsFaulty(long seed) {
        try (Simulation faulty = Simulation.seeded(seed)) {
            faulty.faults(Faults.none()
                    .shortReads(0.5)
                    .shortWrites(0.5)
                    .delay(Duration.ZERO, Duration.ofMillis(5))
                    .reorderReady()
                    .resets(seed > 4 ? 0.02 : 0));
            TlsEcho echo = new TlsEcho(faulty.kernel(), 50);

            faulty.advance(Duration.ofMinutes(1));

            assertTrue(echo.isWhole() || seed > 4 && echo.hasFailed(), echo.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, localhost",
        "one.example, one.example",
        "a.wild.example, one.example",
        "rsa.example, rsa.example",
        "ONE.example, one.example"
    })
    void shouldShowTheCertificateOfTheHostAskedFor(String host, String shown) {
        listen(TlsFiles.localhost()
                .certificate(TlsFiles.file("one.pem"), TlsFiles.file("one-sec1.key"))
                .certificate(TlsFiles.file("rsa.pem"), TlsFiles.file("rsa-pkcs1.key"))
                .define());

        Recorder client = connect(TlsFiles.trusting().define(), host);

        String name = client.last
                .tls()
                .orElseThrow()
                .peerCertificates()
                .get(0)
                .getSubjectX500Principal()
                .getName();
        assertEquals("CN=" + shown + ",O=Usher tests", name);
    }

    @Test
    void shouldShowTheFirstCertificateWhenNobodyIsForTheHost() {
        listen(TlsFiles.localhost()
                .certificate(TlsFiles.file("one.pem"), TlsFiles.file("one-sec1.key"))
                .define());

        Recorder client = connect(Tls.client().insecurelyTrustAnybody().define(), "b.a.wild.example");

        String name = client.last
                .tls()
                .orElseThrow()
                .peerCertificates()
                .get(0)
                .getSubjectX500Principal()
                .getName();
        assertEquals("CN=localhost,O=Usher tests", name);
    }

    @Test
    void shouldRefuseACertificateForAnotherHost() {
        listen(TlsFiles.localhost().define());

        connect(TlsFiles.trusting().define(), "one.example");

        assertEquals("tls", refused.get(0).operation());
        assertEquals(Errno.EPROTO, refused.get(0).errno());
        assertTrue(refused.get(0).text().contains("one.example"), refused.get(0).text());
        assertEquals("tls", broken.get(0).operation());
    }

    @Test
    void shouldRefuseACertificateThatNobodyTrusts() {
        listen(Tls.server()
                .certificate(TlsFiles.file("stranger.pem"), TlsFiles.file("stranger.key"))
                .define());

        connect(TlsFiles.trusting().define(), "stranger");

        assertEquals(1, refused.size());
        assertEquals(1, broken.size());
    }

    @Test
    void shouldAgreeOnAProtocolOfTheApplication() {
        listen(TlsFiles.localhost().alpn("h2", "http/1.1").define());

        Recorder client = connect(TlsFiles.trusting().alpn("http/1.1", "spdy"));

        assertEquals(Optional.of("http/1.1"), seenByServer().applicationProtocol());
        assertEquals(Optional.of("http/1.1"), client.last.tls().orElseThrow().applicationProtocol());
    }

    @Test
    void shouldFailWhenNoProtocolOfTheApplicationIsCommon() {
        listen(TlsFiles.localhost().alpn("h2").define());

        connect(TlsFiles.trusting().alpn("spdy"));

        assertEquals(1, refused.size());
        assertTrue(
                refused.get(0).text().contains("no_application_protocol"),
                refused.get(0).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldTellTheClientsCertificate(String version) {
        listen(TlsFiles.localhost()
                .protocols(version)
                .trust(TlsFiles.file("ca.pem"))
                .needClientCertificate()
                .define());

        connect(TlsFiles.trusting().certificate(TlsFiles.file("client.pem"), TlsFiles.file("client.key")));

        assertEquals(
                "CN=alice,O=Usher tests",
                seenByServer()
                        .peerCertificates()
                        .get(0)
                        .getSubjectX500Principal()
                        .getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldRefuseAClientWithoutTheCertificateItNeeds(String version) {
        listen(TlsFiles.localhost()
                .protocols(version)
                .trust(TlsFiles.file("ca.pem"))
                .needClientCertificate()
                .define());

        Recorder client = connect(TlsFiles.trusting());

        assertEquals(List.of(), server.wheels);
        assertEquals(1, broken.size());
        // In TLS 1.3 a client is done before the server has seen its certificate: it learns of it by reading.
        assertEquals(version.equals("TLSv1.3") ? List.of("error read EPROTO") : List.of("stop"), client.log);
    }

    @Test
    void shouldTakeAClientWithoutTheCertificateItWants() {
        listen(TlsFiles.localhost()
                .trust(TlsFiles.file("ca.pem"))
                .wantClientCertificate()
                .define());

        connect(TlsFiles.trusting());

        assertEquals(1, server.wheels.size());
        assertEquals(List.of(), seenByServer().peerCertificates());
    }

    // ---- ends

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldEndOneHalfAndStillReadTheOther(String version) {
        listen(TlsFiles.localhost().protocols(version).define());
        server.on("error", poe -> {
            server.wheel().put("late");
            server.wheel().shutdownOutput();
        });

        Recorder client = connect(TlsFiles.trusting());
        client.wheel().put("last");
        client.wheel().shutdownOutput();
        simulation.runUntilIdle();

        if (version.equals("TLSv1.3")) {
            assertEquals(List.of("last", "error read NONE"), server.log);
            assertEquals(List.of("late", "error read NONE"), client.log);
        } else { // RFC 5246 §7.2.1: the end of one half is the end of both
            assertEquals(List.of("last", "error read NONE", "error write EPIPE"), server.log);
            assertEquals(List.of("error read NONE"), client.log);
        }
    }

    @Test
    void shouldTellTheEndWhenTheConnectionIsClosed() {
        listen(TlsFiles.localhost().define());

        Recorder client = connect(TlsFiles.trusting());
        client.wheel().put("last");
        client.wheel().close();
        simulation.runUntilIdle();

        assertEquals(List.of("last", "error read NONE"), server.log);
    }

    @Test
    void shouldTellAStreamThatWasCutOffFromOneThatEnded() {
        listen(TlsFiles.localhost().define());

        Recorder client = connect(TlsFiles.trusting());
        client.wheel().put("last");
        simulation.runUntilIdle();
        client.wheel().link().close(); // past the driver
        simulation.runUntilIdle();

        assertEquals(List.of("last", "error read ECONNABORTED"), server.log);
    }

    @Test
    void shouldTellTheEndOnlyOnceAndAfterTheRecordsBeforeIt() {
        listen(TlsFiles.localhost().define());
        server.on("one", poe -> server.wheel().pauseInput());

        Recorder client = connect(TlsFiles.trusting());
        client.wheel().put("one");
        client.wheel().put("two");
        client.wheel().shutdownOutput();
        simulation.runUntilIdle();
        List<String> paused = server.taken();
        server.wheel().resumeInput();
        simulation.runUntilIdle();

        assertEquals(List.of("one"), paused);
        assertEquals(List.of("two", "error read NONE"), server.log);
    }

    @Test
    void shouldRefuseBytesThatAreNoRecord() {
        listen(TlsFiles.localhost().define());
        Recorder client = connect(TlsFiles.trusting());
        client.wheel().put("fine");
        simulation.runUntilIdle();

        server.taken();
        writeRaw(client, "GET / HTTP/1.1\r\n\r\n");
        simulation.runUntilIdle();

        assertEquals(List.of("error read EPROTO"), server.log);
    }

    private static void writeRaw(Recorder client, String text) {
        try {
            client.wheel().link().write(java.nio.ByteBuffer.wrap(text.getBytes()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- resumption

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldTakeUpAnEarlierSession(String version) {
        listen(TlsFiles.localhost().protocols(version).define());
        Tls tls = TlsFiles.trusting().define();

        Recorder first = connect(tls, "localhost");
        boolean firstByServer = seenByServer().resumed();
        first.wheel().close();
        Recorder second = connect(tls, "localhost");

        assertFalse(first.last.tls().orElseThrow().resumed());
        assertFalse(firstByServer);
        assertTrue(second.last.tls().orElseThrow().resumed());
        assertTrue(seenByServer().resumed());
        assertEquals(name(first), name(second));
    }
}
