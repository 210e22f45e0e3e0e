package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * 07_exceptions, 03_not_handled: an exception that no DIE handler takes care of ends every session and leaves run as it
 * was thrown, and so does what DIE and stop handlers throw themselves.
 */
class Exceptions03NotHandledTest extends SuiteCase {
    private static final Event<Void> BOOM = Event.named("boom");
    private static final Event<Void> AFTER = Event.named("after");
    private static final Event<SignalInfo> DIED = Event.named("died", SignalInfo.class);

    private final IOException error = new IOException("catch this"); // checked ones come through as they are

    private Session session(String name, boolean throwsAtStop) {
        return kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.sig("DIE", DIED);
                            poe.delay(AFTER, Duration.ofSeconds(5));
                        })
                        .on(
                                DIED,
                                (me, poe, info) -> saw(
                                        name + " died " + info.death().error().getMessage()))
                        .on(AFTER, (me, poe) -> saw(name + " after"))
                        .on(BOOM, (me, poe) -> {
                            poe.yield(AFTER);
                            throw error;
                        })
                        .stop((me, poe) -> {
                            saw(name + " stop");
                            if (throwsAtStop) {
                                throw new IllegalStateException(name + " cannot stop");
                            }
                        }),
                null);
    }

    @Test
    void shouldTellTheThrowerEndAllAndThrowFromRun() {
        Session thrower = session("thrower", false);
        session("bystander", false);
        kernel.post(thrower, BOOM);

        assertSame(error, assertThrows(IOException.class, kernel::run));

        shows("thrower after", "thrower died catch this", "thrower stop", "bystander stop");
        assertEquals(0, simulation.clock().nowNs());
    }

    @Test
    void shouldThrowFromASliceAsWell() {
        kernel.post(session("thrower", false), BOOM);

        assertSame(error, assertThrows(IOException.class, () -> {
            while (kernel.runOneTimeslice()) {
                // until it throws
            }
        }));
        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    void shouldEndDescendantsAndAncestorsOfTheThrowerBeforeTheRest() {
        Session[] child = new Session[1];
        session("bystander", false);
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> child[0] = session("child", false))
                        .child((me, poe, told) -> saw("parent " + told.reason()))
                        .stop((me, poe) -> saw("parent stop")),
                null);
        kernel.post(child[0], BOOM);

        assertSame(error, assertThrows(IOException.class, kernel::run));

        shows(
                "parent CREATE",
                "child after",
                "child died catch this",
                "child stop",
                "parent LOSE",
                "parent stop",
                "bystander stop");
    }

    @Test
    void shouldThrowBothWhenADieHandlerThrows() {
        IllegalStateException second = new IllegalStateException("and that");
        Session session = kernel.create(
                States.ofAny()
                        .start((me, poe) -> poe.sig("DIE", DIED))
                        .on(BOOM, (me, poe) -> {
                            throw error;
                        })
                        .on(DIED, (me, poe, info) -> {
                            throw second;
                        }),
                null);
        kernel.post(session, BOOM);

        Throwable thrown = assertThrows(Throwable.class, kernel::run);

        Throwable other = thrown == error ? second : error;
        assertTrue(thrown == error || thrown == second);
        assertSame(other, thrown.getSuppressed()[0]);
    }

    @Test
    void shouldNotSignalWhatADieHandlerThrowsEvenAfterItHasHandledTheFirst() {
        IllegalStateException second = new IllegalStateException("and that");
        Session session = kernel.create(
                States.ofAny()
                        .start((me, poe) -> poe.sig("DIE", DIED))
                        .on(BOOM, (me, poe) -> {
                            throw error;
                        })
                        .on(DIED, (me, poe, info) -> {
                            saw("died");
                            poe.sigHandled();
                            throw second;
                        }),
                null);
        kernel.post(session, BOOM);

        assertSame(second, assertThrows(IllegalStateException.class, kernel::run));

        assertEquals(0, second.getSuppressed().length);
        shows("died"); // once
    }

    @Test
    void shouldThrowWhatAStopHandlerThrowsWithoutASignalAndOnce() {
        Session first = session("first", true);
        kernel.signal(first, "KILL");

        assertEquals(
                "first cannot stop",
                assertThrows(IllegalStateException.class, kernel::run).getMessage());

        shows("first stop");
    }

    @Test
    void shouldRunAgainAfterwards() {
        kernel.post(session("first", false), BOOM);
        assertThrows(IOException.class, kernel::run);
        seen.clear();

        session("second", false);
        runShows("second after", "second stop");
    }
}
