package dev.usher.benchmarks.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Servers of C, compiled when first asked for, and of Perl. Any thread. */
public final class Native {

    private static Path compiled;
    private static Boolean hasPoe;

    private Native() {}

    /** A loop over epoll, written by hand. */
    public static Variant epoll(String protocol) {
        Path compiler = Variant.program("gcc");
        boolean linux = System.getProperty("os.name").equals("Linux");
        String missing = !linux ? "epoll but on Linux" : compiler == null ? "gcc on the path" : null;
        return new Variant("epoll", () -> ServerProcess.program(List.of("" + compiled(compiler), protocol)), missing);
    }

    private static synchronized Path compiled(Path compiler) throws IOException, InterruptedException {
        if (compiled == null) {
            Path source = Resource.file("epoll.c");
            Path program = source.resolveSibling("epoll");
            Process process = new ProcessBuilder("" + compiler, "-O2", "-o", "" + program, "" + source)
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException("gcc cannot compile epoll.c: exit code " + process.exitValue());
            }
            program.toFile().deleteOnExit();
            compiled = program;
        }
        return compiled;
    }

    /** What all this is modelled on. */
    public static synchronized Variant poe() {
        Path perl = Variant.program("perl");
        if (hasPoe == null) {
            hasPoe = perl != null && hasPoe(perl);
        }
        String missing = perl == null ? "perl on the path" : hasPoe ? null : "Perl module POE";
        return new Variant(
                "poe", () -> ServerProcess.program(List.of("" + perl, "" + Resource.file("echo.pl"))), missing);
    }

    private static boolean hasPoe(Path perl) {
        try {
            return new ProcessBuilder("" + perl, "-MPOE::Component::Server::TCP", "-e", "1")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
