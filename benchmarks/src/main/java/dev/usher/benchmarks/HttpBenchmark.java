package dev.usher.benchmarks;

import java.io.IOException;

/** Measures HTTP/1.1 servers over loopback, see {@link Rounds}: {@code GET /plaintext} with keep-alive. */
final class HttpBenchmark {

    private HttpBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = Rounds.options(arguments, HttpServers.ALL);
        new Rounds(options, HttpServers.of(options), HttpScript.NAME, "request").run();
    }
}
