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
 * @param name {@code T} and two digits; {@code R} for programs that show what POE's reference tells beyond those
 */
record Transcript(String name) {
    private static final Path RESOURCES = Path.of("src", "test", "resources", "transcripts");

    /** Where the Perl programs are, which find their kit beside them. */
    static final Path PERL = RESOURCES.resolve("perl");

    static List<Transcript> all() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[RT]\\d\\d\\.txt"))
                    .sorted()
                    .map(name -> new Transcript(name.substring(0, 3)))
                    .toList();
        }
    }

    /** The Perl program, in {@link #PERL}. */
    String program() {
        return (name.startsWith("T") ? name.substring(1) : name) + ".pl";
    }

    /** What the Perl program printed. */
    List<String> perl() throws IOException {
        return Files.readAllLines(RESOURCES.resolve(name + ".txt"), UTF_8);
    }

    /** Where Perl's trace and Usher's are shown together if they differ. */
    Path diff() {
        return RESOURCES.resolve(name + ".diff");
    }

    /** The class of the port, or null if there is none yet. */
    Class<? extends Port> port() {
        try {
            return Class.forName(getClass().getPackageName() + "." + name).asSubclass(Port.class);
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
        return name.charAt(0) + " " + name.substring(1);
    }
}
