package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.component.tls.TlsFiles;
import dev.usher.kernel.Errno;
import dev.usher.simulation.SimulatedClient;
import dev.usher.tls.Tls;
import dev.usher.tls.TlsInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers and clients over TLS, both in one kernel. */
class TcpTlsTest extends ClientCase {
    private final List<TlsInfo> agreed = new ArrayList<>(); // by the server

    private TcpServerBuilder<Void, String, String> greeting() {
        return TcpServer.at(PORT)
                .alias("s")
                .clientConnected((client, poe) -> {
                    agreed.add(client.tls().orElseThrow());
                    client.put("hi");
                })
                .clientInput((client, poe, line) -> client.put(line))
                .clientError((client, poe, error) -> log.add("server: " + text(error)));
    }

    private TcpClientBuilder<Void, String, String> secure() {
        return telling().tls(TlsFiles.trusting().define());
    }

    private static String name(TlsInfo info) {
        return info.peerCertificates().get(0).getSubjectX500Principal().getName();
    }

    @Test
    @Row({"T54", "T108", "TC38"})
    void shouldEchoOverTls() {
        greeting().tls(TlsFiles.localhost().alpn("lines").define()).start(kernel);

        telling(TcpClient.to("localhost", PORT))
                .tls(TlsFiles.trusting().alpn("words", "lines").define())
                .connected((client, poe) ->
                        log.add("connected " + name(client.tls().orElseThrow())))
                .start(kernel);
        simulation.runUntilIdle();
        say("over");

        assertEquals(List.of("started", "connected CN=localhost,O=Usher tests", "got hi", "flushed", "got over"), log);
        assertEquals(
                List.of("TLSv1.3", false),
                List.of(agreed.get(0).protocol(), agreed.get(0).resumed()));
        assertEquals(Optional.of("lines"), agreed.get(0).applicationProtocol());
        assertEquals(Optional.of("localhost"), agreed.get(0).serverName());
    }

    @Test
    @Row("T54")
    void shouldServeANewCertificateAfterAReloadWhileOldConnectionsGoOn(@TempDir Path folder) throws IOException {
        Path certificate = Files.copy(TlsFiles.file("localhost.pem"), folder.resolve("cert.pem"));
        Path key = Files.copy(TlsFiles.file("localhost.key"), folder.resolve("key.pem"));
        greeting().tls(certificate.toString(), key.toString()).start(kernel);
        secure().start(kernel);
        run();

        Files.write(certificate, Files.readAllBytes(TlsFiles.file("renewed.pem")));
        Files.write(key, Files.readAllBytes(TlsFiles.file("renewed.key")));
        kernel.post("s", TcpServer.TLS_RELOAD);
        run();
        List<String> names = new ArrayList<>();
        TcpClient.to("127.0.0.1", PORT)
                .tls(TlsFiles.trusting().define())
                .connected((client, poe) -> names.add(name(client.tls().orElseThrow())))
                .serverInput((client, poe, line) -> {})
                .start(kernel);
        say("old");

        assertEquals(List.of("CN=localhost renewed,O=Usher tests"), names);
        assertTrue(log.contains("got old"), log.toString());
    }

    @Test
    void shouldKeepTheOldCertificateWhenTheNewOneIsNone(@TempDir Path folder) throws IOException {
        Path certificate = Files.copy(TlsFiles.file("localhost.pem"), folder.resolve("cert.pem"));
        Path key = Files.copy(TlsFiles.file("localhost.key"), folder.resolve("key.pem"));
        greeting().tls(certificate.toString(), key.toString()).start(kernel);

        Files.writeString(certificate, "oops");
        kernel.post("s", TcpServer.TLS_RELOAD);
        run();
        secure().start(kernel);
        run();

        assertTrue(log.contains("got hi"), log.toString());
        assertTrue(
                Logs.complaints().get(0).contains(certificate + ": has no CERTIFICATE"),
                Logs.complaints().get(0));
    }

    @Test
    @Row("T54")
    void shouldAskClientsForCertificates() {
        greeting()
                .tls(TlsFiles.localhost()
                        .trust(TlsFiles.file("ca.pem"))
                        .needClientCertificate()
                        .define())
                .handshakeFailed((listener, poe, failure) ->
                        log.add("refused " + failure.error().errno()))
                .start(kernel);

        secure().start(kernel);
        run();
        telling()
                .alias("d")
                .tls(TlsFiles.trusting()
                        .certificate(TlsFiles.file("client.pem"), TlsFiles.file("client.key"))
                        .define())
                .start(kernel);
        run();

        assertTrue(log.contains("refused EPROTO"), log.toString());
        assertEquals(1, agreed.size());
        assertEquals("CN=alice,O=Usher tests", name(agreed.get(0)));
    }

