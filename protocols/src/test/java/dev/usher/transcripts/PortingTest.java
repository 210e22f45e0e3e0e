package dev.usher.transcripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the table of differences in {@code core/PORTING.md} to the annotations that explain them, and these to tests
 * that exist. With {@code -Dusher.porting.write=true} it writes the table first.
 */
class PortingTest {
    private static final Path PORTING = Path.of("..", "core", "PORTING.md");
    private static final String BEGIN =
            "<!-- The table below is written by PortingTest with -Dusher.porting.write=true. -->";
    private static final String END = "<!-- End of the table. -->";
    private static final Pattern TEST = Pattern.compile("\\bvoid (should\\w+)\\(");

    private record Row(Difference difference, List<String> shownBy) {
        @Override
        public String toString() {
            return "| " + difference.poe() + " | " + difference.usher() + " | " + difference.because() + " | "
                    + String.join(", ", shownBy) + " |";
        }
    }

    @Test
    void shouldListEveryDifferenceThatIsAnnotated() throws Exception {
        List<String> table = new ArrayList<>(List.of("", "| POE | Usher | why | shown by |", "|---|---|---|---|"));
        rows().forEach(row -> table.add(row.toString()));
        table.add("");
        List<String> lines = Files.readAllLines(PORTING, UTF_8);
        int begin = lines.indexOf(BEGIN) + 1;
        int end = lines.indexOf(END);
        assertTrue(begin > 0 && end >= begin, PORTING + " has lost the marks around the table");

        if (Boolean.getBoolean("usher.porting.write")) {
            lines.subList(begin, end).clear();
            lines.addAll(begin, table);
            Files.write(PORTING, lines, UTF_8);
            end = lines.indexOf(END);
        }

        assertEquals(
                String.join("\n", table),
                String.join("\n", lines.subList(begin, end)),
                "run this test with -Dusher.porting.write=true");
    }

    @Test
    void shouldNameTestsThatThereAre() throws Exception {
        Set<String> tests = tests();

        for (Row row : rows()) {
            assertFalse(row.shownBy().isEmpty(), "nothing shows: " + row);
            for (String shown : row.shownBy()) {
                assertTrue(shown.matches("[RT] \\d\\d") || tests.contains(shown), "there is no " + shown);
            }
        }
    }

    @Test
    void shouldExplainEachDifferenceOnce() throws Exception {
        List<String> differences =
                rows().stream().map(row -> row.difference().poe()).toList();

        assertEquals(new HashSet<>(differences).size(), differences.size());
    }

    private static List<Row> rows() throws Exception {
        List<Class<?>> types = types();
        List<Row> rows = new ArrayList<>();
        for (Class<?> type : types) {
            List<String> showing = new ArrayList<>();
            if (Port.class.isAssignableFrom(type)) {
                showing.add(name(type));
                types.stream()
                        .filter(other -> other.isAnnotationPresent(DiffersLike.class)
                                && List.of(other.getAnnotation(DiffersLike.class)
                                                .value())
                                        .contains(type))
                        .forEach(other -> showing.add(name(other)));
            }
            add(type, showing, rows);
            for (Method method : type.getDeclaredMethods()) {
                add(method, List.of(type.getSimpleName() + "." + method.getName()), rows);
            }
        }
        rows.sort(Comparator.comparing((Row row) -> row.difference().part()).thenComparing(Row::toString));
        return rows;
    }

    private static void add(AnnotatedElement annotated, List<String> showing, List<Row> rows) {
        for (Difference difference : annotated.getAnnotationsByType(Difference.class)) {
            List<String> all = new ArrayList<>(showing);
            all.addAll(Arrays.asList(difference.shownBy()));
            rows.add(new Row(difference, all));
        }
    }

    private static String name(Class<?> port) {
        return new Transcript(port.getSimpleName()).toString();
    }

    /** The types of this package, by name. */
    private static List<Class<?>> types() throws IOException, URISyntaxException, ClassNotFoundException {
        String here = PortingTest.class.getPackageName();
        Path classes =
                Path.of(PortingTest.class.getResource("PortingTest.class").toURI());
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(classes.getParent())) {
            for (String file :
                    files.map(path -> path.getFileName().toString()).sorted().toList()) {
                if (file.endsWith(".class") && !file.contains("$") && !file.startsWith("package-info")) {
                    types.add(Class.forName(here + "." + file.substring(0, file.length() - ".class".length())));
                }
            }
        }
        return types;
    }

    /** Every test of the project, as {@code Type.method}. */
    private static Set<String> tests() throws IOException {
        Set<String> tests = new HashSet<>();
        for (String module : List.of("core", "filters", "protocols")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                        .toList()) {
                    String type = file.getFileName().toString().replace(".java", "");
                    Matcher test = TEST.matcher(Files.readString(file, UTF_8));
                    while (test.find()) {
                        tests.add(type + "." + test.group(1));
                    }
                }
            }
        }
        return tests;
    }
}
