package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.KernelDump.Reason;
import dev.usher.kernel.KernelDump.SessionDump;
import dev.usher.network.ListenLink;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a kernel tells of itself. */
class DumpTest {
    private static final Event<Void> LATER = Event.named("later");
    private static final Event<Void> GO = Event.named("go");
    private static final Event<Selected> READY = Event.named("ready", Selected.class);
    private static final Event<Object> DONE = Event.any("done");
    private static final Event<Throwable> FAILED = Event.named("failed", Throwable.class);

    private final List<Runnable> offloaded = new ArrayList<>();
    private final Simulation simulation =
            Simulation.seeded(1, builder -> builder.asserts(Assert.values()).offloadTo(offloaded::add));
    private final Kernel kernel = simulation.kernel();

    @Test
    void shouldTellOfEverythingThatKeepsASession() {
        Session other = kernel.create(States.of(Object.class).start((it, poe) -> poe.aliasSet("other")), null);
        kernel.create(
                States.of(List.class).start((it, poe) -> {
                    poe.aliasSet("busy");
                    poe.create(States.of(Object.class).start((none, child) -> child.aliasSet("child")), null);
                    poe.delay(LATER, Duration.ofSeconds(90));
                    poe.delayAdd(LATER, Duration.ofSeconds(30));
                    poe.refcountIncrement(poe.session().id(), "lease");
                    poe.refcountIncrement(poe.session().id(), "lease");
                    poe.offload(() -> 1, DONE, FAILED);
                    Process process = simulation.processes().start();
                    poe.sigChild(process, Event.named("ended", SignalInfo.class), null);
                    poe.yield(GO);
                    poe.post(other, GO);
                }),
                List.of());

        KernelDump dump = kernel.dump();

        SessionDump busy = dump.session(2).orElseThrow();
        assertEquals(
                Map.of(
                        Reason.CHILDREN, 1,
                        Reason.ALIASES, 1,
                        Reason.EVENTS, 2,
                        Reason.POSTS, 1,
                        Reason.TIMERS, 2,
                        Reason.REFERENCES, 1,
                        Reason.OFFLOADS, 1,
                        Reason.PROCESSES, 1),
                busy.reasons());
        assertEquals(List.of("busy"), busy.aliases());
        assertEquals(Map.of("lease", 2), busy.references());
        assertEquals(List.of(new KernelDump.PostedEvent("go", 1)), busy.posts());
        assertEquals(List.of(new KernelDump.OffloadedWork(1, "done", Optional.of("_start"))), busy.offloads());
        assertEquals(List.of(new KernelDump.AwaitedProcess(1, "ended")), busy.processes());
        assertEquals(Duration.ofSeconds(30), busy.timers().get(0).in());
        assertEquals(3, busy.children().get(0).id());
        assertEquals(3, dump.sessions().size());
        assertEquals(kernel.counts(), dump.counts());
        assertEquals("""
                the kernel
                  session 1 [other] lives by 1 alias, 2 queued events
                    event '_garbage_collect' from the kernel
                    event 'go' from session 2 in its '_start'
                  session 2 [busy] of java.util.ImmutableCollections$ListN lives by 1 child, 1 alias, 2 queued events, \
                1 event to others, 2 timers, 1 reference, 1 offloaded work, 1 awaited process
                    event 'go' from session 2 in its '_start'
                    event '_garbage_collect' from the kernel
                    event 'go' to session 1
                    timer 4294967297 for 'later' in 30.0 s, set in '_start'
                    timer 4294967296 for 'later' in 90.0 s, set in '_start'
                    reference 'lease', 2 times
                    offloaded work 1 for 'done', begun in '_start'
                    process 1 for 'ended'
                    session 3 [child] lives by 1 alias, 1 queued event
                      event '_garbage_collect' from the kernel
                """, dump.toString());
        kernel.stop();
    }

