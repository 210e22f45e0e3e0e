package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.load.EchoScript;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.process.Credentials;
import dev.usher.benchmarks.process.LoadProcess;
import dev.usher.benchmarks.process.Native;
import dev.usher.benchmarks.process.Node;
import dev.usher.benchmarks.process.Variant;
import dev.usher.benchmarks.server.NettyEchoServer;
import dev.usher.benchmarks.server.RawNioEchoServer;
import dev.usher.benchmarks.server.UsherEchoServer;
import dev.usher.benchmarks.server.UsherWheelEchoServer;
import dev.usher.benchmarks.server.VertxEchoServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kinds of echo server, and what they are asked. */
final class EchoServers {

    private static final int[] CONNECTIONS = {1, 50, 1_000};
    private static final int[] DEPTHS = {1, 16};

    private EchoServers() {}

    static Map<String, Variant> all(Options options) {
        return Variant.named(
                Variant.ours("raw", RawNioEchoServer.class),
                Native.epoll("echo"),
                Variant.ours("netty", NettyEchoServer.class),
                Variant.usher(options, UsherEchoServer.class),
                Variant.ours("vertx", VertxEchoServer.class),
                Node.variant("node", "echo.js", null),
                Native.poe());
    }

    /** Our own with less and with more: beside each other, what a part of us costs. */
    static Map<String, Variant> layers(Options options) {
        return Variant.named(
                Variant.usher(options, UsherEchoServer.class),
                Variant.ours("wheels", UsherWheelEchoServer.class),
                Variant.ours("recorded", UsherEchoServer.class, "--record", "16"),
                Variant.ours("spinning", UsherEchoServer.class, "--spin", "50"));
    }

    static Map<String, Variant> overTls(Options options) {
        Credentials credentials = Credentials.of(options);
        String[] files = credentials.arguments();
        String missing = credentials.missing();
        return Variant.named(
                Variant.ours("netty", NettyEchoServer.class, files).without(missing),
                Variant.usher(options, UsherEchoServer.class, files).without(missing),
                Variant.ours("vertx", VertxEchoServer.class, files).without(missing),
                Node.variant("node", "echo.js", null, files).without(missing));
    }

    static Workload echo(Options options) {
        Map<String, Variant> servers = all(options);
        List<Case> cases = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            for (int depth : DEPTHS) {
                cases.add(shape(servers, connections, depth));
            }
        }
        return new Workload("echo", "Line echo", "line", Workload.REQUESTS, cases);
    }

    static Workload layered(Options options) {
        List<Case> cases =
                List.of(shape(layers(options), 1, 1), shape(layers(options), 50, 1), shape(layers(options), 50, 16));
        return new Workload("layers", "Line echo, parts of Usher", "line", Workload.REQUESTS, cases);
    }

    private static Case shape(Map<String, Variant> servers, int connections, int depth) {
        return new Case(
                connections + "x" + depth,
                connections + (connections == 1 ? " connection, " : " connections, ") + depth
                        + (depth == 1 ? " line" : " lines") + " of 64 bytes in flight on each",
                Contestant.servers(
                        servers,
                        (server, pace) -> LoadProcess.trial(EchoScript.NAME, connections, depth, server, pace)));
    }
}
