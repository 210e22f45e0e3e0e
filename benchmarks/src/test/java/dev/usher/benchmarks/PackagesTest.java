package dev.usher.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packages know those below them only: what is measured knows nothing of who measures it. */
class PackagesTest {

    private static final Path ROOT = Path.of("src/main/java/dev/usher/benchmarks");
    private static final Pattern USED =
            Pattern.compile("(?m)^import (?:static )?dev\\.usher\\.benchmarks\\.(?:([a-z]+)\\.)?[A-Z]\\w*");

    /** Each package, and those that it may use. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "measure", Set.of(),
            "load", Set.of("measure"),
            "server", Set.of("measure", "load"),
            "client", Set.of("measure", "load"),
            "process", Set.of("measure", "load"),
            "jmh", Set.of("load", "server"),
            "workload", Set.of("measure", "load", "server", "client", "process", "jmh"),
            "", Set.of("measure", "process", "workload"));

    @Test
    void shouldUseOnlyPackagesBelow() throws IOException {
        Set<String> wrong = new TreeSet<>();
        Set<String> found = new TreeSet<>();
        for (Path file : sources()) {
            String own =
                    file.getParent().equals(ROOT) ? "" : "" + file.getParent().getFileName();
            found.add(own);
            Matcher used = USED.matcher(Files.readString(file));
            while (used.find()) {
                String other = used.group(1) == null ? "" : used.group(1);
                if (!other.equals(own) && !MAY_USE.getOrDefault(own, Set.of()).contains(other)) {
                    wrong.add(file + " uses " + used.group());
                }
            }
        }

        assertEquals(Set.of(), wrong);
        assertEquals(new TreeSet<>(MAY_USE.keySet()), found);
    }

    @Test
    void shouldSayWhatEachPackageIs() {
        for (String name : MAY_USE.keySet()) {
            assertTrue(Files.exists(ROOT.resolve(name).resolve("package-info.java")), name);
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
        }
    }
}
