package dev.usher.benchmarks;

import java.io.IOException;

/**
 * Measures WebSocket servers over loopback, see {@link Rounds}: echoes of binary messages of 32 bytes, or with
 * {@code --script websocket-text} of texts of 64,000 bytes.
 */
final class WebSocketBenchmark {

    private WebSocketBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = Rounds.options(arguments, WebSocketServers.ALL, "script", WebSocketScript.SMALL);
        new Rounds(options, WebSocketServers.of(options), options.text("script"), "message").run();
    }
}
