package dev.usher.benchmarks.process;

import dev.usher.benchmarks.measure.Options;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The certificate of all servers over TLS, and its key, in files of PEM. Immutable.
 *
 * @param certificate its file
 * @param key its file
 */
public record Credentials(Path certificate, Path key) {

    /** @param options {@code tls} says in which folder they are */
    public static Credentials of(Options options) {
        Path folder = Path.of(options.text("tls"));
        return new Credentials(folder.resolve("localhost.pem"), folder.resolve("localhost.key"));
    }

    /** What to tell a program of this module. */
    public String[] arguments() {
        return new String[] {"--cert", "" + certificate, "--key", "" + key};
    }

    /** @return what is needed and not there, or null */
    public String missing() {
        return Files.exists(certificate) ? null : certificate + " (--tls says in which folder)";
    }
}
