package dev.usher.benchmarks.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops of others run all they are told. */
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
}
