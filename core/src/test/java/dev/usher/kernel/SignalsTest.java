package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom signals reach, in which order, and whom they end. */
class SignalsTest {
    private static final Event<SignalInfo> SIGNALLED = Event.named("signalled", SignalInfo.class);
    private static final Event<SignalInfo> SECOND = Event.named("second", SignalInfo.class);
    private static final Event<Void> GO = Event.named("go");
    private static final Event<String> SAY = Event.named("say", String.class);
    private static final Duration SECONDS = Duration.ofSeconds(5);

    private final Simulation simulation = Simulation.seeded(1);
    private final Kernel kernel = simulation.kernel();
    private final Transcript transcript = new Transcript();

    /** Waits for a signal, kept alive by a timer. */
    private States<String> watching(String signal, boolean handles) {
        return transcript
                .states(poe -> {
                    poe.sig(signal, SIGNALLED, "extra of " + poe.session().heap());
                    poe.delay(GO, SECONDS);
                    return null;
                })
                .on(SIGNALLED, (me, poe, info) -> {
                    transcript.add(me + " got " + info.name() + " " + info.details() + " " + info.extra() + " sender="
                            + transcript.name(poe.sender()));
                    if (handles) {
                        poe.sigHandled();
                    }
                });
    }

    private States<String> waiting() {
        return transcript.states(poe -> {
            poe.delay(GO, SECONDS);
            return null;
        });
    }

    @Test
    void shouldReachTheDeepestFirstAndTheTargetLastAsInT12() {
        States<String> child = transcript
                .states(poe -> {
                    poe.sig("USER", SIGNALLED);
                    poe.delay(GO, SECONDS);
                    return poe.session().heap().equals("C") ? poe.create(watching("USER", false), "G") : null;
                })
                .on(SIGNALLED, (me, poe, info) -> transcript.add(me + " got " + info.name()));
        Session top = kernel.create(
                transcript
                        .states(poe -> {
                            poe.sig("USER", SIGNALLED);
                            poe.create(child, "C");
                            poe.create(child, "D");
                            return null;
                        })
                        .on(SIGNALLED, (me, poe, info) -> transcript.add(me + " got " + info.name())),
                "P");
        kernel.create(watching("USER", false), "Cousin");
        transcript.clear();

        kernel.signal(top, "USER", 1, "two");
        simulation.runUntilIdle();

        transcript.shows("""
                G got USER [1, two] extra of G sender=KERNEL
                D got USER
                C got USER
                P got USER
                """); // siblings: POE leaves their order open. A benign signal ends nobody
    }

    @Test
    void shouldEndTheWholeFamilyByATerminalSignalThatNobodyHandles() {
        Session top = kernel.create(
                transcript.states(poe -> {
                    poe.create(waiting(), "C");
                    poe.create(watching("TERM", false), "D");
                    return null;
                }),
                "P");
        Session other = kernel.create(watching("TERM", false), "Other");
        transcript.clear();

        kernel.signal(top, "TERM");
        simulation.runUntilIdle();

        transcript.shows("""
                D got TERM [] extra of D sender=KERNEL
                D._stop sender=KERNEL
                P._child lose D ret=ret-D
                C._stop sender=KERNEL
                P._child lose C ret=ret-C
                P._stop sender=KERNEL
                """);
        assertTrue(other.isAlive());
    }

    @Test
    void shouldSaveTheFamilyWhenOneOfThemHandlesATerminalSignal() {
        Session top = kernel.create(
                transcript.states(poe -> {
                    poe.create(waiting(), "C");
                    poe.create(watching("INT", true), "D");
                    return null;
                }),
                "P");
        transcript.clear();

        kernel.signal(top, "INT");
        simulation.runUntilIdle();

        transcript.shows("D got INT [] extra of D sender=KERNEL");
        assertEquals(3, kernel.counts().sessions());
    }

    @Test
    void shouldEndByAnUnmaskableSignalWhoeverHandlesItAsInT44() {
        kernel.create(watching("UIDESTROY", true), "A");
        kernel.create(waiting(), "B");
        transcript.clear();

        kernel.signal(kernel.activeSession(), "UIDESTROY");
        kernel.run();

        transcript.shows("""
                A got UIDESTROY [] extra of A sender=KERNEL
                B._stop sender=KERNEL
                A._stop sender=KERNEL
                """);
    }

    @Test
    void shouldDeliverWhatWasQueuedBeforeATerminalSignalAndNoMoreAsInT43() {
        Session victim = kernel.create(
                transcript
                        .states(poe -> {
                            poe.aliasSet("v");
                            poe.delay(GO, Duration.ofMillis(100));
                            return null;
                        })
                        .on(GO, (me, poe) -> transcript.add("V.t never"))
                        .on(SAY, (me, poe, text) -> transcript.add("V.e " + text)),
                "V");
        States<String> killer = transcript
                .states(poe -> {
                    poe.post("v", SAY, "1");
                    poe.signal("v", "INT");
                    transcript.add("post after signal -> " + poe.post("v", SAY, "2"));
                    poe.delay(GO, Duration.ofMillis(200));
                    return null;
                })
                .on(
                        GO,
                        (me, poe) -> transcript.add(
                                "post to dead -> " + poe.post("v", SAY, "3") + poe.post(victim, SAY, "3")));

        kernel.create(killer, "K");
        kernel.run();

        transcript.shows("""
                V._start sender=KERNEL
                K._start sender=KERNEL
                post after signal -> true
                V.e 1
                V._stop sender=KERNEL
                post to dead -> falsefalse
                K._stop sender=KERNEL
                """);
    }

