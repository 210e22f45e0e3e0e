package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@link RandomOutput} says of programs that write, for many of them; {@code -Dusher.seed=N} repeats one, whatever
 * it runs over.
 */
class RandomOutputTest {
    private static final int SEEDS = Boolean.getBoolean("usher.nightly") ? 5_000 : 150;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"false, 0", "false, 0.01", "true, 0", "true, 0.01"})
    void shouldWriteEveryByteInOrderOrTellOnceWhyNot(boolean tls, double resets) throws IOException {
        byte[] content = new byte[200_000];
        new Random(1).nextBytes(content);
        Path path = Files.write(folder.resolve("file"), content);
        Long one = Long.getLong("usher.seed");
        long first = one == null ? 1 : one;
        long seeds = one != null ? 1 : tls ? SEEDS / 5 : SEEDS;
        int failures = 0;

        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            for (long seed = first; seed < first + seeds; seed++) {
                try {
                    failures += new RandomOutput(seed, file, content, tls, resets).run(seed) ? 1 : 0;
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("to see it again: -Dusher.seed=" + seed, e);
                }
            }
        }

        if (one == null) {
            assertTrue(resets > 0 ? failures > seeds / 10 : failures < seeds / 5, "failures: " + failures);
        }
    }
}