    @Test
    @Row({"T52", "T54"})
    void shouldGiveUpAClientThatDoesNotShakeHandsInTime() {
        greeting()
                .tls(TlsFiles.localhost()
                        .handshakeTimeout(Duration.ofSeconds(2))
                        .define())
                .start(kernel);
        SimulatedClient silent = simulation.connect(PORT);

        simulation.advance(Duration.ofMillis(1_900));
        boolean early = silent.isClosedByPeer();
        simulation.advance(Duration.ofMillis(200));

        assertFalse(early);
        assertTrue(silent.isClosedByPeer());
        assertEquals(List.of("server: timeout 110 the handshake was not done within PT2S"), log);
        assertEquals(List.of(), Logs.lines());
        assertEquals(1, kernel.counts().sessions());
    }

    @Test
    void shouldLogOneLineAndCloseCleanlyWhenPlainTextComes() {
        greeting().tls(TlsFiles.localhost().define()).start(kernel);
        SimulatedClient plain = simulation.connect(PORT);

        plain.send("HELO me\r\n");
        run();

        assertTrue(plain.isClosedByPeer());
        assertFalse(plain.isReset());
        assertEquals(1, Logs.lines().size(), Logs.lines().toString());
        assertTrue(Logs.lines().get(0).contains("'HELO me..'"), Logs.lines().get(0));
    }

    @Test
    @Row("T57")
    void shouldServeHonestClientsInAFloodOfSilentOnes() {
        greeting()
                .concurrency(1)
                .tls(TlsFiles.localhost().mostHandshakes(20).define())
                .handshakeFailed((listener, poe, failure) ->
                        assertEquals(Errno.ECONNABORTED, failure.error().errno()))
                .start(kernel);
        List<SimulatedClient> silent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            silent.add(simulation.connect(PORT));
        }
        run();

        secure().start(kernel);
        run();