    @Test
    void shouldReplaceAndRemoveHandlersAsInT61() {
        Session a = kernel.create(
                transcript
                        .states(poe -> {
                            poe.sig("S", SECOND);
                            poe.sig("S", SIGNALLED, "x");
                            poe.delay(GO, SECONDS);
                            return null;
                        })
                        .on(SECOND, (me, poe, info) -> transcript.add("replaced, never called"))
                        .on(SIGNALLED, (me, poe, info) -> {
                            transcript.add(info.name() + " " + info.details() + " " + info.extra());
                            poe.sig("S");
                        }),
                "A");
        transcript.clear();

        kernel.signal(a, "S", "s1");
        kernel.signal(a, "S", "s2");
        simulation.runUntilIdle();

        transcript.shows("S [s1] x");
    }

    @Test
    void shouldHandleSignalsByTheTableOfAllAndASessionsOwnFirst() {
        States<String> states = waiting()
                .sig("S", (me, poe, info) -> transcript.add("an earlier entry, never called"))
                .sig("S", (me, poe, info) -> transcript.add(me + " by table " + info.details()))
                .on(SIGNALLED, (me, poe, info) -> transcript.add(me + " by its own"))
                .on(GO, (me, poe) -> poe.sig("S", SIGNALLED));
        Session a = kernel.create(states, "A");
        Session b = kernel.create(states, "B");
        kernel.call(b, GO);
        transcript.clear();

        kernel.signal(a, "S", 1);
        kernel.signal(b, "S", 2);
        simulation.runUntilIdle();

        transcript.shows("""
                A by table [1]
                B by its own
                """);
    }

    @Test
    void shouldNotLiveBySignalHandlersAloneAsInT26() {
        Session session = kernel.create(
                transcript.states(poe -> {
                    poe.sig("TERM", SIGNALLED);
                    return null;
                }),
                "A");
        kernel.create(waiting(), "B");

        simulation.runUntilIdle();

        assertFalse(session.isAlive());
    }

    @Test
    void shouldDispatchASignalInsideAnother() {
        Session inner = kernel.create(watching("TERM", false), "Inner");
        Session outer = kernel.create(
                waiting().sig("INT", (me, poe, info) -> {
                    poe.sigHandled();
                    poe.signal(inner, "TERM");
                    kernel.runOneTimeslice(); // TERM ends Inner, and its being unhandled leaves INT handled
                }),
                "Outer");

        kernel.signal(outer, "INT");
        simulation.runUntilIdle();

        assertFalse(inner.isAlive());
        assertTrue(outer.isAlive());
    }

    @Test
    void shouldEndSessionsWithAliasesOnlyWhenIdleAsInT09() {
        kernel.create(
                transcript
                        .states(poe -> {
                            poe.aliasSet("a");
                            poe.sig("IDLE", SIGNALLED);
                            return null;
                        })
                        .on(SAY, (me, poe, text) -> transcript.add("Alias.hi " + text))
                        .on(
                                SIGNALLED,
                                (me, poe, info) ->
                                        transcript.add("Alias got IDLE sender=" + transcript.name(poe.sender()))),
                "Alias");
        kernel.create(
                transcript
                        .states(poe -> {
                            poe.delay(GO, SECONDS);
                            return null;
                        })
                        .on(GO, (me, poe) -> poe.post("a", SAY, "1")),
                "Worker");

        kernel.run();

        transcript.shows("""
                Alias._start sender=KERNEL
                Worker._start sender=KERNEL
                Alias.hi 1
                Worker._stop sender=KERNEL
                Alias got IDLE sender=KERNEL
                Alias._stop sender=KERNEL
                """);
    }

    @Test
    void shouldGoOnWhenIdleIsHandledWithWorkAndEndByZombieWithoutAsInT10() {
        int[] idles = {0};
        kernel.create(
                transcript
                        .states(poe -> {
                            poe.aliasSet("a");
                            poe.sig("IDLE", SIGNALLED);
                            poe.sig("ZOMBIE", SECOND);
                            return null;
                        })
                        .on(SIGNALLED, (me, poe, info) -> {
                            transcript.add("IDLE #" + ++idles[0]);
                            poe.sigHandled();
                            if (idles[0] < 3) {
                                poe.yield(GO);
                            }
                        })
                        .on(GO, (me, poe) -> transcript.add("more work done"))
                        .on(SECOND, (me, poe, info) -> {
                            transcript.add(info.name());
                            poe.sigHandled();
                        }),
                "Alias");

        kernel.run();

        transcript.shows("""
                Alias._start sender=KERNEL
                IDLE #1
                more work done
                IDLE #2
                more work done
                IDLE #3
                ZOMBIE
                Alias._stop sender=KERNEL
                """);
    }

