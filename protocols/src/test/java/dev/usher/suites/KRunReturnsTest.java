package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * k_run_returns: run, runWhile and runOneTimeslice return at once where there is nothing to run, and can be repeated.
 */
class KRunReturnsTest extends SuiteCase {
    private static final Event<Integer> COUNT = Event.named("count", Integer.class);

    private final States<Object> counting = States.ofAny()
            .on(COUNT, (me, poe, left) -> {
                saw("" + left);
                if (left > 1) {
                    poe.delay(COUNT, Duration.ofSeconds(1), left - 1);
                }
            })
            .stop((me, poe) -> saw("stop"));

    @Test
    void shouldReturnAtOnceWithoutSessions() {
        kernel.run();
        kernel.run();
        kernel.runWhile(() -> true);

        assertEquals(0, simulation.clock().nowNs());
        shows();
    }

    @Test
    void shouldRunAgainForSessionsCreatedLater() {
        kernel.run();

        for (int i = 1; i <= 3; i++) {
            assertEquals(i, kernel.create(counting, null).id()); // ids go on through all runs
            kernel.post(i, COUNT, 1);
            runShows("1", "stop");
        }
    }

    @Test
    void shouldReturnWhenTheLastSessionHasEnded() {
        kernel.post(kernel.create(counting, null), COUNT, 3);

        runShows("3", "2", "1", "stop");

        assertEquals(Duration.ofSeconds(2).toNanos(), simulation.clock().nowNs());
    }

    @Test
    void shouldSaySliceBySliceWhetherThereWasSomethingToDo() {
        kernel.post(kernel.create(counting, null), COUNT, 1);

        assertTrue(kernel.runOneTimeslice());
        shows("1", "stop");
        int more = 0;
        while (kernel.runOneTimeslice()) {
            more++;
        }

        assertEquals(1, more); // the slice whose IDLE ends the kernel itself, as in T21
        assertFalse(kernel.runOneTimeslice());
    }

    @Test
    void shouldRunWhileAConditionHoldsAndGoOnLater() {
        kernel.post(kernel.create(counting, null), COUNT, 4);

        kernel.runWhile(() -> seen.size() < 2);
        shows("4", "3");
        kernel.runWhile(() -> false);
        shows();
        runShows("2", "1", "stop");
    }

    @Test
    void shouldRefuseToRunInsideARun() {
        kernel.create(
                States.ofAny().start((me, poe) -> poe.yield(COUNT, 1)).on(COUNT, (me, poe, left) -> {
                    IllegalStateException refused = assertThrows(IllegalStateException.class, kernel::run);
                    assertTrue(refused.getMessage().contains("runOneTimeslice"), refused.getMessage());
                    saw("refused");
                }),
                null);

        runShows("refused");
    }

    @Test
    void shouldReturnWhenItIsStoppedFromInsideAHandlerWhichGoesOn() {
        kernel.create(
                counting.start((me, poe) -> poe.yield(COUNT, 9)).on(COUNT, (me, poe, left) -> {
                    kernel.stop();
                    saw("after stop: " + poe.session().isAlive());
                }),
                null);

        runShows("stop", "after stop: false");
    }
}
