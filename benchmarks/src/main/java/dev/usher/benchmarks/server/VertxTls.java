package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Set;

/** TLS 1.3 for a server of Vert.x, by the JDK's engine, which it has unless it is told otherwise. */
final class VertxTls {

    private VertxTls() {}

    /** Sets it, if the command line has a certificate. */
    static <T extends NetServerOptions> T set(T server, Options options) {
        if (!options.text("cert").isEmpty()) {
            server.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(options.text("cert"))
                            .setKeyPath(options.text("key")))
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
        }
        return server;
    }
}
