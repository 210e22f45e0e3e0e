package dev.usher.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What tracing costs those who do not trace. */
@Timeout(60)
class UntracedTest {

    /** Once they were loaded to be verified, and every event paid for it. */
    @Test
    void shouldNotEvenLoadTheTracedPartsOfAKernelThatDoesNotTrace() throws IOException, InterruptedException {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-verbose:class",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> ours;
        try (var lines = program.inputReader(UTF_8)) {
            ours = lines.lines()
                    .filter(line -> line.contains(" dev.usher.kernel."))
                    .toList();
        }

        assertEquals(0, program.waitFor());
        assertTrue(ours.stream().anyMatch(line -> line.contains("kernel.EventQueue ")));
        assertEquals(
                List.of(),
                ours.stream()
                        .filter(line -> line.contains("kernel.TracedQueue")
                                || line.contains("kernel.TracedTimers")
                                || line.contains("kernel.TracedSession")
                                || line.contains("kernel.SeamedInbox")
                                || line.contains("kernel.Flight")
                                || line.contains("kernel.Watchdog")
                                || line.contains("kernel.Look"))
                        .toList());
    }

    /** Posts, sets a timer and ends. */
    static final class Program {
        private static final Event<Integer> COUNT = Event.named("count", Integer.class);

        private Program() {}

        public static void main(String[] arguments) {
            Kernel kernel = new Kernel();
            kernel.create(
                    States.of(Object.class)
                            .start((heap, poe) -> poe.yield(COUNT, 2))
                            .on(COUNT, (heap, poe, left) -> {
                                if (left > 0) {
                                    poe.delaySetNs(COUNT, 1, left - 1);
                                }
                            }),
                    null);
            kernel.run();
        }
    }
}
