package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * z_steinert_signal_integrity: a signal that is dispatched while another one is being dispatched leaves that one's
 * name, details and handled mark alone.
 */
class ZSteinertSignalIntegrityTest extends SuiteCase {
    private static final Event<SignalInfo> GOT = Event.named("got_signal", SignalInfo.class);
    private static final Event<SignalInfo> INNER = Event.named("inner", SignalInfo.class);
    private static final Event<Void> TIMED_OUT = Event.named("timed_out");

    private Session watching(boolean withChild) {
        return kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            if (withChild) {
                                watching(false);
                            }
                            poe.sig("MOO", GOT, "extra");
                            poe.delay(TIMED_OUT, Duration.ofSeconds(2));
                        })
                        .on(GOT, (me, poe, info) -> {
                            saw(poe.session().id() + " " + info.name() + info.details() + info.extra());
                            poe.delay(TIMED_OUT, Duration.ofMillis(250));
                        })
                        .on(TIMED_OUT, (me, poe) -> poe.sig("MOO")),
                null);
    }

    @Test
    void shouldTellParentAndChildTheSame() {
        watching(true);
        kernel.signal(kernel.activeSession(), "MOO", 99);

        runShows("2 MOO[99]extra", "1 MOO[99]extra");

        assertEquals(Duration.ofMillis(250).toNanos(), simulation.clock().nowNs());
    }

    /** Handles the outer signal by letting the inner one be dispatched inside, and says whether either is handled. */
    private Session nesting(String outer, String inner, boolean outerHandled, boolean innerHandled) {
        return kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.sig(outer, GOT, "outer extra");
                            poe.sig(inner, INNER, "inner extra");
                            poe.delay(TIMED_OUT, Duration.ofSeconds(2));
                        })
                        .on(GOT, (me, poe, info) -> {
                            if (outerHandled) {
                                poe.sigHandled();
                            }
                            poe.signal(poe.session(), inner, "inner");
                            assertTrue(poe.kernel().runOneTimeslice());
                            saw(info.name() + info.details() + info.extra() + " " + poe.event());
                        })
                        .on(INNER, (me, poe, info) -> {
                            saw(info.name() + info.details() + info.extra() + " " + poe.event());
                            if (innerHandled) {
                                poe.sigHandled();
                            }
                        }),
                null);
    }

    @Test
    void shouldKeepTheOuterSignalsDetailsDuringAnInnerOne() {
        Session session = nesting("MOO", "COW", false, false);
        kernel.signal(session, "MOO", "outer", 1);

        runShows("COW[inner]inner extra inner", "MOO[outer, 1]outer extra got_signal");
    }

    @Test
    void shouldNotTakeTheInnerSignalsHandlingForTheOuters() {
        Session session = nesting("TERM", "COW", false, true);
        kernel.signal(session, "TERM");
        simulation.runUntilIdle();

        shows("COW[inner]inner extra inner", "TERM[]outer extra got_signal");
        assertFalse(session.isAlive());
    }

    @Test
    void shouldNotTakeTheOuterSignalsHandlingForTheInners() {
        Session session = nesting("COW", "TERM", true, false);
        kernel.signal(session, "COW");
        simulation.runUntilIdle();

        shows("TERM[inner]inner extra inner", "COW[]outer extra got_signal");
        assertFalse(session.isAlive());
    }

    @Test
    void shouldRememberTheOutersHandlingAfterABenignInner() {
        Session session = nesting("TERM", "COW", true, false);
        kernel.signal(session, "TERM");
        simulation.runUntilIdle();

        shows("COW[inner]inner extra inner", "TERM[]outer extra got_signal");
        assertTrue(session.isAlive());
    }

    @Test
    void shouldHandToEachOfManyItsOwnDetails() {
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.sig("N", GOT);
                            for (int i = 0; i < 20; i++) {
                                poe.signal(poe.session(), "N", i);
                            }
                        })
                        .on(GOT, (me, poe, info) -> {
                            poe.kernel().runOneTimeslice(); // the rest, inside the first
                            saw("" + info.details().get(0));
                        }),
                null);

        kernel.run();

        assertEquals(20, seen.stream().distinct().count());
        assertEquals(20, seen.size());
    }
}
