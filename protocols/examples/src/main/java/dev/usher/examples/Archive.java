package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Leaves an archive of classes beside the jar, made by a JVM that looks on at a {@link Rehearsal}: one that starts the
 * jar later maps them from there instead of reading, checking and linking each (class-data sharing, from JDK 25 on the
 * ahead-of-time cache). And a file of arguments for {@code java} that says all of it. The build calls it.
 */
final class Archive {
    private static final int FIRST_WITH_CACHE = 25; // JEP 514
    private static final int PATIENCE_S = 60;

    private final Path jar;
    private final Path file;
    private final Path log;
    private final boolean cached;

    private Archive(Path jar) {
        this.jar = jar;
        cached = Runtime.version().feature() >= FIRST_WITH_CACHE;
        file = beside(cached ? ".aot" : ".jsa");
        log = beside(".archive.log");
    }

    /**
     * An archive that cannot be made is no error: everything works without, only later.
     *
     * @param arguments the jar
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Archive(Path.of(arguments[0]).toAbsolutePath()).make();
    }

    private Path beside(String ending) {
        return jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", "") + ending);
    }

    private void make() throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        int code = rehearse();
        List<String> words = new ArrayList<>();
        if (code == 0 && Files.exists(file)) {
            System.out.println("archive of classes: " + file + ", " + Files.size(file) / 1_000_000 + " MB");
            words.add(flag("AOTCache", "SharedArchiveFile"));
            words.add("-XX:+IgnoreUnrecognizedVMOptions"); // of a JDK that does not know this flag
        } else {
            System.out.println("no archive of classes: JDK " + Runtime.version() + " left none (exit code " + code
                    + ", see " + log + "); the jar starts without, only later");
        }
        words.addAll(List.of("-jar", jar.toString()));
        Files.writeString(beside(".args"), quoted(words), UTF_8);
    }

    private int rehearse() throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                flag("AOTCacheOutput", "ArchiveClassesAtExit"),
                "-cp",
                jar.toString(),
                Rehearsal.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    private String flag(String newName, String oldName) {
        return "-XX:" + (cached ? newName : oldName) + "=" + file;
    }

    /** As {@code java} reads its argument files: a quoted string may have spaces, and doubles its backslashes. */
    private static String quoted(List<String> words) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            text.append('"')
                    .append(word.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\"\n");
        }
        return text.toString();
    }
}
