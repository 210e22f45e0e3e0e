package dev.usher.benchmarks;

import java.io.IOException;

/**
 * Measures servers of files over loopback, see {@link Rounds}: the same file of 1 KiB or, with {@code --script
 * static-1m}, of 1 MiB, with keep-alive.
 */
final class FileBenchmark {

    private FileBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = Rounds.options(arguments, FileServers.ALL, "script", FileScript.SMALL);
        new Rounds(options, FileServers.of(options, FileScript.folder()), options.text("script"), "request").run();
    }
}
