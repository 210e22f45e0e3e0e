package dev.usher.transcripts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one Perl program printed, and where it and its port are.
 *
 * @param number two digits
 */
record Transcript(String number) {
    private static final Path RESOURCES = Path.of("src", "test", "resources", "transcripts");

    /** Where the Perl programs are, which find their kit beside them. */
    static final Path PERL = RESOURCES.resolve("perl");

    static List<Transcript> all() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("T\\d\\d\\.txt"))
                    .sorted()
                    .map(name -> new Transcript(name.substring(1, 3)))
                    .toList();
        }
    }

    /** What the Perl program printed. */
    List<String> perl() throws IOException {
        return Files.readAllLines(RESOURCES.resolve("T" + number + ".txt"), UTF_8);
    }

    /** Where Perl's trace and Usher's are shown together if they differ. */
    Path diff() {
        return RESOURCES.resolve("T" + number + ".diff");
    }

    /** The class of the port, or null if there is none yet. */
    Class<? extends Port> port() {
        try {
            return Class.forName(getClass().getPackageName() + ".T" + number).asSubclass(Port.class);
        } catch (ClassNotFoundException none) {
            return null;
        }
    }

    /** Whether the port differs on purpose, and says so. */
    boolean differs() {
        return port().getAnnotationsByType(Difference.class).length > 0
                || port().isAnnotationPresent(DiffersLike.class);
    }

    /** What the port prints. */
    List<String> usher() throws Exception {
        return port().getDeclaredConstructor().newInstance().trace();
    }

    @Override
    public String toString() {
        return "T " + number;
    }
}
