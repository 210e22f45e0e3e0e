package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * k_aliases: names of sessions, set, set again, listed, resolved in every form and removed; ids to sessions and back,
 * the kernel's own too; and how a program that only names keep alive is told IDLE, then ZOMBIE, once each.
 */
class KAliasesTest extends SuiteCase {
    private static final Event<SignalInfo> SIGIDLE = Event.named("sigidle", SignalInfo.class);
    private static final Event<SignalInfo> SIGZOMBIE = Event.named("sigzombie", SignalInfo.class);
    private static final Event<String> PING = Event.named("ping", String.class);
    private static final Event<Void> GO = Event.named("go");

    private Session start(Consumer<Context> start) {
        return kernel.create(
                States.ofAny()
                        .start((me, poe) -> start.accept(poe))
                        .on(PING, (me, poe, text) -> saw(poe.session().id() + " " + text))
                        .stop((me, poe) -> saw(poe.session().id() + " stop")),
                null);
    }

    @Test
    void shouldSetANameTwiceButOnlyForItsOwner() {
        start(poe -> {
            assertEquals(Errno.NONE, poe.aliasSet("new name"));
            assertEquals(Errno.NONE, poe.aliasSet("new name"));
            assertEquals(1, kernel.counts().aliases());
        });
        start(poe -> {
            assertEquals(Errno.EEXIST, poe.aliasSet("new name"));
            assertEquals(List.of(), poe.aliasList());
        });

        assertEquals(1, kernel.aliasResolve("new name").orElseThrow().id());
        runShows("2 stop", "1 stop");
    }

    @Test
    void shouldHoldItsSessionOnceHoweverOftenItWasSet() {
        Session session = start(poe -> {
            poe.aliasSet("name");
            poe.aliasSet("name");
            assertEquals(Errno.NONE, poe.aliasRemove("name"));
        });

        simulation.runUntilIdle();

        assertFalse(session.isAlive());
        shows("1 stop");
    }

    @Test
    void shouldFindASessionInEveryForm() {
        start(poe -> {
            poe.aliasSet("new name");
            Session session = poe.session();
            long id = session.id();
            assertSame(session, poe.aliasResolve("new name").orElseThrow());
            assertSame(session, poe.aliasResolve("" + id).orElseThrow());
            assertSame(session, poe.idToSession(id).orElseThrow());
            assertEquals(Optional.empty(), poe.aliasResolve("nonexistent"));
            assertEquals(Optional.empty(), poe.aliasResolve(""));
            assertEquals(Optional.empty(), poe.aliasResolve("0" + id));
            assertEquals(Optional.empty(), poe.idToSession(id + 1));
            assertEquals(Optional.empty(), poe.idToSession(-1));
            assertTrue(poe.post(session, PING, "session"));
            assertTrue(poe.post(id, PING, "id"));
            assertTrue(poe.post("" + id, PING, "id in digits"));
            assertTrue(poe.post("new name", PING, "alias"));
            assertFalse(poe.post("nonexistent", PING, "nobody"));
            assertFalse(poe.post(id + 1, PING, "nobody"));
        });

        runShows("1 session", "1 id", "1 id in digits", "1 alias", "1 stop");
    }

    @Test
    void shouldFindTheKernelByItsOwnId() {
        Session root = kernel.activeSession();
        start(poe -> {
            assertSame(root, poe.idToSession(root.id()).orElseThrow());
            assertSame(root, poe.aliasResolve("" + root.id()).orElseThrow());
            assertTrue(poe.post(root, PING, "the kernel takes any event and handles none"));
        });

        runShows("1 stop");
    }

    @Test
    void shouldTakeAnIdBeforeAnAliasOfTheSameDigits() {
        start(poe -> poe.aliasSet("2"));
        Session second = start(poe -> poe.aliasSet("second"));

        assertSame(second, kernel.aliasResolve("2").orElseThrow());
        kernel.signal(second, "KILL");
        assertTrue(kernel.runOneTimeslice());

        assertEquals(1, kernel.aliasResolve("2").orElseThrow().id()); // no longer in its shadow
        runShows("2 stop", "1 stop");
    }

    @Test
    void shouldListNamesSorted() {
        start(poe -> {
            assertEquals(List.of(), poe.aliasList());
            poe.aliasSet("second name");
            poe.aliasSet("new name");
            assertEquals(List.of("new name", "second name"), poe.aliasList());
            poe.aliasRemove("new name");
            assertEquals(List.of("second name"), poe.aliasList());
        });

        runShows("1 stop");
    }

