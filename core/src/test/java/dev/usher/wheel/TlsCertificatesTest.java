package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Errno;
import dev.usher.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose certificate is shown and who is refused for his, on either side, and certificates renewed meanwhile. */
class TlsCertificatesTest extends TlsCase {
    @TempDir
    Path folder;

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

        assertEquals("CN=" + shown + ",O=Usher tests", name(client));
    }

    @Test
    void shouldShowTheFirstCertificateWhenNobodyIsForTheHost() {
        listen(TlsFiles.localhost()
                .certificate(TlsFiles.file("one.pem"), TlsFiles.file("one-sec1.key"))
                .define());

        Recorder client = connect(Tls.client().insecurelyTrustAnybody().define(), "b.a.wild.example");

        assertEquals("CN=localhost,O=Usher tests", name(client));
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

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldTellTheClientsCertificate(String version) {
        listen(TlsFiles.localhost()
                .protocols(version)
                .trust(TlsFiles.file("ca.pem"))
                .needClientCertificate()
                .define());

        connect(TlsFiles.trusting().certificate(TlsFiles.file("client.pem"), TlsFiles.file("client.key")));

        assertEquals("CN=alice,O=Usher tests", name(server));
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

    // ---- renewal

    @Test
    void shouldServeARenewedCertificateWhileOldConnectionsGoOn() throws IOException {
        listenReloading();
        Recorder old = connect(TlsFiles.trusting());

        replace("localhost.pem", "renewed.pem", 1);
        replace("localhost.key", "renewed.key", 1);
        simulation.advance(Duration.ofSeconds(6));
        Recorder young = connect(TlsFiles.trusting());
        old.wheel().put("still here");
        simulation.runUntilIdle();

        assertEquals("CN=localhost renewed,O=Usher tests", name(young));
        assertEquals(List.of("still here"), server.log);
    }

    @Test
    void shouldStayWithTheOldCertificateWhileTheNewKeyDoesNotFit() throws IOException {
        listenReloading();

        replace("localhost.pem", "renewed.pem", 1);
        simulation.advance(Duration.ofSeconds(6));
        Recorder early = connect(TlsFiles.trusting());
        replace("localhost.key", "renewed.key", 2);
        simulation.advance(Duration.ofSeconds(6));
        Recorder late = connect(TlsFiles.trusting());

        assertEquals(
                List.of("CN=localhost,O=Usher tests", "CN=localhost renewed,O=Usher tests"),
                List.of(name(early), name(late)));
    }

    private void listenReloading() throws IOException {
        listen(Tls.server()
                .certificate(copy("localhost.pem"), copy("localhost.key"))
                .reloadEvery(Duration.ofSeconds(5))
                .define());
    }

    private Path copy(String file) throws IOException {
        return Files.copy(TlsFiles.file(file), folder.resolve(file));
    }

    private void replace(String file, String by, int days) throws IOException {
        Path old = folder.resolve(file);
        Files.write(old, Files.readAllBytes(TlsFiles.file(by)));
        Files.setLastModifiedTime(old, FileTime.fromMillis(86_400_000L * days)); // as if at another time
    }
}
