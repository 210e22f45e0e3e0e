package dev.usher.transcripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.tcp.TcpServer;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Kernel;
import dev.usher.simulation.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs every program in {@code core/PORTING.md}, and the Perl ones where there is a perl with POE. */
class GuideTest {
    private static final Path GUIDE = Path.of("..", "core", "PORTING.md");
    private static final String PORT = "12345"; // the guide's

    private static final String IMPORTS = """
            import dev.usher.component.tcp.*;
            import dev.usher.filter.*;
            import dev.usher.filters.*;
            import dev.usher.kernel.*;
            import dev.usher.wheel.*;
            import java.io.PrintStream;
            import java.net.InetSocketAddress;
            import java.time.Duration;
            import java.util.List;
            """;

    @TempDir
    static Path folder;

    private static final List<Lesson> LESSONS = new ArrayList<>();

    /** One heading's programs, in Perl perhaps and in Java, and what they print. */
    private static final class Lesson {
        final String heading;
        String perl = "";
        String java = "";
        String text = "";

        Lesson(String heading) {
            this.heading = heading;
        }

        void add(String language, String code) {
            switch (language) {
                case "perl" -> perl += code;
                case "java" -> java += code;
                case "text" -> text += code;
                default -> throw new AssertionError("a program in '" + language + "' under " + heading);
            }
        }
    }

    @BeforeAll
    static void read() throws IOException {
        Lesson lesson = new Lesson("the top");
        StringBuilder code = null;
        String language = "";
        for (String line : Files.readAllLines(GUIDE, UTF_8)) {
            if (code == null && line.startsWith("### ")) {
                lesson = new Lesson(line.substring(4));
                LESSONS.add(lesson);
            } else if (code == null && line.startsWith("```")) {
                language = line.substring(3);
                code = new StringBuilder();
            } else if (code != null && line.equals("```")) {
                lesson.add(language, code.toString());
                code = null;
            } else if (code != null) {
                code.append(line).append('\n');
            }
        }
    }

    @Test
    void shouldHaveAJavaProgramAndWhatItPrintsUnderEachHeading() {
        assertTrue(LESSONS.size() >= 14, () -> LESSONS.size() + " lessons");
        for (Lesson lesson : LESSONS) {
            assertFalse(lesson.java.isEmpty(), lesson.heading);
            assertFalse(lesson.text.isEmpty(), lesson.heading);
        }
    }

    @Test
    void shouldPrintWhatStandsBelowWhenTheJavaProgramsRun() throws Exception {
        List<String> command = new ArrayList<>(List.of("-d", folder.toString(), "-cp", classPath(), "-nowarn"));
        for (int i = 0; i < LESSONS.size(); i++) {
            Path source = folder.resolve("Lesson" + i + ".java");
            Files.writeString(
                    source,
                    IMPORTS + "public class Lesson" + i
                            + " { public static void program(Kernel kernel, PrintStream out) throws Exception {\n"
                            + LESSONS.get(i).java + "} }\n",
                    UTF_8);
            command.add(source.toString());
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        int compiled = ToolProvider.getSystemJavaCompiler().run(null, errors, errors, command.toArray(new String[0]));

        assertEquals(0, compiled, () -> errors.toString(UTF_8));
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            for (int i = 0; i < LESSONS.size(); i++) {
                Class<?> type = loader.loadClass("Lesson" + i);
                assertEquals(LESSONS.get(i).text, printed(type), LESSONS.get(i).heading);
            }
        }
    }

    private static String printed(Class<?> lesson) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Simulation simulation = Simulation.seeded(1)) {
            lesson.getMethod("program", Kernel.class, PrintStream.class)
                    .invoke(null, simulation.kernel(), new PrintStream(printed, true, UTF_8));
            simulation.kernel().run();
        }
        return printed.toString(UTF_8).replace("\r\n", "\n");
    }

    /** Of the modules that the programs use. */
    private static String classPath() throws Exception {
        List<String> places = new ArrayList<>();
        for (Class<?> type : List.of(Kernel.class, LineFilter.class, TcpServer.class)) {
            places.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        return places.stream().collect(Collectors.joining(System.getProperty("path.separator")));
    }

    static Stream<Lesson> inPerl() {
        return LESSONS.stream().filter(lesson -> !lesson.perl.isEmpty());
    }

    @Test
    void shouldPrintTheSameWhenThePerlProgramsRun() throws Exception {
        Assumptions.assumeTrue(PerlTest.canRun("use POE"), "there is no perl with POE here");
        assertTrue(inPerl().count() >= 12);

        for (Lesson lesson : inPerl().toList()) {
            assertEquals(lesson.text, run(lesson), lesson.heading);
        }
    }

    private static String run(Lesson lesson) throws IOException, InterruptedException {
        Path program = folder.resolve("lesson.pl");
        Path output = folder.resolve("lesson.out");
        // POE's two kinds of session cannot be used in one package.
        String use = lesson.perl.contains("use POE::NFA") ? "use POE::Kernel;" : "use POE;";
        Files.writeString(
                program,
                "use strict; use warnings; " + use + " $| = 1;\n"
                        + lesson.perl.replace(PORT, String.valueOf(freePort())) + "POE::Kernel->run;\n",
                UTF_8);
        Process process = new ProcessBuilder("perl", program.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(output, UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
