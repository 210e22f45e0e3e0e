package dev.usher.benchmarks.workload;

import dev.usher.benchmarks.load.WebSocketScript;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.process.LoadProcess;
import dev.usher.benchmarks.process.Node;
import dev.usher.benchmarks.process.Variant;
import dev.usher.benchmarks.server.JavaWebSocketServer;
import dev.usher.benchmarks.server.JettyWebSocketServer;
import dev.usher.benchmarks.server.NettyWebSocketServer;
import dev.usher.benchmarks.server.RawNioBroadcastServer;
import dev.usher.benchmarks.server.RawNioWebSocketServer;
import dev.usher.benchmarks.server.UsherWebSocketServer;
import dev.usher.benchmarks.server.VertxWebSocketServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kinds of WebSocket server: each echoes {@link WebSocketScript}, or tells all what one says. */
final class WebSocketServers {

    private static final String[] TO_ALL = {"--to", WebSocketScript.ALL};

    private WebSocketServers() {}

    static Map<String, Variant> all(Options options) {
        return Variant.named(
                Variant.ours("raw", RawNioWebSocketServer.class),
                Variant.ours("netty", NettyWebSocketServer.class),
                Variant.usher(options, UsherWebSocketServer.class),
                Variant.ours("vertx", VertxWebSocketServer.class),
                Variant.ours("java-websocket", JavaWebSocketServer.class),
                Variant.ours("jetty", JettyWebSocketServer.class),
                Node.variant("node", "ws.js", "ws", WebSocketScript.ONE));
    }

    /** Those that compress when they are asked to. */
    static Map<String, Variant> deflating(Options options) {
        String[] deflate = {"--deflate", "yes"};
        return Variant.named(
                Variant.ours("netty", NettyWebSocketServer.class, deflate),
                Variant.usher(options, UsherWebSocketServer.class, deflate),
                Variant.ours("vertx", VertxWebSocketServer.class, deflate),
                Variant.ours("java-websocket", JavaWebSocketServer.class, deflate),
                Variant.ours("jetty", JettyWebSocketServer.class),
                Node.variant("node", "ws.js", "ws", WebSocketScript.ONE, "deflate"));
    }

    static Map<String, Variant> telling(Options options) {
        return Variant.named(
                Variant.ours("raw", RawNioBroadcastServer.class),
                Variant.ours("netty", NettyWebSocketServer.class, TO_ALL),
                Variant.usher(options, UsherWebSocketServer.class, TO_ALL),
                Variant.ours("vertx", VertxWebSocketServer.class, TO_ALL),
                Variant.ours("java-websocket", JavaWebSocketServer.class, TO_ALL),
                Variant.ours("jetty", JettyWebSocketServer.class, TO_ALL),
                Node.variant("node", "ws.js", "ws", WebSocketScript.ALL));
    }

    static Workload echo(Options options) {
        List<Case> cases = new ArrayList<>();
        for (String script : WebSocketScript.SIZES) {
            cases.add(shape(all(options), script, 1));
            if (!script.equals(WebSocketScript.LARGE)) {
                cases.add(shape(all(options), script, 16));
            }
            cases.add(shape(deflating(options), script + WebSocketScript.DEFLATE, 1));
        }
        return new Workload("websocket", "WebSocket echo", "message", Workload.REQUESTS, cases);
    }

    private static Case shape(Map<String, Variant> servers, String script, int depth) {
        String name = script.substring(WebSocketScript.PREFIX.length());
        String size = name.replace(WebSocketScript.DEFLATE, "")
                .replace("32", "32 bytes")
                .replace("k", " KiB");
        return new Case(
                name + "x" + depth,
                "Messages of " + size + (name.endsWith(WebSocketScript.DEFLATE) ? ", compressed" : "") + ", " + depth
                        + " in flight on each of 50 connections",
                Contestant.servers(servers, (server, pace) -> LoadProcess.trial(script, 50, depth, server, pace)));
    }
}
