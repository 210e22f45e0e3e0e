package dev.usher.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of WebSocket server: each echoes {@link WebSocketScript}. */
final class WebSocketServers {

    static final String ALL = "raw,netty,usher,vertx,java-websocket";

    private WebSocketServers() {}

    /** Those of the options {@code --variants} and {@code --usher}. */
    static List<Variant> of(Options options) {
        Map<String, Variant> known = new LinkedHashMap<>();
        known.put("raw", Variant.ours("raw", RawNioWebSocketServer.class));
        known.put("netty", Variant.ours("netty", NettyWebSocketServer.class));
        known.put("usher", Variant.usher(options, UsherWebSocketServer.class));
        known.put("vertx", Variant.ours("vertx", VertxWebSocketServer.class));
        known.put("java-websocket", Variant.ours("java-websocket", JavaWebSocketServer.class));
        return Variant.of(options, known);
    }
}
