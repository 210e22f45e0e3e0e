package dev.usher.kernel;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a child process is started with.
 *
 * @param command the program and its arguments, at least the program
 * @param directory where it runs; empty: where this process does
 * @param environment variables that it has beside, or instead of, those of this process
 * @param stdin where its standard input comes from; {@code PIPE}: from us
 * @param stdout where its standard output goes to; {@code PIPE}: to us
 * @param stderr where its standard error goes to; {@code PIPE}: to us
 */
public record Program(
        List<String> command,
        Optional<Path> directory,
        Map<String, String> environment,
        Redirect stdin,
        Redirect stdout,
        Redirect stderr) {

    /** Checks and copies. */
    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a command needs at least the name of a program");
        }
    }

    /** @return the {@code java} that runs this program: the first word of a command for another JVM like it */
    public static String javaCommand() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
