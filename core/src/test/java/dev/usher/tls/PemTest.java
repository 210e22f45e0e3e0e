package dev.usher.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
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

    private static Identity load(Path certificates, Path key) {
        return Identity.load(new TlsBuilder.Files(certificates, key, null));
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
        Identity identity = load(file(certificates), file(key));

        assertEquals(algorithm, identity.key().getAlgorithm());
    }

    @Test
    void shouldReadAChainWithTextBetweenItsBlocks() throws IOException {
        Path chain = written("# ours\n" + Files.readString(file("localhost.pem")) + "\r\nand its authority\r\n"
                + Files.readString(file("ca.pem")).replace("\n", "\r\n"));

        Identity identity = load(chain, file("localhost.key"));

        assertEquals(2, identity.chain().size());
        assertEquals(List.of("localhost"), identity.names());
    }

    @Test
    void shouldReadCertificateAndKeyOfOneFile() throws IOException {
        Path both = written(Files.readString(file("one-sec1.key")) + Files.readString(file("one.pem")));

        Identity identity = load(both, both);

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

    /** As openssl encrypts unless told otherwise, and in older ways that files may still have. */
    @ParameterizedTest
    @ValueSource(strings = {"encrypted.key", "encrypted-aes128-sha1.key", "encrypted-pbes1.key"})
    void shouldReadAnEncryptedKeyByItsPassphrase(String name) {
        char[] passphrase = "secret".toCharArray();

        Identity identity = Identity.load(new TlsBuilder.Files(file("client.pem"), file(name), () -> passphrase));

        assertEquals("EC", identity.key().getAlgorithm());
        assertArrayEquals(new char[6], passphrase, "it should have been overwritten");
    }

    @Test
    void shouldAskForThePassphraseEachTimeItReadsTheFiles() {
        int[] asked = {0};
        Tls tls = Tls.client()
                .certificate(file("client.pem"), file("encrypted.key"), () -> {
                    asked[0]++;
                    return "secret".toCharArray();
                })
                .define();

        tls.reload();

        assertEquals(2, asked[0]);
    }

    @Test
    void shouldRefuseAWrongPassphraseAndNoneAtAll() {
        for (String wrong : List.of("Secret", "", "secret ")) {
            assertEquals(
                    file("encrypted.key")
                            + ", line 1: this key cannot be decrypted: the passphrase is wrong, or the file"
                            + " damaged",
                    refusal(file("client.pem"), file("encrypted.key"), wrong::toCharArray));
        }
        assertTrue(refusal(file("client.pem"), file("encrypted.key"), () -> null)
                .endsWith("there is no passphrase for this key: the supplier gave null"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted-scrypt.key", "encrypted-3des.key"})
    void shouldSayHowToEncryptAKeyThatTheJdkCannotDecrypt(String name) {
        String refusal = refusal(file("client.pem"), file(name), "secret"::toCharArray);

        assertTrue(refusal.contains("line 1: this key is encrypted in a way that the JDK cannot undo"), refusal);
        assertTrue(refusal.contains("openssl pkcs8 -topk8"), refusal);
    }

    private static String refusal(Path certificates, Path key, Supplier<char[]> passphrase) {
        TlsServerBuilder builder = Tls.server().certificate(certificates, key, passphrase);
        return assertThrows(TlsException.class, builder::define).getMessage();
    }

    @Test
    void shouldRefuseAnEncryptedKeyWithoutAPassphraseAndSayWhatToDo() {
        assertEquals(
                file("encrypted.key") + ", line 1: this key is encrypted: say its passphrase, or decrypt it by 'openssl"
                        + " pkey' into a file that only this program may read",
                refusal(file("client.pem"), file("encrypted.key")));
    }

    @Test
    void shouldRefuseAnEncryptedKeyOfTheOldForm() throws IOException {
        Path old = written("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES,0\n\nAAAA\n"
                + "-----END RSA PRIVATE KEY-----\n");

        String refusal = refusal(file("rsa.pem"), old, "secret"::toCharArray);

        assertTrue(refusal.startsWith(old + ", line 1: this key is encrypted in the old form"), refusal);
        assertTrue(refusal.contains("openssl pkcs8 -topk8 -in OLD -out NEW"), refusal);
    }

    /** A damaged one is refused by a {@link TlsException} that names it, or not damaged where it matters. */
    @Test
    void shouldRefuseDamagedEncryptedKeysByNothingElse() throws IOException {
        String text = Files.readString(file("encrypted.key"));
        byte[] bytes =
                java.util.Base64.getMimeDecoder().decode(text.substring(text.indexOf('\n'), text.indexOf("-----END")));
        int refused = 0;
        for (int i = 0; i < bytes.length; i += 3) {
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) 0x80;
            Pem.Block block = new Pem.Block("ENCRYPTED PRIVATE KEY", changed, 1);
            if (hasManyRounds(changed, bytes)) {
                continue; // it would be decrypted in an hour
            }
            try {
                EncryptedKey.read(block, "x: ", "secret"::toCharArray);
            } catch (TlsException e) {
                assertTrue(e.getMessage().startsWith("x: this key "), e.getMessage());
                refused++;
            }
        }

        assertTrue(refused > bytes.length / 4, refused + " of " + bytes.length / 3);
    }

    /** The number of rounds is an INTEGER of two bytes, 2048. */
    private static boolean hasManyRounds(byte[] changed, byte[] bytes) {
        for (int i = 0; i + 3 < bytes.length; i++) {
            if (bytes[i] == 2 && bytes[i + 1] == 2 && bytes[i + 2] == 8 && bytes[i + 3] == 0) {
                return !Arrays.equals(changed, i, i + 4, bytes, i, i + 4);
            }
        }
        throw new AssertionError("it has no number of rounds where it was");
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
            refused += isRefused(whole.label(), changed) + isRefused(whole.label(), Arrays.copyOf(bytes, i));
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
