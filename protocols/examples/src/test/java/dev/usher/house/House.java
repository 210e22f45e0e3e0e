package dev.usher.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where the sources of this repository are. */
final class House {

    /** Each module and its folder. */
    static final Map<String, String> MODULES = Map.of(
            "core", "core",
            "filters", "filters",
            "protocols", "protocols",
            "examples", "protocols/examples",
            "benchmarks", "benchmarks");

    private House() {}

    /** @return the folder that holds the modules, found from the working directory upwards */
    static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("core")) && Files.isDirectory(at.resolve("filters"))) {
                return at;
            }
        }
        throw new IllegalStateException("no folder above " + start + " holds both core and filters");
    }

    /**
     * The Java files of one module that are not tests, in the order of their names.
     *
     * @param module a key of {@link #MODULES}
     * @return their paths
     */
    static List<Path> mainSources(String module) {
        Path folder = root().resolve(MODULES.get(module)).resolve("src/main/java");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
