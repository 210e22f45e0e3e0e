package dev.usher.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of HTTP server: each answers {@link HttpScript}, with one thread for its connections. */
final class HttpServers {

    static final String ALL = "raw,netty,usher,microhttp,undertow,jetty,vertx,nginx";

    private HttpServers() {}

    /** Those of the options {@code --variants} and {@code --usher} that can be started here. */
    static List<Variant> of(Options options) {
        Map<String, Variant> known = new LinkedHashMap<>();
        known.put("raw", Variant.ours("raw", RawNioHttpServer.class));
        known.put("netty", Variant.ours("netty", NettyHttpServer.class));
        known.put("usher", Variant.usher(options, UsherHttpServer.class));
        known.put("microhttp", Variant.ours("microhttp", MicroHttpServer.class));
        known.put("undertow", Variant.ours("undertow", UndertowHttpServer.class));
        known.put("jetty", Variant.ours("jetty", JettyHttpServer.class));
        known.put("vertx", Variant.ours("vertx", VertxHttpServer.class));
        known.put("nginx", Nginx.variant());
        return Variant.of(options, known);
    }
}
