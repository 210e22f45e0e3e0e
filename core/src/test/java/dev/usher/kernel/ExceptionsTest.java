package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of what handlers throw. */
class ExceptionsTest {
    private static final Event<Void> BOOM = Event.named("boom");
    private static final Event<Void> AFTER = Event.named("after");
    private static final Event<Void> GO = Event.named("go");
    private static final Event<SignalInfo> DIED = Event.named("died", SignalInfo.class);
    private static final KernelCounts NOTHING = new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0);

    private final Kernel kernel = Simulation.seeded(1).kernel();
    private final Transcript transcript = new Transcript();
    private final RuntimeException oops = new RuntimeException("oops");

    private void throwing() {
        throw oops;
    }

    private States<String> waiting() {
        return transcript.states(poe -> {
            poe.delay(AFTER, Duration.ofSeconds(9));
            return null;
        });
    }

    @Test
    void shouldSignalDieBehindWhatIsQueuedAndGoOnWhenItIsHandledAsInT13() {
        States<String> child = transcript
                .states(poe -> {
                    poe.aliasSet("c");
                    poe.sig("DIE", DIED);
                    poe.yield(BOOM);
                    poe.yield(AFTER);
                    return null;
                })
                .on(BOOM, (me, poe) -> {
                    transcript.add("C.boom dies");
                    throwing();
                })
                .on(AFTER, (me, poe) -> {
                    transcript.add("C.after");
                    poe.post("p", GO);
                })
                .on(DIED, (me, poe, info) -> {
                    Death death = info.death();
                    transcript.add("C sig " + info.name() + " event=" + death.event() + " err="
                            + death.error().getMessage() + " dest=" + transcript.name(death.destination()) + " source="
                            + transcript.name(death.source()) + " from=" + death.from());
                    poe.sigHandled();
                })
                .on(GO, (me, poe) -> poe.aliasRemove("c"));
        States<String> parent = transcript
                .states(poe -> {
                    poe.aliasSet("p");
                    poe.sig("DIE", DIED);
                    poe.create(child, "C");
                    return null;
                })
                .on(GO, (me, poe) -> {
                    transcript.add("P call to dying handler returned " + poe.call("c", BOOM) + " - P continues");
                    poe.yield(AFTER);
                })
                .on(AFTER, (me, poe) -> {
                    transcript.add("P.fin");
                    poe.post("c", GO);
                    poe.aliasRemove("p");
                })
                .on(
                        DIED,
                        (me, poe, info) -> transcript.add(
                                "P sig DIE seen; event=" + info.death().event()));

        kernel.create(parent, "P");
        kernel.run();

        transcript.shows("""
                P._start sender=KERNEL
                C._start sender=P
                P._child create C ret=null
                C.boom dies
                C.after
                C sig DIE event=boom err=oops dest=C source=C from=_start
                P sig DIE seen; event=boom
                C.boom dies
                P call to dying handler returned null - P continues
                C sig DIE event=boom err=oops dest=C source=P from=go
                P sig DIE seen; event=boom
                P.fin
                C._stop sender=KERNEL
                P._child lose C ret=ret-C
                P._stop sender=KERNEL
                """);
    }

    @Test
    void shouldEndAllAndThrowFromRunWhenNobodyHandlesDieAndRunAgainAsInT14() {
        kernel.create(waiting(), "Other");
        States<String> child = transcript
                .states(poe -> {
                    poe.yield(BOOM);
                    poe.yield(AFTER);
                    return null;
                })
                .on(BOOM, (me, poe) -> throwing())
                .on(AFTER, (me, poe) -> transcript.add("C.after"));
        kernel.create(transcript.states(poe -> poe.create(child, "C")), "P");

        RuntimeException thrown = assertThrows(RuntimeException.class, kernel::run);
        KernelCounts left = kernel.counts();
        kernel.create(waiting(), "Again");
        kernel.run();

        assertSame(oops, thrown);
        assertEquals(NOTHING, left);
        transcript.shows("""
                Other._start sender=KERNEL
                P._start sender=KERNEL
                C._start sender=P
                P._child create C ret=null
                C.after
                C._stop sender=KERNEL
                P._child lose C ret=ret-C
                P._stop sender=KERNEL
                Other._stop sender=KERNEL
                Again._start sender=KERNEL
                Again._stop sender=KERNEL
                """);
    }

    @Test
    void shouldGiveDieToTheThrowersFamilyAndAncestorsOnlyAsInT60() {
        States<String> noting = waiting().sig("DIE", (me, poe, info) -> {
            transcript.add(me + " told");
            poe.sigHandled();
        });
        States<String> thrower = noting.on(BOOM, (me, poe) -> {
            poe.create(noting, "Child");
            throwing();
        });
        States<String> parent = noting.on(GO, (me, poe) -> {
            poe.create(noting, "Sibling");
            poe.post(poe.create(thrower, "Thrower"), BOOM);
        });
        Session grandparent =
                kernel.create(noting.on(GO, (me, poe) -> poe.post(poe.create(parent, "Parent"), GO)), "Top");
        kernel.create(noting, "Stranger");
        kernel.post(grandparent, GO);
        while (kernel.counts().sessions() < 6) {
            kernel.runOneTimeslice();
        }
        transcript.clear();
        kernel.call(grandparent.firstChild.lastChild, BOOM); // from outside: the kernel goes on too
        kernel.runOneTimeslice();

        transcript.shows("""
                Child._start sender=Thrower
                Thrower._child create Child ret=null
                Child told
                Child told
                Thrower told
                Parent told
                Top told
                """);
        kernel.close();
    }

    @Test
    void shouldStillCreateASessionWhoseStartThrowsAsInT15() {
        States<String> w = transcript
                .states(poe -> {
                    poe.sig("DIE", DIED);
                    poe.create(
                            transcript.states(inner -> {
                                throw oops;
                            }),
                            "C");
                    transcript.add("created");
                    return null;
                })
                .on(DIED, (me, poe, info) -> {
                    transcript.add("W DIE " + info.death().event() + " in "
                            + transcript.name(info.death().destination()));
                    poe.sigHandled();
                });

        kernel.create(w, "W");
        kernel.run();

        transcript.shows("""
                W._start sender=KERNEL
                C._start sender=W
                W._child create C ret=null
                created
                W DIE _start in C
                C._stop sender=KERNEL
                W._child lose C ret=ret-C
                W._stop sender=KERNEL
                """);
    }

    @Test
    void shouldThrowWhatAStopHandlerThrewRightAfterTheSweep() {
        // POE lets one more event be dispatched first (T15, a defect mended here).
        States<String> z = States.of(String.class).stop((me, poe) -> throwing());
        kernel.create(
                transcript
                        .states(poe -> {
                            poe.delay(AFTER, Duration.ofMillis(50));
                            return null;
                        })
                        .on(AFTER, (me, poe) -> transcript.add("Y.q never")),
                "Y");
        kernel.create(z, "Z");

        RuntimeException thrown = assertThrows(RuntimeException.class, kernel::run);

        assertSame(oops, thrown);
        transcript.shows("""
                Y._start sender=KERNEL
                Y._stop sender=KERNEL
                """);
        assertEquals(NOTHING, kernel.counts());
    }

    @Test
    void shouldThrowWhatADieHandlerThrewAfterTheOriginal() {
        RuntimeException second = new RuntimeException("second");
        kernel.create(waiting(), "O");
        States<String> a = waiting()
                .sig("DIE", (me, poe, info) -> {
                    throw second;
                })
                .on(BOOM, (me, poe) -> throwing());
        kernel.post(kernel.create(a, "A"), BOOM);

        RuntimeException thrown = assertThrows(RuntimeException.class, kernel::run);

        assertSame(oops, thrown);
        assertEquals(List.of(second), List.of(thrown.getSuppressed()));
        assertEquals(NOTHING, kernel.counts());
    }

    @Test
    void shouldThrowOnlyWhatADieHandlerThrewAfterItHandledTheFirstAsInT69() {
        RuntimeException second = new RuntimeException("second");
        kernel.create(waiting(), "O");
        States<String> a = transcript
                .states(poe -> {
                    poe.sig("DIE", DIED);
                    poe.yield(BOOM);
                    return null;
                })
                .on(BOOM, (me, poe) -> throwing())
                .on(DIED, (me, poe, info) -> {
                    poe.sigHandled();
                    throw second;
                });
        kernel.create(a, "A");

        RuntimeException thrown = assertThrows(RuntimeException.class, kernel::run);

        assertSame(second, thrown);
        assertEquals(0, thrown.getSuppressed().length);
        transcript.shows("""
                O._start sender=KERNEL
                A._start sender=KERNEL
                A._stop sender=KERNEL
                O._stop sender=KERNEL
                """);
    }

    @Test
    void shouldRethrowFromCallAndEndAllWithoutCatchingAsInT41() {
        Kernel kernel =
                Simulation.seeded(1, builder -> builder.catchExceptions(false)).kernel();
        RuntimeException last = new RuntimeException("yerr");
        Session c = kernel.create(waiting().on(BOOM, (me, poe) -> throwing()), "C");
        States<String> a = transcript
                .states(poe -> {
                    poe.yield(GO);
                    return null;
                })
                .on(GO, (me, poe) -> {
                    RuntimeException caught = assertThrows(RuntimeException.class, () -> poe.call(c, BOOM));
                    transcript.add("call raised in caller: " + caught.getMessage());
                    throw last;
                });
        kernel.create(a, "A");

        RuntimeException thrown = assertThrows(RuntimeException.class, kernel::run);

        assertSame(last, thrown);
        transcript.shows("""
                C._start sender=KERNEL
                A._start sender=KERNEL
                call raised in caller: oops
                A._stop sender=KERNEL
                C._stop sender=KERNEL
                """);
    }

    @Test
    void shouldThrowCheckedExceptionsAsTheyWere() {
        IOException checked = new IOException("disk");
        Session session = kernel.create(
                States.of(Object.class).on(BOOM, (me, poe) -> {
                    throw checked;
                }),
                null);
        kernel.post(session, BOOM);

        assertSame(checked, assertThrows(IOException.class, kernel::run));
    }

    @Test
    void shouldThrowFromStopOutsideRunAndLeaveTheNextRunAlone() {
        kernel.create(States.of(String.class).stop((me, poe) -> throwing()), null);

        assertSame(oops, assertThrows(RuntimeException.class, kernel::stop));
        kernel.create(waiting(), "Next");
        kernel.run();

        transcript.shows("""
                Next._start sender=KERNEL
                Next._stop sender=KERNEL
                """);
    }

    @Test
    void shouldForgetSignalsOfAFailedRunBeforeTheNext() {
        Session session = kernel.create(
                waiting()
                        .on(BOOM, (me, poe) -> throwing())
                        .on(AFTER, (me, poe) -> { // DIE is under way, and this is behind it
                            Signals.Posted term = new Signals.Posted("TERM", List.of());
                            kernel.enqueue(kernel.root, kernel.root, Signals.SIGNAL, term, null);
                        }),
                "A");
        kernel.post(session, BOOM);
        kernel.post(session, AFTER);

        assertThrows(RuntimeException.class, kernel::run);
        KernelCounts left = kernel.counts();
        Session next = kernel.create(waiting(), "Next");
        kernel.runOneTimeslice();

        assertEquals(NOTHING, left);
        assertEquals(true, next.isAlive());
        kernel.close();
    }

    @Test
    void shouldNameTheOutermostEventWhenACallToTheOwnSessionThrows() {
        Event<Void> outer = Event.named("outer");
        List<Death> deaths = new ArrayList<>();
        Session thrower = kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> poe.delay(outer, Duration.ofSeconds(9)))
                        .on(outer, (me, poe) -> poe.call(poe.session(), BOOM))
                        .on(BOOM, (me, poe) -> throwing())
                        .sig("DIE", (me, poe, info) -> {
                            deaths.add(info.death());
                            poe.sigHandled();
                        }),
                null);
        Session sender = kernel.create(States.of(Object.class).start((me, poe) -> poe.post(thrower, outer)), null);

        kernel.run();

        Death death = deaths.get(0);
        assertEquals(2, deaths.size()); // by the post, and by the timer
        assertEquals("outer", death.event().name());
        assertEquals(thrower, death.destination());
        assertEquals(sender, death.source());
        assertEquals("_start", death.from().name());
        assertEquals(Optional.empty(), death.line());
        assertSame(oops, death.error());
    }

    @Test
    void shouldNameEventSenderAndDestinationOfADeath() {
        Session session = kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> {
                            poe.aliasSet("web");
                            poe.yield(BOOM);
                        })
                        .on(BOOM, (me, poe) -> throwing())
                        .sig("DIE", (me, poe, info) -> {
                            transcript.add(info.death().where());
                            poe.sigHandled();
                            poe.aliasRemove("web");
                        }),
                null);

        kernel.run();

        transcript.shows("event 'boom' sent by session 1 (web) in its '_start' to session 1 (web)");
        assertEquals(false, session.isAlive());
    }
}
