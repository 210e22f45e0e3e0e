package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.Row;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bodies of 48 MB up and down, to peers that are slow, by the server and by the client, and 60 clients that do not take
 * 4 MB each, in a heap of 32 MB; with the system property {@code usher.nightly} bodies of more than 2 GiB.
 */
@Timeout(900)
class BodiesTest {
    private static final long SIZE = Boolean.getBoolean("usher.nightly") ? (2L << 30) + 7 : 48_000_007;

    @TempDir
    private Path folder;

    @Test
    @Row({"H77", "H88", "H101", "H116"})
    void shouldMoveBodiesThatAreLargerThanTheHeap() throws Exception {
        Path file = folder.resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(SIZE);
        }
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BodiesProgram.class.getName(),
                        "" + SIZE,
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try {
            List<String> said = new String(program.getInputStream().readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.contains("SLF4J"))
                    .toList();

            assertEquals(
                    List.of(
                            "file true",
                            "range true",
                            "produced true",
                            "uploaded true",
                            "paused true",
                            "own client's download true",
                            "own client's upload true",
                            "small 5",
                            "slow 4000000"),
                    said);
            assertEquals(true, program.waitFor(10, TimeUnit.SECONDS));
            assertEquals(0, program.exitValue());
        } finally {
            program.destroyForcibly();
        }
    }
}
