package dev.usher.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures WebSocket servers over loopback, see {@link Rounds}: echoes of binary messages of 32 bytes, or with
 * {@code --script websocket-text} of texts of 64,000 bytes.
 */
final class WebSocketBenchmark {

    private static final String ALL = "raw,netty,usher,vertx,java-websocket";

    private WebSocketBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = Rounds.options(arguments, ALL, "script", WebSocketScript.SMALL);
        Map<String, Variant> known = new LinkedHashMap<>();
        known.put("raw", Variant.ours("raw", RawNioWebSocketServer.class));
        known.put("netty", Variant.ours("netty", NettyWebSocketServer.class));
        known.put("usher", Variant.usher(options, UsherWebSocketServer.class));
        known.put("vertx", Variant.ours("vertx", VertxWebSocketServer.class));
        known.put("java-websocket", Variant.ours("java-websocket", JavaWebSocketServer.class));
        new Rounds(options, Variant.of(options, known), options.text("script"), "message").run();
    }
}
