package dev.usher.simulation.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.usher.simulation.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class SimulatedTest {
    private static final List<Long> SEEN = new ArrayList<>();

    /** Not run by itself: the tests below do. */
    static class Failing {
        @Simulated(seeds = 1_000, first = 10)
        void failsLater(Simulation simulation, long seed) {
            assertEquals(seed, simulation.seed());
            SEEN.add(seed);
            if (seed == 14) {
                fail("as it should");
            }
        }
    }

    /** Not run by itself either. */
    static class Passing {
        @Simulated(seeds = 3, recorded = true)
        void passes(Simulation simulation) {
            SEEN.add(simulation.seed());
            simulation.traceHash();
        }
    }

    private String printed = "";

    private TestExecutionSummary run(Class<?> tests) {
        SEEN.clear();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, UTF_8));
        try {
            LauncherFactory.create().execute(request, summary);
        } finally {
            System.setErr(err);
        }
        printed = said.toString(UTF_8);
        return summary.getSummary();
    }

    private TestExecutionSummary runAlone(Class<?> tests, String seed) {
        String before = System.setProperty(SimulatedExtension.PROPERTY, seed);
        try {
            return run(tests);
        } finally {
            if (before == null) {
                System.clearProperty(SimulatedExtension.PROPERTY);
            } else {
                System.setProperty(SimulatedExtension.PROPERTY, before);
            }
        }
    }

    @Test
    void shouldEndAtTheFirstSeedThatFailsAndPrintIt() {
        TestExecutionSummary summary = run(Failing.class);

        assertEquals(1, summary.getTestsFailedCount());
        assertEquals(List.of(10L, 11L, 12L, 13L, 14L), SEEN);
        assertTrue(
                printed.contains("Failing.failsLater fails with seed 14: run it alone with -Dusher.seed=14"), printed);
    }

    @Test
    void shouldRunOneSeedAloneWhenThePropertySaysSo() {
        TestExecutionSummary summary = runAlone(Failing.class, "14");

        assertEquals(1, summary.getTestsFailedCount());
        assertEquals(List.of(14L), SEEN);
    }

    @Test
    void shouldSayWhatIsWrongWithTheProperty() {
        TestExecutionSummary summary = runAlone(Passing.class, "all");

        assertEquals(0, summary.getTestsStartedCount());
        assertEquals(
                "-Dusher.seed must be a seed, a number, not 'all'",
                summary.getFailures().get(0).getException().getMessage());
    }

    @Test
    void shouldRunEverySeedWhenNoneFails() {
        TestExecutionSummary summary = run(Passing.class);

        assertEquals(3, summary.getTestsSucceededCount());
        assertEquals(List.of(1L, 2L, 3L), SEEN);
        assertEquals("", printed);
    }
}
