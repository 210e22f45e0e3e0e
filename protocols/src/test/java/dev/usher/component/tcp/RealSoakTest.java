package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Real connections in a JVM with 64 MiB of heap: 50 for a second in every build, 1,000 for a minute with
 * {@code -Dusher.nightly=true}.
 */
class RealSoakTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("usher.nightly");
    private static final List<String> SIZE = NIGHTLY ? List.of("1000", "60000") : List.of("50", "1000");

    @Row({"T137", "T139"})
    @Test
    void shouldGiveBackSessionsHandlesAndHeap() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RealSoak.class.getName(),
                        SIZE.get(0),
                        SIZE.get(1))
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertTrue(process.waitFor(1, TimeUnit.MINUTES), told);
        System.out.println("real soak: " + told.trim());
        assertEquals(0, process.exitValue(), told);
    }
}
