package dev.usher.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectionTest {

    @ParameterizedTest
    @ValueSource(strings = {"core", "filters", "protocols", "examples", "benchmarks"})
    void shouldUseOnlyWhatStandsBelow(String module) {
        List<Path> files = House.mainSources(module);

        List<String> complaints = new ArrayList<>();
        for (Path file : files) {
            String path = House.root().relativize(file).toString();
            complaints.addAll(Direction.complaints(module, path, House.text(file)));
        }

        assertFalse(files.isEmpty(), "no sources found in " + module);
        assertEquals("", String.join("\n", complaints));
    }

    @Test
    void shouldNameFileLineAndRuleWhenAnImportGoesUp() {
        String source = "package dev.usher.kernel;\n\nimport dev.usher.wheel.ReadWrite;\n";

        List<String> complaints = Direction.complaints("core", "Kernel.java", source);

        assertEquals(
                List.of("Kernel.java:3: dev.usher.kernel may use only [driver, filter, network],"
                        + " not dev.usher.wheel.ReadWrite"),
                complaints);
    }

    @ParameterizedTest
    @CsvSource({
        "core, filter, network.Link",
        "core, network, filter.Input",
        "core, network, kernel.Kernel",
        "core, driver, kernel.Kernel",
        "core, kernel, wheel.Wheel",
        "core, kernel, simulation.VirtualClock",
        "core, wheel, simulation.VirtualClock",
        "core, wheel, kernel.internal.EventQueue",
        "core, simulation, filters.LineFilter",
        "filters, filters.http, kernel.Kernel",
        "filters, filters, driver.Driver",
        "protocols, component.tcp, simulation.VirtualClock",
        "protocols, component.http, examples.Main",
        "examples, examples, benchmarks.Echo",
        "benchmarks, benchmarks, examples.Main",
        "core, kernel, unknown.Thing",
    })
    void shouldComplainAboutAWrongUse(String module, String from, String to) {
        String start = "package dev.usher." + from + ";\n";

        assertEquals(
                1, complaints(module, start + "import dev.usher." + to + ";").size());
        assertEquals(
                1,
                complaints(module, start + "import static dev.usher." + to + ".x;")
                        .size());
        assertEquals(
                1,
                complaints(module, start + "class A { dev.usher." + to + " b; }")
                        .size());
        assertEquals(
                1,
                complaints(module, start + "class A { dev\n.usher\n." + to + " b; }")
                        .size());
    }

    @Test
    void shouldComplainAboutAWildcardToo() {
        String source = "package dev.usher.driver;\nimport dev.usher.kernel.*;\n";

        assertEquals(1, complaints("core", source).size());
    }

    @ParameterizedTest
    @CsvSource({"core, filter", "filters, filters.http"})
    void shouldComplainAboutAChannelInAFilter(String module, String name) {
        String source = "package dev.usher." + name + ";\nimport java.nio.channels.SocketChannel;\n";

        assertEquals(
                List.of("A.java:2: dev.usher." + name.split("\\.")[0]
                        + " does no input or output: not java.nio.channels"),
                complaints(module, source));
    }

    @Test
    void shouldComplainAboutAPackageThatIsNotOfTheModule() {
        assertEquals(1, complaints("core", "package dev.usher.filters;\n").size());
        assertEquals(1, complaints("core", "package dev.usher.helpers;\n").size());
        assertEquals(1, complaints("core", "package org.example;\n").size());
    }

    @Test
    void shouldAllowWhatTheTableAllows() {
        String source = "package dev.usher.wheel;\nimport dev.usher.kernel.Kernel;\nimport dev.usher.filter.*;\n";

        assertEquals(List.of(), complaints("core", source));
    }

    @Test
    void shouldNotTakeCommentsAndLiteralsForUses() {
        String source = String.join(
                "\n",
                "package dev.usher.filter;",
                "/** {@link dev.usher.kernel.Kernel} */ // dev.usher.kernel.Kernel",
                "class A {",
                "  char quote = '\"'; // \" dev.usher.kernel.Kernel",
                "  String a = \"http://x \\\" dev.usher.kernel.Kernel\";",
                "  String b = \"\"\"",
                "      dev.usher.kernel.Kernel \"quoted\"",
                "      \"\"\";",
                "}");

        assertEquals(List.of(), complaints("core", source));
    }

    @Test
    void shouldFindAUseBehindLiteralsThatLookLikeComments() {
        String source = "package dev.usher.filter;\nclass A { String s = \"/* //\"; dev.usher.kernel.Kernel k; /* */ }";

        assertEquals(1, complaints("core", source).size());
    }

    private static List<String> complaints(String module, String source) {
        return Direction.complaints(module, "A.java", source);
    }
}