        assertTrue(log.contains("got hi"), log.toString());
        assertEquals(81, silent.stream().filter(SimulatedClient::isClosedByPeer).count());
    }

    @Test
    void shouldNotPassTheConcurrencyWhenHandshakesAreDoneTogether() {
        greeting().concurrency(2).tls(TlsFiles.localhost().define()).start(kernel);
        Tls tls = TlsFiles.trusting().define();
        for (int i = 0; i < 5; i++) {
            TcpClient.to("127.0.0.1", PORT)
                    .tls(tls)
                    .serverInput((client, poe, line) -> poe.delay(TICK, Duration.ofSeconds(1)))
                    .on(TICK, (client, poe) -> client.shutdown())
                    .start(kernel);
        }

        run();
        int first = agreed.size();
        advance(1);
        int second = agreed.size();
        advance(2);

        assertEquals(List.of(2, 4, 5), List.of(first, second, agreed.size()));
    }

    /** The manual's example: looks at the address, then goes on over TLS. */
    @Test
    @Row("T124")
    void shouldUpgradeInPreConnectOnceTheAddressIsFoundGood() {
        Tls tls = TlsFiles.localhost().define();
        List<String> good = new ArrayList<>(List.of("127.0.0.1"));
        greeting()
                .clientPreConnect((client, poe, link) -> {
                    if (good.contains(client.remoteIp())) {
                        client.upgrade(tls);
                    } else {
                        client.reject("not you");
                    }
                })
                .clientRejected((client, poe, reason) -> log.add("rejected: " + reason))
                .start(kernel);

        secure().start(kernel);
        run();
        say("over");
        good.clear();
        SimulatedClient refused = simulation.connect(PORT);
        run();

        assertEquals(List.of("started", "connected", "got hi", "flushed", "got over", "rejected: not you"), log);
        assertTrue(refused.isClosedByPeer());
        assertEquals("", refused.received());
    }

    @Test
    @Row({"T52", "T124"})
    void shouldRejectWhatDoesNotSpeakTlsAfterAnUpgrade() {
        Tls tls = TlsFiles.localhost().handshakeTimeout(Duration.ofSeconds(2)).define();
        greeting()
                .clientPreConnect((client, poe, link) -> client.upgrade(tls))
                .clientRejected((client, poe, reason) -> log.add("rejected: " + reason))
                .start(kernel);
        SimulatedClient plain = simulation.connect(PORT);
        SimulatedClient silent = simulation.connect(PORT);

        plain.send("HELO me\r\n");
        run();
        List<String> early = List.copyOf(log);
        advance(2);

        assertEquals(List.of("rejected: tls: this is no TLS: the peer began with 'HELO me..'"), early);
        assertEquals(
                List.of(
                        "server: timeout 110 the handshake was not done within PT2S",
                        "rejected: tls: the handshake was not done within PT2S"),
                log.subList(1, log.size()));
        assertTrue(plain.isClosedByPeer() && silent.isClosedByPeer());
        assertEquals(0, agreed.size());
    }

    @Test
    @Row("TC41")
    void shouldUpgradeInPreConnectOfAClient() {
        greeting().tls(TlsFiles.localhost().define()).start(kernel);
        Tls tls = TlsFiles.trusting().define();

        telling(TcpClient.to("localhost", PORT))
                .preConnect((client, poe, link) -> {
                    log.add("preConnect");
                    client.upgrade(tls);
                })
                .start(kernel);
        simulation.runUntilIdle();
        say("over");

        assertEquals(List.of("started", "preConnect", "connected", "got hi", "flushed", "got over"), log);
        assertEquals(Optional.of("localhost"), agreed.get(0).serverName());
    }

    /** A PROXY header comes before TLS. */
    @Test
    @Row("T55")
    void shouldShakeHandsBehindTheProxyHeader() {
        greeting()
                .proxyProtocol(ProxyProtocol.trusting("127.0.0.1"))
                .tls(TlsFiles.localhost().define())
                .clientDisconnected((client, poe) -> log.add(client.remoteIp() + " gone, "
                        + client.tls().orElseThrow().protocol()))
                .clientRejected((client, poe, reason) -> log.add("rejected: " + reason))
                .start(kernel);
        byte[] header = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n".getBytes(StandardCharsets.US_ASCII);

        SimulatedClient plain = simulation.connect(PORT);
        plain.send(header);
        plain.send("HELO me\r\n");
        run();
        telling()
                .preConnect((client, poe, link) -> {
                    link.write(ByteBuffer.wrap(header));
                    client.upgrade(TlsFiles.trusting().define());
                })
                .start(kernel);
        run();
        say("bye");
        run();

        assertTrue(plain.isClosedByPeer());
        assertEquals("rejected: tls: this is no TLS: the peer began with 'HELO me..'", log.get(0));
        assertTrue(log.contains("got bye"), log.toString());
        kernel.post("c", TcpClient.SHUTDOWN);
        run();
        assertEquals("192.0.2.7 gone, TLSv1.3", log.get(log.size() - 1));
    }

    @Test
    void shouldTellConnectErrorWhenTheCertificateIsForAnotherHost() {
        greeting()
                .tls(Tls.server()
                        .certificate(TlsFiles.file("rsa.pem"), TlsFiles.file("rsa.key"))
                        .define())
                .handshakeFailed((listener, poe, failure) -> {})
                .start(kernel);

        secure().start(kernel);
        run();

        assertEquals(2, log.size());
        assertTrue(log.get(1).startsWith("connectError tls 71 "), log.get(1));
    }

    @Test
    void shouldConnectToAnotherNameAndToAnybodyWhenToldSo() {
        greeting()
                .tls(Tls.server()
                        .certificate(TlsFiles.file("rsa.pem"), TlsFiles.file("rsa.key"))
                        .define())
                .start(kernel);

        telling().tls(TlsFiles.trusting().serverName("rsa.example").define()).start(kernel);
        run();
        telling().alias("d").tls(Tls.client().insecurelyTrustAnybody().define()).start(kernel);
        run();

        assertEquals(2, log.stream().filter("got hi"::equals).count(), log.toString());
        assertEquals(Optional.of("rsa.example"), agreed.get(0).serverName());
    }

    @Test
    void shouldTellAllThatIsWrongWithTheFiles() {
        TcpServerBuilder<Void, String, String> server = greeting()
                .tls(
                        TlsFiles.file("localhost.pem").toString(),
                        TlsFiles.file("rsa.key").toString())
                .backlog(0);

        DefinitionException wrong = assertThrows(DefinitionException.class, server::define);

        assertTrue(wrong.getMessage().contains("rsa.key: is not the key of"), wrong.getMessage());
        assertTrue(wrong.getMessage().contains("backlog"), wrong.getMessage());
    }

    @Test
    void shouldEndAtOnceWhenShutDownInTheMiddleOfAnUpgrade() {
        List<TcpConnection<Void, String, String>> held = new ArrayList<>();
        greeting()
                .clientPreConnect((client, poe, link) -> {
                    held.add(client);
                    client.upgrade(TlsFiles.localhost().define());
                })
                .start(kernel);
        SimulatedClient silent = simulation.connect(PORT);
        run();

        kernel.post("s", TcpServer.SHUTDOWN);
        held.get(0).shutdown();
        run();

        assertTrue(silent.isClosedByPeer());
        assertEquals(0, simulation.network().openLinks());
    }
}
