package dev.usher.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops of others run all they are told, and what is measured in one JVM can be measured by the harness. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class PeerLoopTest {

    private static final int POSTS = 100_000;

    @ParameterizedTest
    @ValueSource(strings = {"vertx", "pekko", "disruptor"})
    void shouldRunAllThatIsPostedFromAnotherThread(String name) throws InterruptedException {
        PeerLoop loop = new PeerLoop();
        loop.loop = name;
        loop.setUp();
        try {
            Budget budget = new Budget(POSTS, POSTS);
            for (int i = 0; i < POSTS; i++) {
                loop.execute(budget::again);
            }
            budget.await();
            assertEquals(POSTS, budget.ran());
        } finally {
            loop.tearDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vertx", "pekko", "disruptor"})
    void shouldRunAllThatPostThemselvesAgain(String name) throws InterruptedException {
        DispatchBenchmark.Peer peer = new DispatchBenchmark.Peer();
        peer.loop = name;
        peer.setUp();
        try {
            long sum = 0;
            for (int i = 0; i < 2; i++) {
                long now = new DispatchBenchmark().crowdPeer(peer);
                assertTrue(now > sum, "the first of the crowd has run");
                sum = now;
            }
        } finally {
            peer.tearDown();
        }
    }

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
        Workload start = StartTrial.workload(Options.parse(new String[0], Harness.OPTIONS));
        Contestant raw = start.cases().get(0).contestants().get(0);

        Map<Figure, Double> measured = raw.trial().run(new Pace(0, 0));

        assertEquals("raw", raw.name());
        assertTrue(measured.get(Figure.FIRST_ANSWER_MS) > 5, measured::toString);
        assertTrue(measured.get(Figure.CPU_MS) >= 0, measured::toString);
    }
}