    @Test
    void shouldDiscardTheWorkOfAnIdleHandlerThatDoesNotHandleItAsInT11() {
        kernel.create(
                transcript
                        .states(poe -> {
                            poe.aliasSet("al");
                            poe.sig("IDLE", SIGNALLED);
                            return null;
                        })
                        .on(SIGNALLED, (me, poe, info) -> {
                            transcript.add("Alias got IDLE");
                            poe.yield(GO);
                        })
                        .on(GO, (me, poe) -> transcript.add("never")),
                "Alias");
        kernel.create(transcript.states(poe -> poe.aliasSet("o")), "Other");
        transcript.clear();

        kernel.run();

        transcript.shows("""
                Alias got IDLE
                Other._stop sender=KERNEL
                Alias._stop sender=KERNEL
                """);
    }

    @Test
    void shouldEndWhomAnUnhandledIdleCreatesToo() {
        // POE breaks here: its kernel loses a child that it has been told of after its own end.
        kernel.create(
                transcript
                        .states(poe -> {
                            poe.aliasSet("al");
                            poe.sig("IDLE", SIGNALLED);
                            return null;
                        })
                        .on(SIGNALLED, (me, poe, info) -> poe.create(waiting(), "New")),
                "Alias");
        transcript.clear();

        kernel.run();

        transcript.shows("""
                New._start sender=Alias
                Alias._child create New ret=null
                New._parent old=Alias new=KERNEL
                Alias._stop sender=KERNEL
                New._stop sender=KERNEL
                """);
        assertEquals(new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), kernel.counts());
    }

    @Test
    void shouldNotBeIdleWhileAReferenceHoldsAnySessionAsInT58() {
        Session session = kernel.create(
                transcript
                        .states(poe -> {
                            poe.aliasSet("al");
                            poe.refcountIncrement(poe.session().id(), "tag");
                            return null;
                        })
                        .on(GO, (me, poe) -> poe.refcountDecrement(poe.session().id(), "tag")),
                "Alias");

        simulation.advance(Duration.ofDays(1));
        boolean alive = session.isAlive();
        kernel.post(session, GO);
        simulation.runUntilIdle();

        assertTrue(alive);
        assertFalse(session.isAlive());
    }

    @Test
    void shouldShowTheEventInWhichASignalWasSentAndNoneForWhatTheKernelTells() {
        States<String> states = States.of(String.class)
                .start((me, poe) -> {
                    transcript.add("_start from " + poe.callerEvent());
                    poe.sig("S", SIGNALLED);
                })
                .stop((me, poe) -> transcript.add("_stop from " + poe.callerEvent()))
                .sig("T", (me, poe, info) -> transcript.add("T from " + poe.callerEvent()))
                .on(SIGNALLED, (me, poe, info) -> transcript.add("S from " + poe.callerEvent()));
        kernel.create(
                States.of(String.class)
                        .start((me, poe) -> poe.yield(GO))
                        .child((me, poe, child) -> transcript.add("_child from " + poe.callerEvent()))
                        .on(GO, (me, poe) -> {
                            Session child = poe.create(states, "C");
                            poe.signal(child, "S");
                            poe.signal(child.id(), "T");
                        }),
                "P");
        Session other = kernel.create(states, "outside handlers");
        kernel.signal(other, "S");

        kernel.run();

        transcript.shows("""
                _start from null
                _start from null
                _child from null
                S from null
                _stop from null
                S from go
                T from go
                _stop from null
                _child from null
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUIT", "INT", "KILL", "TERM", "HUP", "IDLE", "DIE", "ZOMBIE", "UIDESTROY"})
    void shouldEndByEveryTerminalSignal(String name) {
        Session session = kernel.create(waiting(), "A");

        kernel.signal(session, name);
        simulation.runUntilIdle();

        assertFalse(session.isAlive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUIT", "INT", "KILL", "TERM", "HUP", "IDLE", "DIE"})
    void shouldLiveThroughEveryTerminalSignalThatIsHandled(String name) {
        Session session = kernel.create(watching(name, true), "A");

        kernel.signal(session, name);
        simulation.runUntilIdle();

        assertTrue(session.isAlive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHLD", "PIPE", "USR1", "WINCH", "of the program's own"})
    void shouldLiveThroughEveryOtherSignal(String name) {
        Session session = kernel.create(waiting(), "A");

        kernel.signal(session, name);
        simulation.runUntilIdle();

        assertTrue(session.isAlive());
    }

    @Test
    void shouldRefuseSignalsWithoutNames() {
        Session session = kernel.create(waiting(), "A");

        assertThrows(NullPointerException.class, () -> kernel.signal(session, null));
        assertEquals(List.of(), List.copyOf(new SignalInfo("S", List.of(), null).details()));
        assertThrows(IllegalStateException.class, () -> new SignalInfo("S", List.of(), null).death());
    }
}
