package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the build leaves beside the jar. The build runs it when it has packaged all. */
@Timeout(120)
class ArchiveTest {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path JAR = TARGET.resolve("usher-examples.jar");
    private static final Path ARGUMENTS = TARGET.resolve("usher-examples.args");
    private static final String OURS = Main.class.getName() + " source: ";
    private static final String ARCHIVED = "shared objects file";
    private static final int PATIENCE_S = 60;

    /** How a run of a program has ended. */
    private record Run(int code, List<String> out, List<String> err) {

        /** Where the JVM has our first class from. */
        String source() {
            return out.stream()
                    .filter(line -> line.contains(OURS))
                    .map(line -> line.substring(line.indexOf(OURS) + OURS.length()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @TempDir
    Path folder;

    @BeforeAll
    static void shouldBeAJvmThatMakesArchives() throws Exception {
        assumeTrue(java(List.of("-Xshare:on", "-version")).code == 0, "this JVM shares no classes, not even its own");
    }

    @Test
    void shouldTakeOurClassesFromTheArchiveWhenStartedByTheArgumentsBesideTheJar() throws Exception {
        Run run = java(List.of("-Xlog:class+load:stdout", "@" + ARGUMENTS));

        assertEquals(0, run.code);
        assertTrue(run.source().startsWith(ARCHIVED), run.source());
        assertEquals(List.of(), run.err);
    }

    @Test
    void shouldStartWithoutTheArchive() throws Exception {
        Run run = java(List.of("-Xlog:class+load:stdout", "-jar", JAR.toString()));

        assertEquals(0, run.code);
        assertTrue(run.source().startsWith("file:"), run.source());
        assertEquals(List.of(), run.err);
    }

    @Test
    void shouldDoAllThatItDoesWithoutAnArchiveWhenTheJarIsAnother() throws Exception {
        Path changed = folder.resolve("usher-examples.jar");
        Files.copy(JAR, changed);
        Files.setLastModifiedTime(changed, FileTime.from(Instant.EPOCH));

        Run run = java(replaced(JAR.toString(), changed.toString()));

        assertEquals(0, run.code);
        assertEquals(withoutArchive(), last(withoutArchive().size(), run.out));
    }

    @Test
    void shouldDoAllThatItDoesWithoutAnArchiveWhenThatIsBroken() throws Exception {
        String archive = archive();
        Path broken = folder.resolve("broken");
        Files.writeString(broken, "of another JDK, or none at all");

        Run run = java(replaced(archive, broken.toString()));

        assertEquals(0, run.code);
        assertEquals(withoutArchive(), last(withoutArchive().size(), run.out));
    }

    @Test
    void shouldStartFromAPathWithSpacesAndQuotes() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("a \"b\" c"));
        Path jar = Files.copy(JAR, odd.resolve("usher-examples.jar"));

        Run made = java(List.of("-cp", jar.toString(), Archive.class.getName(), jar.toString()));
        Run run = java(List.of("@" + odd.resolve("usher-examples.args")));

        assertEquals(0, made.code);
        assertTrue(made.out.get(0).startsWith("archive of classes: " + odd), made.out.toString());
        assertEquals(0, run.code);
        assertEquals(withoutArchive(), run.out);
    }

    private static List<String> withoutArchive() throws Exception {
        return java(List.of("-jar", JAR.toString())).out;
    }

    /** Before them a JVM may say that the archive does not fit. */
    private static List<String> last(int count, List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** The words of the file of arguments, one a line, without the quotes. */
    private static List<String> words() throws IOException {
        return Files.readAllLines(ARGUMENTS).stream()
                .map(line -> line.substring(1, line.length() - 1))
                .toList();
    }

    private static String archive() throws IOException {
        String flag = words().get(0);
        return flag.substring(flag.indexOf('=') + 1);
    }

    private static List<String> replaced(String path, String other) throws IOException {
        return words().stream().map(word -> word.replace(path, other)).toList();
    }

    private static Run java(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(words);
        Path err = Files.createTempFile("usher", ".err");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(err.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), "it should have ended");
            return new Run(
                    process.exitValue(),
                    out.lines().toList(),
                    Files.readString(err).lines().toList());
        } finally {
            Files.delete(err);
        }
    }
}