    @Test
    void shouldSayWhyANameWasNotRemoved() {
        start(poe -> poe.aliasSet("mine"));
        start(poe -> {
            assertEquals(Errno.EPERM, poe.aliasRemove("mine"));
            assertEquals(Errno.ESRCH, poe.aliasRemove("nobody's"));
            poe.aliasSet("once");
            assertEquals(Errno.NONE, poe.aliasRemove("once"));
            assertEquals(Errno.ESRCH, poe.aliasRemove("once"));
            assertEquals(Errno.NONE, poe.aliasSet("once"));
        });

        assertTrue(kernel.aliasResolve("mine").isPresent());
        kernel.run();
        assertEquals(Optional.empty(), kernel.aliasResolve("mine"));
    }

    @Test
    void shouldDeliverWhatWasPostedToANameThatIsGoneByThen() {
        start(poe -> {
            poe.aliasSet("name");
            poe.post("name", PING, "looked up at once");
            poe.aliasRemove("name");
        });

        runShows("1 looked up at once", "1 stop");
    }

    @Test
    void shouldGiveANameFreeWhenItsOwnerEnds() {
        Session first = start(poe -> poe.aliasSet("name"));
        kernel.signal(first, "TERM");
        simulation.runUntilIdle();

        Session second = start(poe -> assertEquals(Errno.NONE, poe.aliasSet("name")));

        assertSame(second, kernel.aliasResolve("name").orElseThrow());
        runShows("1 stop", "2 stop");
    }

    private States<Object> watching(boolean handles) {
        return States.ofAny()
                .start((me, poe) -> {
                    poe.aliasSet("machine " + poe.session().id());
                    poe.sig("IDLE", SIGIDLE);
                    poe.sig("ZOMBIE", SIGZOMBIE);
                })
                .on(SIGIDLE, (me, poe, info) -> {
                    saw(poe.session().id() + " idle");
                    if (handles) {
                        poe.sigHandled();
                    }
                })
                .on(SIGZOMBIE, (me, poe, info) -> {
                    saw(poe.session().id() + " zombie");
                    poe.sigHandled(); // in vain
                })
                .stop((me, poe) -> saw(poe.session().id() + " stop"));
    }

    @Test
    void shouldTellIdleOnceAndZombieOnceWhereIdleWasHandledAndNothingCame() {
        kernel.create(watching(true), null);

        runShows("1 idle", "1 zombie", "1 stop");
    }

    @Test
    void shouldEndByIdleWhereNobodyHandlesIt() {
        kernel.create(watching(false), null);

        runShows("1 idle", "1 stop");
    }

    @Test
    void shouldTellOnlyThoseWhoStillLiveOfIdle() {
        kernel.create(watching(true), null);
        kernel.create( // its name is gone before anyone is idle
                States.ofAny()
                        .start((me, poe) -> {
                            poe.aliasSet("a sample alias");
                            assertEquals(Errno.NONE, poe.aliasRemove("a sample alias"));
                            poe.sig("IDLE", SIGIDLE);
                            poe.sig("ZOMBIE", SIGZOMBIE);
                        })
                        .on(SIGIDLE, (me, poe, info) -> saw("sample idle"))
                        .on(SIGZOMBIE, (me, poe, info) -> saw("sample zombie")),
                null);

        runShows("1 idle", "1 zombie", "1 stop");
    }

    @Test
    void shouldGoOnWhereAnIdleHandlerFindsNewWorkAndSaysSo() {
        int[] left = {3};
        kernel.create(
                watching(true)
                        .on(SIGIDLE, (me, poe, info) -> {
                            saw("idle");
                            if (left[0]-- > 0) {
                                poe.sigHandled();
                                poe.yield(GO);
                            }
                        })
                        .on(GO, (me, poe) -> saw("work")),
                null);

        runShows("idle", "work", "idle", "work", "idle", "work", "idle", "1 stop");
    }

    @Test
    void shouldDiscardTheNewWorkOfAnIdleHandlerThatDoesNotSaySo() {
        kernel.create(
                watching(false)
                        .on(SIGIDLE, (me, poe, info) -> {
                            saw("idle");
                            poe.yield(GO);
                        })
                        .on(GO, (me, poe) -> saw("work")),
                null);

        runShows("idle", "1 stop");
    }

    @Test
    void shouldNotBeIdleWhileAReferenceIsHeldAnywhere() {
        Session session = kernel.create(watching(false), null);
        kernel.create(States.ofAny().start((me, poe) -> poe.refcountIncrement(session.id(), "held")), null);

        simulation.runUntilIdle();
        shows();
        assertTrue(session.isAlive());

        kernel.create(States.ofAny().start((me, poe) -> poe.refcountDecrement(session.id(), "held")), null);
        runShows("1 idle", "1 stop");
    }
}
