package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.process.Credentials;
import dev.usher.benchmarks.process.Helidon;
import dev.usher.benchmarks.process.LoadProcess;
import dev.usher.benchmarks.process.Native;
import dev.usher.benchmarks.process.Nginx;
import dev.usher.benchmarks.process.Node;
import dev.usher.benchmarks.process.Variant;
import dev.usher.benchmarks.server.JettyHttpServer;
import dev.usher.benchmarks.server.MicroHttpServer;
import dev.usher.benchmarks.server.NettyHttpServer;
import dev.usher.benchmarks.server.RawNioHttpServer;
import dev.usher.benchmarks.server.UndertowHttpServer;
import dev.usher.benchmarks.server.UsherHttpServer;
import dev.usher.benchmarks.server.VertxHttpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kinds of HTTP server: each answers {@link HttpScript}, with one thread for its connections. */
final class HttpServers {

    private static final int[] CONNECTIONS = {50, 1_000};
    private static final int[] DEPTHS = {1, 16};

    private HttpServers() {}

    static Map<String, Variant> all(Options options) {
        return Variant.named(
                Variant.ours("raw", RawNioHttpServer.class),
                Native.epoll("http"),
                Variant.ours("netty", NettyHttpServer.class),
                Variant.usher(options, UsherHttpServer.class),
                Variant.ours("microhttp", MicroHttpServer.class),
                Variant.ours("undertow", UndertowHttpServer.class),
                Variant.ours("jetty", JettyHttpServer.class),
                Variant.ours("vertx", VertxHttpServer.class),
                Helidon.variant(),
                Node.variant("node", "http.js", null),
                Nginx.variant());
    }

    static Map<String, Variant> overTls(Options options) {
        Credentials credentials = Credentials.of(options);
        String[] files = credentials.arguments();
        String missing = credentials.missing();
        return Variant.named(
                Variant.ours("netty", NettyHttpServer.class, files).without(missing),
                Variant.usher(options, UsherHttpServer.class, files).without(missing),
                Variant.ours("undertow", UndertowHttpServer.class, files).without(missing),
                Variant.ours("jetty", JettyHttpServer.class, files).without(missing),
                Variant.ours("vertx", VertxHttpServer.class, files).without(missing),
                Node.variant("node", "http.js", null, files).without(missing),
                Nginx.overTls(credentials).without(missing));
    }

    static Workload plaintext(Options options) {
        return asked("http", "HTTP/1.1 plaintext", HttpScript.NAME, CONNECTIONS, all(options));
    }

    static Workload json(Options options) {
        Map<String, Variant> servers = all(options);
        servers.remove("nginx"); // it writes no JSON
        return asked("json", "HTTP/1.1 JSON", HttpScript.JSON, new int[] {50}, servers);
    }

    /**
     * The same server on one kernel and on two, neither of them on a core of its own, by a load that keeps to one: what
     * the second gains is what that leaves of its core.
     */
    static Workload cores() {
        return asked(
                "cores",
                "HTTP/1.1 plaintext, the server on every core",
                HttpScript.NAME,
                new int[] {50},
                onEveryCore());
    }

    static Map<String, Variant> onEveryCore() {
        return Variant.named(
                kernels("one", "1", "system"), kernels("two", "2", "system"), kernels("two-handed-off", "2", "thread"));
    }

    private static Variant kernels(String name, String count, String deal) {
        return Variant.ours(name, UsherHttpServer.class, "--kernels", count, "--deal", deal)
                .onEveryCore();
    }

    private static Workload asked(
            String name, String title, String script, int[] connections, Map<String, Variant> servers) {
        List<Case> cases = new ArrayList<>();
        for (int count : connections) {
            for (int depth : DEPTHS) {
                cases.add(new Case(
                        count + "x" + depth,
                        count + " connections, " + depth + (depth == 1 ? " request" : " requests")
                                + " in flight on each",
                        Contestant.servers(
                                servers, (server, pace) -> LoadProcess.trial(script, count, depth, server, pace))));
            }
        }
        return new Workload(name, title, "request", Workload.REQUESTS, cases);
    }
}
