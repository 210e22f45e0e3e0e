package dev.usher.wheel;

import dev.usher.tls.Tls;
import dev.usher.tls.TlsClientBuilder;
import dev.usher.tls.TlsServerBuilder;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The certificates among the test resources. */
final class TlsFiles {

    private TlsFiles() {}

    static Path file(String name) {
        try {
            return Path.of(TlsFiles.class.getResource("/tls/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static TlsServerBuilder localhost() {
        return Tls.server().certificate(file("localhost.pem"), file("localhost.key"));
    }

    static TlsClientBuilder trusting() {
        return Tls.client().trust(file("ca.pem"));
    }
}
