package dev.usher.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A kind of server to measure. Immutable.
 *
 * @param name as on the command line
 * @param launch starts one
 * @param missing what is needed for that and not there, or null
 */
record Variant(String name, Launch launch, String missing) {

    /** Default of the option {@code --usher}: the server of our own. */
    static final String USHER = "";

    /** To whom a WebSocket server sends a message: back to whom it came from, or to all. */
    static final String ONE = "one";

    static final String ALL = "all";

    /** Starts a server of its kind. */
    @FunctionalInterface
    interface Launch {

        /** @return a server that answers */
        ServerProcess start() throws IOException, InterruptedException;
    }

    /** The variants of the option {@code --variants}, without those that cannot be started here. */
    static List<Variant> of(Options options, Map<String, Variant> known) {
        List<Variant> variants = new ArrayList<>();
        for (String name : options.list("variants")) {
            Variant variant = known.get(name);
            if (variant == null) {
                Options.fail("no variant " + name + ", there are " + known.keySet());
            } else if (variant.missing != null) {
                System.out.println("skipped " + name + ": there is no " + variant.missing);
            } else {
                variants.add(variant);
            }
        }
        if (variants.isEmpty()) {
            Options.fail("none of the variants can be started here");
        }
        return variants;
    }

    /** A program of this module. */
    static Variant ours(String name, Class<?> server, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), server.getName(), "--port", "0"));
        arguments.addAll(List.of(more));
        return java(name, arguments, null);
    }

    /** Our own program, unless the option {@code --usher} gives the arguments of another. */
    static Variant usher(Options options, Class<?> server, String... more) {
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
        return new Variant(name, () -> new ServerProcess(arguments), missing);
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
