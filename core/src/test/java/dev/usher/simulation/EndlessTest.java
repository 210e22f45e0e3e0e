package dev.usher.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Event;
import dev.usher.kernel.Selected;
import dev.usher.kernel.States;
import dev.usher.network.ListenLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a simulation does with programs that have no end. */
class EndlessTest {
    private static final Event<Void> AGAIN = Event.named("again");
    private static final Event<Selected> READ = Event.named("read", Selected.class);

    private final Simulation simulation = Simulation.seeded(1);

    @Test
    void shouldGiveUpAnEndlessYieldAndNameIt() {
        simulation.stepLimit(50);
        simulation
                .kernel()
                .create(
                        States.of(Object.class)
                                .start((me, poe) -> poe.yield(AGAIN))
                                .on(AGAIN, (me, poe) -> poe.yield(AGAIN)),
                        null);

        IllegalStateException endless = assertThrows(IllegalStateException.class, simulation::runUntilIdle);

        assertEquals(
                "50 timeslices have run and the clock still stands at 2000-01-01T00:00:00Z: event 'again' to session 1"
                        + " comes next. Delay what repeats, or allow more by stepLimit",
                endless.getMessage());
    }

    @Test
    void shouldGiveUpALinkThatNobodyReads() throws IOException {
        simulation.stepLimit(50);
        ListenLink listener = simulation.network().listen(new InetSocketAddress("127.0.0.1", 9000), 5);
        simulation.connect(9000);
        simulation
                .kernel()
                .create(
                        States.of(Object.class)
                                .start((me, poe) -> poe.selectRead(listener, READ, null))
                                .on(READ, (me, poe, selected) -> {}),
                        null);

        IllegalStateException endless = assertThrows(IllegalStateException.class, simulation::runUntilIdle);

        assertTrue(endless.getMessage().contains("a link stays ready"), endless.getMessage());
    }

    @Test
    void shouldTakeAnyNumberOfStepsWhileTimeGoesOn() {
        simulation.stepLimit(2);
        int[] times = new int[1];
        simulation
                .kernel()
                .create(
                        States.of(Object.class)
                                .start((me, poe) -> poe.delay(AGAIN, Duration.ofMillis(1)))
                                .on(AGAIN, (me, poe) -> {
                                    times[0]++;
                                    poe.delay(AGAIN, Duration.ofMillis(1));
                                }),
                        null);

        simulation.advance(Duration.ofSeconds(1));

        assertEquals(1000, times[0]);
        assertThrows(IllegalArgumentException.class, () -> simulation.stepLimit(0));
    }
}
