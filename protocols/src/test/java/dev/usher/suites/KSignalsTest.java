package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * k_signals: a signal that the process sends itself reaches the session that watches it, once; a session that watches
 * nothing lives and ends as usual meanwhile. And the rules of watching: one handler for a session and a name, later
 * replaces earlier, no lifetime, whom it comes from, what it carries.
 */
class KSignalsTest extends SuiteCase {
    private static final Event<SignalInfo> GOT = Event.named("got", SignalInfo.class);
    private static final Event<SignalInfo> GOT_OTHER = Event.named("got_other", SignalInfo.class);
    private static final Event<Void> GO = Event.named("go");
    private static final Event<Integer> DO_THING = Event.named("do_thing", Integer.class);
    private static final Event<Integer> THING_DONE = Event.named("thing_done", Integer.class);
    private static final Event<Integer> SENT = Event.named("sent", Integer.class);
    private static final Event<Throwable> NOT_SENT = Event.named("not_sent", Throwable.class);

    private static int sendSelf(String signal) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        "kill", "-" + signal, "" + ProcessHandle.current().pid())
                .start()
                .waitFor();
    }

    @Test
    @Timeout(30)
    void shouldCatchASignalThatTheProcessSendsItself() {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")) || Files.isExecutable(Path.of("/usr/bin/kill")));
        int[] caught = {0, 0};
        try (Kernel real = new Kernel()) { // a real signal is the point
            Session server = real.create(
                    States.ofAny()
                            .start((me, poe) -> poe.aliasSet("server"))
                            .on(DO_THING, (me, poe, thing) -> poe.post(poe.sender(), THING_DONE, thing)),
                    null);
            real.create(
                    States.ofAny()
                            .start((me, poe) -> poe.post("server", DO_THING, 1))
                            .on(THING_DONE, (me, poe, thing) -> caught[1] += thing),
                    null);
            real.create(
                    States.ofAny()
                            .start((me, poe) -> {
                                poe.sig("WINCH", GOT);
                                poe.offload(() -> sendSelf("WINCH"), SENT, NOT_SENT);
                                poe.delay(GO, Duration.ofSeconds(20)); // holds it until the signal has come
                            })
                            .on(SENT, (me, poe, status) -> assertEquals(0, status))
                            .on(GOT, (me, poe, info) -> {
                                caught[0]++;
                                assertEquals("WINCH", info.name());
                                assertEquals(0, poe.sender().id());
                                poe.sig("WINCH");
                                poe.alarmClear(GO);
                            }),
                    null);

            real.run();

            assertFalse(server.isAlive());
        }
        assertEquals(1, caught[0]);
        assertEquals(1, caught[1]);
    }

    @Test
    void shouldBringTheNameWhatWasSentAndWhatWasAskedFor() {
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.sig("USR1", GOT, "extra");
                            assertTrue(poe.signal(poe.session(), "USR1", 1, "two"));
                        })
                        .on(GOT, (me, poe, info) -> {
                            saw(info.name() + " " + info.details() + " " + info.extra());
                            assertSame(kernel.idToSession(0).orElseThrow(), poe.sender());
                        }),
                null);

        runShows("USR1 [1, two] extra");
    }

    @Test
    void shouldHaveOneHandlerForANameTheLastOneAskedFor() {
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.sig("USR1", GOT);
                            poe.sig("USR1", GOT_OTHER);
                            poe.sig("USR2", GOT);
                            poe.sig("USR2");
                            poe.sig("never asked for");
                            poe.signal(poe.session(), "USR1");
                            poe.signal(poe.session(), "USR2");
                        })
                        .on(GOT, (me, poe, info) -> saw("got " + info.name()))
                        .on(GOT_OTHER, (me, poe, info) -> saw("other " + info.name())),
                null);

        runShows("other USR1");
    }

    @Test
    void shouldKeepNobodyAliveByWatchingASignal() {
        Session session = kernel.create(
                States.ofAny().start((me, poe) -> poe.sig("INT", GOT)).stop((me, poe) -> saw("stop")), null);

        simulation.runUntilIdle();

        assertFalse(session.isAlive());
        shows("stop");
    }

    @Test
    void shouldQueueASignalAsAPostAndSayWhetherThereIsSuchASession() {
        Session gone = kernel.create(States.ofAny(), null);
        kernel.run();
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.sig("MOO", GOT);
                            poe.yield(THING_DONE, 1);
                            poe.aliasSet("me");
                            assertTrue(poe.signal("me", "MOO"));
                            poe.yield(THING_DONE, 2);
                            assertFalse(poe.signal("nobody", "MOO"));
                            assertFalse(poe.signal(gone, "MOO"));
                            poe.aliasRemove("me");
                        })
                        .on(THING_DONE, (me, poe, thing) -> saw("event " + thing))
                        .on(GOT, (me, poe, info) -> saw("signal")),
                null);

        runShows("event 1", "signal", "event 2");
    }

    @Test
    void shouldReachEverySessionThroughTheKernel() {
        for (int i = 0; i < 3; i++) {
            kernel.create(
                    States.ofAny()
                            .start((me, poe) -> {
                                poe.sig("MOO", GOT);
                                poe.delay(GO, Duration.ofSeconds(1));
                            })
                            .on(GOT, (me, poe, info) -> saw("moo")),
                    null);
        }

        kernel.signal(kernel.activeSession(), "MOO");

        runShows("moo", "moo", "moo");
    }

    @Test
    void shouldEndNobodyByABenignSignal() {
        List<String> benign = List.of("CHLD", "PIPE", "USR1", "USR2", "ALRM", "WINCH", "CONT", "moo");
        Session session = kernel.create(States.ofAny().start((me, poe) -> poe.delay(GO, Duration.ofDays(1))), null);

        benign.forEach(name -> kernel.signal(session, name));
        simulation.runUntilIdle();

        assertTrue(session.isAlive());
    }

    @Test
    void shouldEndBySevenSignalsUnlessSomebodyHandlesThem() {
        for (String name : List.of("QUIT", "INT", "KILL", "TERM", "HUP", "IDLE", "DIE")) {
            for (boolean handled : new boolean[] {true, false}) {
                Session session = kernel.create(
                        States.ofAny()
                                .start((me, poe) -> {
                                    poe.sig(name, GOT);
                                    poe.delay(GO, Duration.ofDays(1));
                                })
                                .on(GOT, (me, poe, info) -> {
                                    if (handled) {
                                        poe.sigHandled();
                                    }
                                }),
                        null);

                kernel.signal(session, name);
                simulation.runUntilIdle();

                assertEquals(handled, session.isAlive(), name);
            }
        }
        simulation.advance(Duration.ofDays(1));
    }

    @Test
    void shouldEndByTwoSignalsWhoeverHandlesThem() {
        for (String name : List.of("ZOMBIE", "UIDESTROY")) {
            Session session = kernel.create(
                    States.ofAny()
                            .start((me, poe) -> {
                                poe.sig(name, GOT);
                                poe.delay(GO, Duration.ofDays(1));
                            })
                            .on(GOT, (me, poe, info) -> {
                                saw(name);
                                poe.sigHandled();
                            }),
                    null);

            kernel.signal(session, name);
            simulation.runUntilIdle();

            assertFalse(session.isAlive());
            shows(name);
        }
    }

    @Test
    void shouldDeliverWhatWasQueuedBeforeTheSignalAndDiscardWhatCameAfter() {
        Session[] victim = new Session[1];
        Session other = kernel.create(
                States.ofAny()
                        .start((me, poe) -> poe.delay(GO, Duration.ofSeconds(1)))
                        .on(THING_DONE, (me, poe, thing) -> saw("other got " + thing)),
                null);
        victim[0] = kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.yield(THING_DONE, 1);
                            poe.post(other, THING_DONE, 1);
                            poe.signal(poe.session(), "KILL");
                            poe.yield(THING_DONE, 2);
                            poe.post(other, THING_DONE, 2); // lost with its sender
                            poe.delay(GO, Duration.ZERO);
                        })
                        .on(THING_DONE, (me, poe, thing) -> saw("victim got " + thing))
                        .on(GO, (me, poe) -> saw("never"))
                        .stop((me, poe) -> saw("stop")),
                null);

        runShows("victim got 1", "other got 1", "stop");
    }
}
