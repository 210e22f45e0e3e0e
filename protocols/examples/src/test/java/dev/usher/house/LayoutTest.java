package dev.usher.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayoutTest {

    /** A file that grows past this is where too many concerns met: look for the second noun in it. */
    private static final int LONGEST_FILE = 500;

    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:(?:final|abstract|sealed|non-sealed) )*(?:class|interface|record|enum) ", Pattern.MULTILINE);

    @Test
    void shouldShowAtTheTopOnlyWhatANewcomerNeeds() throws IOException {
        Set<String> visible;
        try (Stream<Path> entries = Files.list(House.root())) {
            visible = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !name.equals("target"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        assertEquals(
                new TreeSet<>(Set.of(
                        "pom.xml",
                        "core",
                        "filters",
                        "protocols",
                        "benchmarks",
                        "README.md",
                        "LICENSE",
                        "CHANGELOG.md")),
                visible);
    }

    @Test
    void shouldDescribeEveryPackage() {
        Set<String> without = allSources()
                .map(Path::getParent)
                .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .map(folder -> House.root().relativize(folder) + " has no package-info.java")
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals("", String.join("\n", without));
    }

    @Test
    void shouldKeepEveryFileReadableInOneSitting() {
        List<String> tooLong = allSources()
                .filter(file -> House.text(file).lines().count() > LONGEST_FILE)
                .map(file -> House.root().relativize(file) + " has "
                        + House.text(file).lines().count() + " lines, more than " + LONGEST_FILE)
                .toList();

        assertEquals("", String.join("\n", tooLong));
    }

    @Test
    void shouldNameEveryPublicTypeInItsModulesReadme() {
        Set<String> unnamed = new TreeSet<>();
        for (String module : List.of("core", "filters", "protocols")) {
            String readme =
                    House.text(House.root().resolve(House.MODULES.get(module)).resolve("README.md"));
            for (Path file : House.mainSources(module)) {
                String name = file.getFileName().toString().replace(".java", "");
                if (isPublic(file)
                        && !Pattern.compile("`(\\w+\\.)?" + name + "[`.(]")
                                .matcher(readme)
                                .find()) {
                    unnamed.add(module + "/README.md does not name " + name);
                }
            }
        }

        assertEquals("", String.join("\n", unnamed));
    }

    private static boolean isPublic(Path file) {
        return !file.toString().contains("internal")
                && PUBLIC_TYPE.matcher(House.text(file)).find();
    }

    private static Stream<Path> allSources() {
        return House.MODULES.keySet().stream().sorted().flatMap(module -> House.mainSources(module).stream());
    }
}
