package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import org.junit.jupiter.api.Test;

/**
 * extrefs_gc: references by tag. A session that gives its last one up during its start is not collected before start
 * returns; one that only a reference holds ends before anybody is told IDLE; a tag counts once, whatever its number.
 */
class ExtrefsGcTest extends SuiteCase {
    private static final Event<Void> GO = Event.named("go");
    private static final Event<Session> HELD = Event.named("held", Session.class);
    private static final Event<SignalInfo> IDLE = Event.named("idle", SignalInfo.class);

    @Test
    void shouldNotCollectASessionDuringItsStart() {
        Session session = kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            long id = poe.session().id();
                            assertEquals(1, poe.refcountIncrement(id, "tag").value());
                            assertEquals(0, poe.refcountDecrement(id, "tag").value());
                            saw("start goes on, alive " + poe.session().isAlive());
                        })
                        .stop((me, poe) -> saw("stop")),
                null);

        shows("start goes on, alive true");
        assertTrue(session.isAlive());
        runShows("stop");
        assertFalse(session.isAlive());
    }

    @Test
    void shouldCollectASessionThatOnlyAReferenceHeldBeforeIdleIsTold() {
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.aliasSet("watcher");
                            poe.sig("IDLE", IDLE);
                            poe.yield(
                                    HELD,
                                    poe.create(
                                            States.ofAny()
                                                    .start((own, it) -> it.refcountIncrement(
                                                            it.session().id(), "only"))
                                                    .stop((own, it) -> saw("held stop")),
                                            null));
                        })
                        .on(HELD, (me, poe, held) -> {
                            saw("letting go");
                            poe.refcountDecrement(held.id(), "only");
                            assertTrue(held.isAlive()); // never in the middle of a handler
                        })
                        .on(IDLE, (me, poe, info) -> saw("idle"))
                        .stop((me, poe) -> saw("watcher stop")),
                null);

        runShows("letting go", "held stop", "idle", "watcher stop");
    }

    @Test
    void shouldCountATagOnceAndEachTagForItself() {
        Session[] held = new Session[1];
        kernel.create(
                States.ofAny().start((me, poe) -> {
                    held[0] = poe.create(States.ofAny(), null);
                    long id = held[0].id();
                    assertEquals(1, poe.refcountIncrement(id, "a").value());
                    assertEquals(2, poe.refcountIncrement(id, "a").value());
                    assertEquals(1, poe.refcountIncrement(id, "b").value());
                    assertEquals(2, kernel.counts().references());
                    assertEquals(1, poe.refcountDecrement(id, "a").value());
                    assertEquals(2, kernel.counts().references());
                    assertEquals(0, poe.refcountDecrement(id, "a").value());
                    assertEquals(1, kernel.counts().references());
                }),
                null);
        simulation.runUntilIdle();
        assertTrue(held[0].isAlive());

        kernel.create(States.ofAny().start((me, poe) -> poe.refcountDecrement(held[0].id(), "b")), null);
        kernel.run();

        assertFalse(held[0].isAlive());
    }

    @Test
    void shouldNotKnowASessionThatHasEnded() {
        Session gone = kernel.create(States.ofAny(), null);
        kernel.run();

        kernel.create(
                States.ofAny().start((me, poe) -> {
                    assertEquals(
                            Errno.ESRCH, poe.refcountIncrement(gone.id(), "tag").errno());
                    assertEquals(
                            Errno.ESRCH, poe.refcountDecrement(gone.id(), "tag").errno());
                    assertEquals(Errno.ESRCH, poe.refcountIncrement(999, "tag").errno());
                    saw("asked");
                }),
                null);

        runShows("asked");
    }

    @Test
    void shouldCountBelowZeroAsInT70() {
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            long id = poe.session().id();
                            assertEquals(-1, poe.refcountDecrement(id, "odd").value());
                            assertEquals(0, poe.refcountIncrement(id, "odd").value());
                            assertEquals(0, kernel.counts().references());
                            assertEquals(1, poe.refcountIncrement(id, "odd").value());
                            assertEquals(1, kernel.counts().references());
                            poe.yield(GO);
                        })
                        .on(
                                GO,
                                (me, poe) -> assertEquals(
                                        0,
                                        poe.refcountDecrement(poe.session().id(), "odd")
                                                .value()))
                        .stop((me, poe) -> saw("stop")),
                null);

        runShows("stop");
    }

    @Test
    void shouldForgetTheReferencesOfASessionThatIsEndedByForce() {
        Session session = kernel.create(States.ofAny().start((me, poe) -> poe.refcountIncrement(1, "kept")), null);
        simulation.runUntilIdle();
        assertTrue(session.isAlive());

        kernel.signal(session, "KILL");
        kernel.run();

        assertEquals(0, kernel.counts().references());
    }
}
