package dev.usher.component.tls;

import dev.usher.tls.Tls;
import dev.usher.tls.TlsClientBuilder;
import dev.usher.tls.TlsServerBuilder;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates among core's test resources. */
public final class TlsFiles {

    private TlsFiles() {}

    public static Path file(String name) {
        try {
            return Path.of(TlsFiles.class.getResource("/tls/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    public static TlsServerBuilder localhost() {
        return Tls.server().certificate(file("localhost.pem"), file("localhost.key"));
    }

    public static TlsClientBuilder trusting() {
        return Tls.client().trust(file("ca.pem"));
    }

    /** What clients of the JDK need to trust the same authority. */
    public static SSLContext context() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file("ca.pem"))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
