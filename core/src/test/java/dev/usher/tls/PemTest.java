package dev.usher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading certificates and keys, and what is said of those that cannot be used. */
class PemTest {
    @TempDir
    private Path folder;

    private static Path file(String name) {
        try {
            return Path.of(PemTest.class.getResource("/tls/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("given.pem"), text);
    }

    private static String refusal(Path certificates, Path key) {
        TlsServerBuilder builder = Tls.server().certificate(certificates, key);
        return assertThrows(TlsException.class, builder::define).getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost.pem, localhost.key, EC",
        "one.pem, one-sec1.key, EC",
        "rsa.pem, rsa.key, RSA",
        "rsa.pem, rsa-pkcs1.key, RSA",
        "ed25519.pem, ed25519.key, EdDSA"
    })
    void shouldReadKeysOfAllForms(String certificates, String key, String algorithm) {
        Identity identity = Identity.load(file(certificates), file(key));

        assertEquals(algorithm, identity.key().getAlgorithm());
    }

    @Test
    void shouldReadAChainWithTextBetweenItsBlocks() throws IOException {
        Path chain = written("# ours\n" + Files.readString(file("localhost.pem")) + "\r\nand its authority\r\n"
                + Files.readString(file("ca.pem")).replace("\n", "\r\n"));

        Identity identity = Identity.load(chain, file("localhost.key"));

        assertEquals(2, identity.chain().size());
        assertEquals(List.of("localhost"), identity.names());
    }

    @Test
    void shouldReadCertificateAndKeyOfOneFile() throws IOException {
        Path both = written(Files.readString(file("one-sec1.key")) + Files.readString(file("one.pem")));

        Identity identity = Identity.load(both, both);

        assertTrue(identity.isFor("one.example"));
        assertTrue(identity.isFor("a.wild.example"));
        assertTrue(!identity.isFor("a.b.wild.example") && !identity.isFor("wild.example"));
    }

    @Test
    void shouldRefuseAKeyThatDoesNotFit() {
        assertEquals(
                file("localhost.key") + ": is not the key of the first certificate in " + file("one.pem")
                        + ", which is for CN=one.example, O=Usher tests",
                refusal(file("one.pem"), file("localhost.key")));
        assertTrue(refusal(file("one.pem"), file("rsa.key")).contains("is not the key of"));
    }

    @Test
    void shouldRefuseAnEncryptedKeyAndSayWhatToDo() {
        assertEquals(
                file("encrypted.key") + ", line 1: this key is encrypted: keep it in a file that only this program may"
                        + " read, decrypted by 'openssl pkey'",
                refusal(file("client.pem"), file("encrypted.key")));
    }

    @Test
    void shouldRefuseAnEncryptedKeyOfTheOldForm() throws IOException {
        Path old = written("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES,0\n\nAAAA\n"
                + "-----END RSA PRIVATE KEY-----\n");

        assertTrue(refusal(file("rsa.pem"), old).startsWith(old + ", line 1: this key is encrypted"));
    }

    @Test
    void shouldNameAFileThatIsNotThere() {
        Path none = folder.resolve("none.pem");

        assertEquals(none + ": there is no such file", refusal(none, file("rsa.key")));
    }

    @Test
    void shouldSayWhatIsThereInsteadOfACertificate() throws IOException {
        assertEquals(
                file("rsa.key") + ": has no CERTIFICATE, only PRIVATE KEY", refusal(file("rsa.key"), file("rsa.key")));
        Path text = written("hello");
        assertEquals(text + ": has no CERTIFICATE, only text that is not PEM", refusal(text, file("rsa.key")));
        assertEquals(
                file("rsa.pem") + ": has no PRIVATE KEY, only CERTIFICATE", refusal(file("rsa.pem"), file("rsa.pem")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN CERTIFICATE-----\nAAAA\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\n*AA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nMAYCAQEEAQE=\n-----END EC PRIVATE KEY-----\n",
                "-----BEGIN DSA PRIVATE KEY-----\nMAA=\n-----END DSA PRIVATE KEY-----\n"
            })
    void shouldNameFileAndLineOfWhatIsBroken(String text) throws IOException {
        Path broken = written("\n" + text);

        boolean key = text.contains("BEGIN PRIVATE") || text.contains("BEGIN EC") || text.contains("BEGIN DSA");
        String refusal = key ? refusal(file("rsa.pem"), broken) : refusal(broken, file("rsa.key"));

        assertTrue(refusal.startsWith(broken + ", line "), refusal);
    }

    /** Any part of a key, and a key with any byte changed, is refused by a {@link TlsException} or read. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost.key", "one-sec1.key", "rsa-pkcs1.key"})
    void shouldRefuseDamagedKeysByNothingElse(String name) throws IOException {
        Pem.Block whole = blocks(name);
        byte[] bytes = whole.bytes();
        int refused = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) 0x80;
            refused += isRefused(whole.label(), changed) + isRefused(whole.label(), java.util.Arrays.copyOf(bytes, i));
        }

        assertTrue(refused >= bytes.length, refused + " of " + bytes.length);
    }

    private static Pem.Block blocks(String name) throws IOException {
        String text = Files.readString(file(name));
        String label = text.contains("EC PRIVATE")
                ? "EC PRIVATE KEY"
                : text.contains("RSA") ? "RSA PRIVATE KEY" : "PRIVATE KEY";
        String body = text.substring(
                text.indexOf("-----BEGIN " + label) + label.length() + 16, text.indexOf("-----END " + label));
        return new Pem.Block(label, java.util.Base64.getMimeDecoder().decode(body), 1);
    }

    private static int isRefused(String label, byte[] bytes) {
        try {
            PrivateKeys.read(new Pem.Block(label, bytes, 1), "x: ");
            return 0;
        } catch (TlsException e) {
            return 1;
        }
    }

    @Test
    void shouldRefuseOptionsThatMakeNoSense() {
        assertTrue(assertThrows(TlsException.class, () -> Tls.server().define())
                .getMessage()
                .contains("certificate"));
        TlsServerBuilder unknown = Tls.server().certificate(file("rsa.pem"), file("rsa.key"));
        assertTrue(assertThrows(
                        TlsException.class, () -> unknown.protocols("TLSv9").define())
                .getMessage()
                .contains("TLSv9"));
        TlsServerBuilder asking =
                Tls.server().certificate(file("rsa.pem"), file("rsa.key")).needClientCertificate();
        assertTrue(assertThrows(TlsException.class, asking::define).getMessage().contains("whom to trust"));
        TlsClientBuilder both = Tls.client().insecurelyTrustAnybody().trust(file("ca.pem"));
        assertThrows(TlsException.class, both::define);
    }
}
