package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.kernel.Call;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** 07_exceptions, 02_turn_off: without catching, what a handler throws is no signal: it comes through call and run. */
class Exceptions02TurnOffTest {
    private static final Event<Void> BOOM = Event.named("boom");
    private static final Event<Void> AFTER = Event.named("after");
    private static final Event<SignalInfo> DIED = Event.named("died", SignalInfo.class);
    private static final Call<Void, String> ASK = Call.answering("ask", String.class);

    private final Simulation simulation = Simulation.seeded(1, builder -> builder.catchExceptions(false));
    private final Kernel kernel = simulation.kernel();
    private final List<String> seen = new ArrayList<>();
    private final IllegalStateException error = new IllegalStateException("flying away");

    private final States<Object> throwing = States.ofAny()
            .start((me, poe) -> {
                poe.sig("DIE", DIED);
                poe.aliasSet("thrower");
            })
            .on(DIED, (me, poe, info) -> {
                seen.add("died");
                poe.sigHandled();
            })
            .on(AFTER, (me, poe) -> seen.add("after"))
            .on(BOOM, (me, poe) -> {
                poe.yield(AFTER);
                throw error;
            })
            .answer(ASK, (me, poe) -> {
                throw error;
            })
            .stop((me, poe) -> seen.add("stop"));

    @AfterEach
    void shouldLeaveNothing() {
        simulation.close();
        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    void shouldStopTheKernelAndThrowFromRun() {
        Session session = kernel.create(throwing, null);
        kernel.post(session, BOOM);

        assertSame(error, assertThrows(IllegalStateException.class, kernel::run));

        assertEquals(List.of("stop"), seen); // no signal, and nothing more of the queue
        assertFalse(session.isAlive());
    }

    @Test
    void shouldThrowFromASliceToo() {
        kernel.post(kernel.create(throwing, null), BOOM);

        assertSame(error, assertThrows(IllegalStateException.class, kernel::runOneTimeslice));
    }

    @Test
    void shouldThrowToTheCallerOfAnotherSession() {
        kernel.create(throwing, null);
        kernel.create(
                States.ofAny().start((me, poe) -> {
                    try {
                        poe.call("thrower", ASK, null);
                        seen.add("not reached");
                    } catch (IllegalStateException caught) {
                        assertSame(error, caught);
                        seen.add("caught");
                    }
                    poe.post("thrower", AFTER);
                }),
                null);

        kernel.run();

        assertEquals(List.of("caught", "after", "stop"), seen);
    }

    @Test
    void shouldRunAgainAfterwards() {
        kernel.post(kernel.create(throwing, null), BOOM);
        assertThrows(IllegalStateException.class, kernel::run);
        seen.clear();

        kernel.post(kernel.create(throwing, null), AFTER);
        kernel.run();

        assertEquals(List.of("after", "stop"), seen);
    }
}
