package dev.usher.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the checklists in README.md to the tests that show their rows. With {@code -Dusher.checklist.write=true} it
 * writes the tests' names into the tables first.
 */
class ChecklistTest {
    private static final Path README = Path.of("README.md");
    private static final List<Path> ELSEWHERE =
            List.of(Path.of("../filters/src/test/java"), Path.of("examples/src/test/java"));
    private static final Pattern SHOWN_ELSEWHERE = Pattern.compile("@Row\\(([^)]*)\\)\\s+void (should\\w+)\\(");
    private static final Pattern QUOTED = Pattern.compile("\"([A-Z]+\\d+)\"");
    /** Row number, item, state, tests. */
    private static final Pattern ROW =
            Pattern.compile("\\| ([A-Z]+\\d+) \\| (.*?) \\| (done|open)(.*?) \\| (.*?) ?\\|");

    /** How many rows each checklist has, by the letters of its numbers. */
    private static final Map<String, Integer> ROWS = Map.of(
            "B", 148,
            "BC", 47,
            "H", 173,
            "T", 140,
            "TC", 42,
            "W", 141);

    private static final Map<String, Set<String>> SHOWN = new TreeMap<>(); // tests by row
    private static final Set<String> TESTS = new HashSet<>();

    private record Listed(String number, String state, List<String> tests) {}

    @BeforeAll
    static void scan() throws IOException, URISyntaxException, ClassNotFoundException {
        Path classes = Path.of(
                Row.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Test.class")).toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '.');
                Class<?> type = Class.forName(
                        name.substring(0, name.length() - ".class".length()), false, Row.class.getClassLoader());
                for (Method method : type.getDeclaredMethods()) {
                    if (method.getName().startsWith("should") && !method.isSynthetic()) {
                        note(type.getSimpleName() + "." + method.getName(), method.getAnnotation(Row.class));
                    }
                }
            }
        }
        for (Path sources : ELSEWHERE) {
            scan(sources);
        }
        if (Boolean.getBoolean("usher.checklist.write")) {
            write();
        }
    }

    /** The tests of filters and examples are not on this module's class path, but their source is beside it. */
    private static void scan(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                Matcher shown = SHOWN_ELSEWHERE.matcher(Files.readString(file));
                while (shown.find()) {
                    List<String> rows = new ArrayList<>();
                    Matcher row = QUOTED.matcher(shown.group(1));
                    while (row.find()) {
                        rows.add(row.group(1));
                    }
                    note(type + "." + shown.group(2), rows.toArray(new String[0]));
                }
            }
        }
    }

    private static void note(String test, Row rows) {
        note(test, rows == null ? new String[0] : rows.value());
    }

    private static void note(String test, String... rows) {
        TESTS.add(test);
        for (String row : rows) {
            SHOWN.computeIfAbsent(row, number -> new TreeSet<>()).add(test);
        }
    }

    private static void write() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(README)) {
            Matcher row = ROW.matcher(line);
            lines.add(
                    !row.matches()
                            ? line
                            : "| " + row.group(1) + " | " + row.group(2) + " | " + row.group(3) + row.group(4) + " | "
                                    + String.join(", ", SHOWN.getOrDefault(row.group(1), Set.of())) + " |");
        }
        Files.write(README, lines);
    }

    private static List<Listed> listed() throws IOException {
        List<Listed> rows = new ArrayList<>();
        for (String line : Files.readAllLines(README)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String tests = row.group(5).trim();
                rows.add(new Listed(
                        row.group(1), row.group(3), tests.isEmpty() ? List.of() : List.of(tests.split(", *"))));
            } else {
                assertFalse(line.matches("\\| [A-Z]+\\d+ \\|.*"), "not a row of the checklist: " + line);
            }
        }
        return rows;
    }

    @Test
    void shouldListEveryRowOnceAndInOrder() throws IOException {
        Map<String, List<String>> numbers = new TreeMap<>();
        for (Listed row : listed()) {
            String letters = row.number().replaceAll("\\d", "");
            numbers.computeIfAbsent(letters, list -> new ArrayList<>()).add(row.number());
        }

        Map<String, List<String>> expected = new TreeMap<>();
        ROWS.forEach((letters, count) -> expected.put(
                letters,
                IntStream.rangeClosed(1, count).mapToObj(i -> letters + i).toList()));
        assertEquals(expected, numbers);
    }

    @Test
    void shouldTickExactlyTheRowsThatTestsShow() throws IOException {
        Set<String> ticked = new TreeSet<>();
        listed().stream().filter(row -> row.state().equals("done")).forEach(row -> ticked.add(row.number()));

        assertEquals(new TreeSet<>(SHOWN.keySet()), ticked);
    }

    @Test
    void shouldNameTheTestsThatThereAre() throws IOException {
        for (Listed row : listed()) {
            for (String test : row.tests()) {
                assertEquals(true, TESTS.contains(test), row.number() + " names " + test + ", which does not exist");
            }
            assertEquals(
                    List.copyOf(SHOWN.getOrDefault(row.number(), Set.of())),
                    row.tests(),
                    row.number() + ": run this test with -Dusher.checklist.write=true");
        }
    }
}
