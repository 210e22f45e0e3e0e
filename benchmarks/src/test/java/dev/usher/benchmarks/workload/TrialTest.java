package dev.usher.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.measure.Options;
import dev.usher.benchmarks.measure.Pace;
import dev.usher.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not a load of a server can be measured by the harness too. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TrialTest {

    private static final Options OPTIONS = Options.parse(new String[0], Workloads.options());

    @Test
    void shouldMeasureInAForkOfItsOwn() throws IOException, InterruptedException {
        Case chain = InProcess.dispatch().cases().get(0);
        Contestant deque = chain.contestants().get(0);

        Map<Figure, Double> measured = deque.trial().run(new Pace(0, 1));

        assertEquals("deque", deque.name());
        assertTrue(measured.get(Figure.NS) > 0.1 && measured.get(Figure.NS) < 10_000, measured::toString);
        assertTrue(measured.get(Figure.ALLOCATED_BYTES) < 8, measured::toString);
    }

    @Test
    void shouldMeasureTheFirstAnswerOfAServer() throws IOException, InterruptedException {
        Workload start = StartTrial.workload(OPTIONS);
        Contestant raw = start.cases().get(0).contestants().get(0);

        Map<Figure, Double> measured = raw.trial().run(new Pace(0, 0));

        assertEquals("raw", raw.name());
        assertTrue(measured.get(Figure.FIRST_ANSWER_MS) > 5, measured::toString);
        assertTrue(measured.get(Figure.CPU_MS) >= 0, measured::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "netty", "usher"})
    void shouldMeasureBusyConnectionsBesideSlowReaders(String name) throws IOException, InterruptedException {
        try (ServerProcess server = EchoServers.all(OPTIONS).get(name).launch().start()) {
            Map<Figure, Double> measured = SlowTrial.run(server, new Pace(0, 1), 5);

            assertTrue(measured.get(Figure.PER_SECOND) > 100, measured::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "netty", "usher"})
    void shouldMeasureWhatIdleConnectionsOfHttpTake(String name) throws IOException, InterruptedException {
        IdleTrial trial = new IdleTrial(HttpScript.NAME, 100, 100, 100);
        try (ServerProcess server = HttpServers.all(OPTIONS).get(name).launch().start()) {
            Map<Figure, Double> measured = trial.run(server, new Pace(0, 1));

            assertTrue(measured.get(Figure.HEAP_BYTES) > 100, measured::toString);
            assertTrue(measured.get(Figure.BUSY_AMONG_IDLE_US) > 0, measured::toString);
        }
    }
}