    /** What holds a session, and how that is said. Has no default: a new reason is to be shown here too. */
    private String hold(Context poe, Reason reason) {
        return switch (reason) {
            case CHILDREN -> {
                poe.create(States.of(Object.class).start((none, child) -> child.aliasSet("child")), null);
                yield "    session 2 [child] lives by 1 alias";
            }
            case ALIASES -> {
                poe.aliasSet("me");
                yield "session 1 [me] lives by";
            }
            case EVENTS -> {
                poe.yield(GO);
                yield "    event 'go' from session 1 in its '_start'";
            }
            case POSTS -> {
                poe.post(poe.kernel().session(), GO);
                yield "    event 'go' to the kernel";
            }
            case TIMERS -> {
                poe.delay(LATER, Duration.ofHours(1));
                yield " for 'later' in 3600.0 s, set in '_start'";
            }
            case LINKS -> {
                poe.selectRead(listening(), READY, null);
                yield "    selectRead 'ready' watches a listener at 127.0.0.1:9000 for reading";
            }
            case OUTPUT -> {
                kernel.flushLater(poe.session(), flushing -> {});
                yield "1 unwritten output";
            }
            case REFERENCES -> {
                poe.refcountIncrement(poe.session().id(), "lease");
                yield "    reference 'lease'\n";
            }
            case OFFLOADS -> {
                poe.offload(() -> 1, DONE, FAILED);
                yield "    offloaded work 1 for 'done', begun in '_start'";
            }
            case PROCESSES -> {
                poe.sigChild(simulation.processes().start(), Event.named("ended", SignalInfo.class), null);
                yield "    process 1 for 'ended'";
            }
        };
    }

    private ListenLink listening() {
        try {
            return simulation.network().listen(new InetSocketAddress("127.0.0.1", 9000), 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void shouldSayTheOneReasonForWhichASessionLives(Reason reason) {
        String[] said = new String[1];
        kernel.create(States.of(Object.class).start((it, poe) -> said[0] = hold(poe, reason)), null);
        kernel.create(
                States.of(Object.class).start((it, poe) -> poe.delay(LATER, Duration.ofHours(2))), null); // not idle
        if (!List.of(Reason.EVENTS, Reason.POSTS, Reason.OUTPUT).contains(reason)) { // these hold for one slice only
            simulation.runUntilIdle();
            assertEquals(
                    Map.of(reason, 1), kernel.dump().session(1).orElseThrow().reasons());
        }

        KernelDump dump = kernel.dump();

        assertTrue(dump.session(1).orElseThrow().reasons().containsKey(reason), dump::toString);
        assertTrue(dump.toString().contains(said[0]), dump::toString);
        holdsTrue(kernel);
        kernel.stop();
    }

    @Test
    void shouldTellTheStateOfAMachine() {
        Nfa<Object> machine = Nfa.spawn(
                kernel,
                NfaStates.of(Object.class)
                        .state("open", open -> open.on(GO, (it, poe) -> poe.delay(LATER, Duration.ofHours(1)))),
                "");
        machine.gotoState("open", GO);

        SessionDump dump = kernel.dump().session(1).orElseThrow();

        assertEquals(Optional.of("open"), dump.state());
        assertTrue(dump.why().startsWith("session 1 of java.lang.String in state 'open' lives by"), dump.why());
        kernel.stop();
    }

    @Test
    void shouldTellOfAKernelWithoutSessions() {
        assertEquals("the kernel\n", kernel.dump().toString());
        assertEquals(List.of(), kernel.dump().sessions());
    }

    /** Between slices: each session is held as often as there are reasons. Asked by random programs too. */
    static void holdsTrue(Kernel kernel) {
        for (SessionDump dump : kernel.dump().sessions()) {
            int reasons =
                    dump.reasons().values().stream().mapToInt(Integer::intValue).sum();
            assertEquals(kernel.find(dump.id()).holds(), reasons, dump::why);
        }
    }

    @Test
    void shouldHaveAsManyReasonsAsTheKernelHasHolds() {
        kernel.create(
                States.of(Object.class)
                        .start((it, poe) -> poe.yield(GO))
                        .on(GO, (it, poe) -> {
                            poe.delay(LATER, Duration.ofSeconds(1));
                            poe.aliasSet("me");
                        })
                        .on(LATER, (it, poe) -> poe.post(poe.kernel().session(), GO)),
                null);

        for (int i = 0; i < 3; i++) {
            holdsTrue(kernel);
            simulation.advance(Duration.ofMillis(600));
        }

        holdsTrue(kernel);
        kernel.stop();
    }
}
