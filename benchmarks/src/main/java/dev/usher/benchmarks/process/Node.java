package dev.usher.benchmarks.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Servers of Node. Its packages are looked for in the folder that {@code USHER_NPM} names, and where Debian puts them.
 */
public final class Node {

    private static final String DEFAULT_FOLDER = System.getProperty("java.io.tmpdir") + "/usher-npm";

    private Node() {}

    /**
     * A script of ours.
     *
     * @param name of the variant
     * @param source the script, a resource; its first argument is the folder of the package
     * @param needs a package of npm, or null
     * @param arguments of the script
     */
    public static Variant variant(String name, String source, String needs, String... arguments) {
        Path program = Variant.program("node");
        Optional<Path> modules = needs == null ? Optional.of(Path.of("")) : modules(needs);
        String missing = program == null
                ? "node on the path"
                : modules.isEmpty()
                        ? "npm package " + needs + " (USHER_NPM names a folder where npm install --prefix put it)"
                        : null;
        return new Variant(
                name,
                () -> {
                    Path script = Resource.file(source);
                    List<String> command = Stream.concat(
                                    Stream.of("" + program, "" + script, "" + modules.orElseThrow()),
                                    Stream.of(arguments))
                            .toList();
                    return ServerProcess.program(command);
                },
                missing);
    }

    private static Optional<Path> modules(String name) {
        String given = System.getenv("USHER_NPM");
        return Stream.of((given == null ? DEFAULT_FOLDER : given) + "/node_modules", "/usr/share/nodejs")
                .map(folder -> Path.of(folder + File.separator + name))
                .filter(Files::exists)
                .findFirst();
    }
}
