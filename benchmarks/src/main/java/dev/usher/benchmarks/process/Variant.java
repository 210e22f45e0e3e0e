package dev.usher.benchmarks.process;

import dev.usher.benchmarks.measure.Options;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A kind of server to measure. Immutable.
 *
 * @param name as on the command line
 * @param launch starts one
 * @param missing what is needed for that and not there, or null
 * @param arguments of {@code java}, or empty if it is no JVM like the others
 */
public record Variant(String name, Launch launch, String missing, List<String> arguments) {

    /** What is no JVM of ours. */
    Variant(String name, Launch launch, String missing) {
        this(name, launch, missing, List.of());
    }

    /** Default of the option {@code --usher}: the server of our own. */
    public static final String USHER = "";

    /** Starts a server of its kind. */
    @FunctionalInterface
    public interface Launch {

        /** @return a server that answers */
        ServerProcess start() throws IOException, InterruptedException;
    }

    /** Variants by their names, in this order. */
    public static Map<String, Variant> named(Variant... variants) {
        Map<String, Variant> named = new LinkedHashMap<>();
        for (Variant variant : variants) {
            named.put(variant.name, variant);
        }
        return named;
    }

    /** A program of this module. */
    public static Variant ours(String name, Class<?> server, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), server.getName(), "--port", "0"));
        arguments.addAll(List.of(more));
        return java(name, arguments, null);
    }

    /** @param missing what else is needed and not there, or null */
    public Variant without(String missing) {
        return new Variant(name, launch, missing == null ? this.missing : missing, arguments);
    }

    /** The same JVM with more flags. */
    public Variant with(List<String> flags) {
        return java(name, Stream.concat(flags.stream(), arguments.stream()).toList(), missing);
    }

    /** Our own program, unless the option {@code --usher} gives the arguments of another. */
    public static Variant usher(Options options, Class<?> server, String... more) {
        String given = options.text("usher");
        if (given.isEmpty()) {
            return ours("usher", server, more);
        }
        List<String> arguments = new ArrayList<>(List.of(given.split(" ")));
        arguments.addAll(List.of(more));
        int jar = arguments.indexOf("-jar") + 1;
        boolean built = jar == 0 || Files.exists(Path.of(arguments.get(jar)));
        return java("usher", arguments, built ? null : arguments.get(jar));
    }

    private static Variant java(String name, List<String> arguments, String missing) {
        return new Variant(name, () -> ServerProcess.java(arguments), missing, arguments);
    }

    /** Where a program is on the path, or null. */
    static Path program(String name) {
        String path = System.getenv("PATH");
        for (String directory : path == null ? new String[0] : path.split(File.pathSeparator)) {
            Path program = Path.of(directory, name);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        return null;
    }
}
