package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.load.EchoScript;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.process.Credentials;
import dev.usher.benchmarks.process.LoadProcess;
import dev.usher.benchmarks.process.Variant;
import dev.usher.benchmarks.server.NettyBlockServer;
import dev.usher.benchmarks.server.RawNioBlockServer;
import dev.usher.benchmarks.server.UsherBlockServer;
import dev.usher.benchmarks.server.VertxBlockServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The kinds of server that echo large records: each when it is whole, or byte for byte as they come. */
final class BlockServers {

    private static final int CONNECTIONS = 10;
    private static final String[] WHOLE = {"--block", "" + (1 << 20)};

    private BlockServers() {}

    static Map<String, Variant> whole(Options options) {
        return all(options, WHOLE);
    }

    static Map<String, Variant> streaming(Options options) {
        return all(options);
    }

    private static Map<String, Variant> all(Options options, String... how) {
        return Variant.named(
                Variant.ours("raw", RawNioBlockServer.class, how),
                Variant.ours("netty", NettyBlockServer.class, how),
                Variant.usher(options, UsherBlockServer.class, how),
                Variant.ours("vertx", VertxBlockServer.class, how));
    }

    /** Whole records over TLS. */
    static Map<String, Variant> overTls(Options options) {
        Credentials credentials = Credentials.of(options);
        String[] how = Stream.concat(Stream.of(WHOLE), Stream.of(credentials.arguments()))
                .toArray(String[]::new);
        String missing = credentials.missing();
        return Variant.named(
                Variant.ours("netty", NettyBlockServer.class, how).without(missing),
                Variant.usher(options, UsherBlockServer.class, how).without(missing),
                Variant.ours("vertx", VertxBlockServer.class, how).without(missing));
    }

    static Workload workload(Options options) {
        TlsTrial tls = new TlsTrial(options, EchoScript.LARGE, CONNECTIONS);
        String each = ", 1 in flight on each of " + CONNECTIONS + " connections";
        return new Workload(
                "large",
                "Records of 1 MiB echoed",
                "record",
                Workload.REQUESTS,
                List.of(
                        new Case("whole", "Each when it is whole" + each, plain(whole(options))),
                        new Case("stream", "Bytes as they come" + each, plain(streaming(options))),
                        new Case(
                                "tls",
                                "Each when it is whole, over TLS 1.3" + each,
                                Contestant.servers(overTls(options), tls::asking))));
    }

    private static List<Contestant> plain(Map<String, Variant> servers) {
        return Contestant.servers(
                servers, (server, pace) -> LoadProcess.trial(EchoScript.LARGE, CONNECTIONS, 1, server, pace));
    }
}
