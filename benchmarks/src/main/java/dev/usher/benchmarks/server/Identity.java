package dev.usher.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A certificate and its key (elliptic, PKCS #8) from files of PEM, for peers that want a key store of the JDK. */
final class Identity {

    static final String PASSWORD = "";

    private Identity() {}

    static KeyStore of(String certificate, String key) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(certificate))) {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
            store.setKeyEntry("localhost", key(key), PASSWORD.toCharArray(), chain);
        }
        return store;
    }

    private static PrivateKey key(String file) throws IOException, GeneralSecurityException {
        String base64 =
                Files.readString(Path.of(file), StandardCharsets.US_ASCII).replaceAll("-----.*-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
