package dev.usher.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of echo server. */
final class EchoServers {

    private EchoServers() {}

    /** Those of the options {@code --variants} and {@code --usher} that can be started here. */
    static List<Variant> of(Options options) {
        Map<String, Variant> known = new LinkedHashMap<>();
        known.put("raw", Variant.ours("raw", RawNioEchoServer.class));
        known.put("netty", Variant.ours("netty", NettyEchoServer.class));
        known.put("wheels", Variant.ours("wheels", UsherWheelEchoServer.class));
        known.put("usher", Variant.usher(options, UsherEchoServer.class));
        known.put("recorded", Variant.ours("recorded", UsherEchoServer.class, "--record", "16"));
        return Variant.of(options, known);
    }
}
