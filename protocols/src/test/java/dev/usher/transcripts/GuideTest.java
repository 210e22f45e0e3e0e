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
import java.io.StringReader;
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
import javax.xml.parsers.DocumentBuilderFactory;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Compiles and runs every program in {@code core/PORTING.md}, and the Perl ones where there is a perl with POE. */
class GuideTest {
    private static final Path GUIDE = Path.of("..", "core", "PORTING.md");
    private static final String PORT = "12345"; // the guide's

    @TempDir
    static Path folder;

    private static final List<Lesson> LESSONS = new ArrayList<>();

    /** What stands before the lessons: how to begin. Its first program is a file, its second one the imports. */
    private static final Lesson BEGINNING = new Lesson("the beginning");

    /** One heading's programs, in Perl perhaps and in Java, and what they print. */
    private static final class Lesson {
        final String heading;
        String perl = "";
        String shown = ""; // in Perl, not to be run here
        String shell = "";
        String xml = "";
        final List<String> programs = new ArrayList<>(); // in Java
        String text = "";

        Lesson(String heading) {
            this.heading = heading;
        }

        void add(String language, String code) {
            switch (language) {
                case "perl" -> perl += code;
                case "perl shown" -> shown += code;
                case "sh" -> shell += code;
                case "xml" -> xml += code;
                case "java" -> programs.add(code);
                case "text" -> text += code;
                default -> throw new AssertionError("a program in '" + language + "' under " + heading);
            }
        }

        String java() {
            return String.join("", programs);
        }

        /** Whether it is about what a simulation does not do as the machine does: processes, files, terminals. */
        boolean needsTheMachine() {
            return Stream.of("Run.with", "FollowTail.with", "ReadLine.on").anyMatch(java()::contains);
        }
    }

    @BeforeAll
    static void read() throws IOException {
        Lesson lesson = BEGINNING;
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
        assertTrue(LESSONS.size() >= 25, () -> LESSONS.size() + " lessons");
        for (Lesson lesson : LESSONS) {
            assertFalse(lesson.java().isEmpty(), lesson.heading);
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
                    imports() + "import java.io.PrintStream;\npublic class Lesson" + i
                            + " { public static void program(Kernel kernel, PrintStream out) throws Exception {\n"
                            + inFolder(LESSONS.get(i).java()) + "} }\n",
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
                assertEquals(
                        LESSONS.get(i).text, printed(type, LESSONS.get(i).needsTheMachine()), LESSONS.get(i).heading);
            }
        }
    }

    /** That every program begins with, as the guide says. */
    private static String imports() {
        return BEGINNING.programs.get(1);
    }

    /** With the file that a program writes where it can stay. */
    private static String inFolder(String program) {
        return program.replace("app.log", folder.resolve("app.log").toString().replace("\\", "\\\\"));
    }

    private static String printed(Class<?> lesson, boolean onTheMachine) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Simulation simulation = Simulation.seeded(1);
                Kernel real = new Kernel()) {
            Kernel kernel = onTheMachine ? real : simulation.kernel();
            lesson.getMethod("program", Kernel.class, PrintStream.class)
                    .invoke(null, kernel, new PrintStream(printed, true, UTF_8));
            kernel.run();
        }
        return printed.toString(UTF_8).replace("\r\n", "\n");
    }

    /** Of the modules that the programs use. */
    private static String classPath() throws Exception {
        List<String> places = new ArrayList<>();
        for (Class<?> type : List.of(Kernel.class, LineFilter.class, TcpServer.class, DumbTerminal.class)) {
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
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(output, UTF_8);
    }

    @Test
    void shouldBeGoodPerlWhatIsShownOnly() throws Exception {
        Assumptions.assumeTrue(PerlTest.canRun("use POE"), "there is no perl with POE here");
        List<Lesson> shown =
                LESSONS.stream().filter(lesson -> !lesson.shown.isEmpty()).toList();

        assertFalse(shown.isEmpty());
        for (Lesson lesson : shown) {
            assertEquals("lesson.pl syntax OK\n", checked(lesson.shown), lesson.heading);
        }
    }

    /** What perl says of its syntax, where modules that it has not got are empty ones. */
    private static String checked(String perl) throws Exception {
        StringBuilder empty = new StringBuilder();
        for (String module : List.of(
                "POEx::URI",
                "POEx::HTTP::Server",
                "Net::WebSocket::Server",
                "POE::Component::Server::Bayeux",
                "POE::Wheel::ReadLine")) {
            empty.append("$INC{'").append(module.replace("::", "/")).append(".pm'} = 1; ");
        }
        Files.writeString(
                folder.resolve("lesson.pl"),
                "use strict; use warnings; BEGIN { " + empty + "} use POE;\n" + perl + "POE::Kernel->run;\n",
                UTF_8);
        return output("perl", "-c", "lesson.pl");
    }

    @Test
    void shouldNoticeBadPerlAmongWhatIsShownOnly() throws Exception {
        Assumptions.assumeTrue(PerlTest.canRun("use POE"), "there is no perl with POE here");

        assertTrue(checked("my $x = ;\n").contains("syntax error"));
        assertTrue(checked("$undeclared = 1;\n").contains("Global symbol"));
    }

    @Test
    void shouldPrintWhatStandsBelowWhenTheFirstFileIsRunAsTheGuideSays() throws Exception {
        Files.writeString(folder.resolve("Hello.java"), BEGINNING.programs.get(0), UTF_8);

        String printed = output(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "Hello.java");

        assertEquals(BEGINNING.text, printed.replaceAll("SLF4J.*\\R", ""));
        assertTrue(
                BEGINNING.shell.contains("java -cp protocols/examples/target/usher-examples.jar Hello.java\n"),
                BEGINNING.shell);
    }

    @Test
    void shouldDependOnThisProjectAsItIsNow() throws Exception {
        Element project = xml(new InputSource(new StringReader(BEGINNING.xml)));
        Element ours = xml(new InputSource(Path.of("pom.xml").toUri().toString()));
        Element parent = xml(new InputSource(Path.of("..", "pom.xml").toUri().toString()));
        Element usher = (Element) project.getElementsByTagName("dependency").item(0);

        assertEquals(text(ours, "artifactId", 1), text(usher, "artifactId", 0)); // its parent's comes first
        assertEquals(text(parent, "groupId", 0), text(usher, "groupId", 0));
        assertEquals(text(parent, "version", 0), text(usher, "version", 0));
        assertEquals(text(parent, "slf4j.version", 0), text(project, "version", 2));
        // Not maven.compiler.release: Maven 3.8 brings a compiler plugin that does not know it.
        assertEquals(text(parent, "maven.compiler.release", 0), text(project, "maven.compiler.source", 0));
        assertEquals(text(parent, "maven.compiler.release", 0), text(project, "maven.compiler.target", 0));
        Element examples =
                xml(new InputSource(Path.of("examples", "pom.xml").toUri().toString()));
        assertTrue(BEGINNING.shell.contains("examples/target/" + text(examples, "finalName", 0) + ".jar"));
    }

    private static Element xml(InputSource source) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(source)
                .getDocumentElement();
    }

    private static String text(Element element, String tag, int number) {
        return element.getElementsByTagName(tag).item(number).getTextContent();
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return printed;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
