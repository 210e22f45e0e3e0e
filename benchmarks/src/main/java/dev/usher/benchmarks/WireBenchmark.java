package dev.usher.benchmarks;

import java.io.IOException;

/** Measures line echo servers over loopback, see {@link Rounds}. */
final class WireBenchmark {

    private WireBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = Rounds.options(arguments, "raw,netty,usher");
        new Rounds(options, EchoServers.of(options), EchoScript.NAME, "line").run();
    }
}
