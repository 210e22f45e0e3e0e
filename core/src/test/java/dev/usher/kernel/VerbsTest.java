package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import dev.usher.simulation.Simulation;
import dev.usher.simulation.VirtualClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The verbs that other tests have no occasion for: what they do and what they answer. */
class VerbsTest {
    private static final Event<String> SAY = Event.named("say", String.class);
    private static final Event<Void> GO = Event.named("go");
    private static final Event<Void> LATER = Event.named("later");
    private static final Call<String, Integer> LENGTH = Call.named("length", String.class, Integer.class);
    private static final Event<PostbackArgs> BACK = Event.named("back", PostbackArgs.class);
    private static final Event<Selected> READ = Event.named("read", Selected.class);
    private static final Event<Selected> WRITE = Event.named("write", Selected.class);
    private static final Event<SignalInfo> SIGNALLED = Event.named("signalled", SignalInfo.class);

    private final Simulation simulation = Simulation.seeded(1);
    private final Kernel kernel = simulation.kernel();
    private final List<String> seen = new ArrayList<>();

    private static Instant at(long seconds) {
        return VirtualClock.START.plusSeconds(seconds);
    }

    private States<Object> saying(Handlers.Plain<Object> start) {
        return States.of(Object.class)
                .start(start)
                .on(SAY, (me, poe, text) -> seen.add(text))
                .on(GO, (me, poe) -> seen.add("go"))
                .on(LATER, (me, poe) -> seen.add("later"));
    }

    @Test
    void shouldTellWhetherATimerIsSetUntilItFiresOrIsCleared() {
        kernel.create(
                saying((me, poe) -> {
                            seen.add("at first " + poe.alarmIsSet(GO));
                            poe.delay(GO, Duration.ofSeconds(1));
                            poe.delay(LATER, Duration.ofSeconds(2));
                            seen.add("set " + poe.alarmIsSet(GO));
                            poe.alarmClear(LATER);
                            seen.add("cleared " + poe.alarmIsSet(LATER));
                        })
                        .on(GO, (me, poe) -> seen.add("fired " + poe.alarmIsSet(GO))),
                null);
        kernel.run();

        assertEquals(List.of("at first false", "set true", "cleared false", "fired false"), seen);
    }

    @Test
    void shouldAddTimersWithoutClearingAndReplaceThemByName() {
        kernel.create(
                saying((me, poe) -> {
                    poe.alarm(SAY, at(9), "replaced");
                    poe.delayAdd(SAY, Duration.ofSeconds(9), "replaced too");
                    poe.alarm(SAY, at(1), "a1");
                    poe.alarmAdd(SAY, at(3), "a3");
                    poe.delayAdd(SAY, Duration.ofSeconds(2), "d2");
                    poe.alarm(GO, at(8));
                    poe.alarm(GO, at(4));
                    poe.alarmAdd(LATER, at(5));
                    poe.delayAdd(LATER, Duration.ofSeconds(6));
                    poe.alarmRemove(poe.alarmSet(GO, at(7)));
                }),
                null);

        kernel.run();

        assertEquals(List.of("a1", "d2", "a3", "go", "later", "later"), seen);
        assertEquals(at(6), simulation.clock().now());
    }

    @Test
    void shouldTellNamesAndIdsOfSessionsThatLive() {
        Session named = kernel.create(
                saying((me, poe) -> {
                    poe.aliasSet("b");
                    poe.aliasSet("a");
                    poe.delay(GO, Duration.ofSeconds(60));
                }),
                null);
        Session dead = kernel.create(saying((me, poe) -> {}), null);
        simulation.runUntilIdle();

        assertEquals(Outcome.done(List.of("a", "b")), kernel.aliasList(named));
        assertEquals(Outcome.failed(Errno.ESRCH), kernel.aliasList(dead));
        assertEquals(Outcome.done(1L), kernel.sessionToId(named));
        assertEquals(Outcome.failed(Errno.ESRCH), kernel.sessionToId(dead));
        assertEquals(Outcome.done(0L), kernel.sessionToId(kernel.session()));
        assertEquals(Optional.of(kernel.session()), kernel.idToSession(0));
        assertEquals(Outcome.failed(Errno.ESRCH), Simulation.seeded(1).kernel().sessionToId(named));
    }

    @Test
    void shouldCountReferencesFromOutsideHandlersToo() {
        Session session = kernel.create(saying((me, poe) -> {}), null);

        assertEquals(Outcome.done(1), kernel.refcountIncrement(session.id(), "tag"));
        simulation.runUntilIdle();
        assertTrue(session.isAlive());
        assertEquals(Outcome.done(0), kernel.refcountDecrement(session.id(), "tag"));
        simulation.runUntilIdle();

        assertFalse(session.isAlive());
        assertEquals(Outcome.failed(Errno.ESRCH), kernel.refcountIncrement(session.id(), "tag"));
        assertEquals(Outcome.failed(Errno.ESRCH), kernel.refcountDecrement(session.id(), "tag"));
    }

    @Test
    void shouldAnswerWhetherStatesWereChanged() {
        Session session = kernel.create(
                saying((me, poe) -> {
                    seen.add("" + poe.state(GO, (Object heap, Context it) -> seen.add("plain")));
                    seen.add("" + poe.state(SAY, (Object heap, Context it, String text) -> seen.add("new " + text)));
                    seen.add("" + poe.answer(LENGTH, (Object heap, Context it, String text) -> text.length()));
                    seen.add("" + poe.state(LATER) + poe.state(LATER));
                    seen.add("" + poe.call(poe.session(), LENGTH, "four"));
                    poe.call(poe.session(), GO);
                    poe.call(poe.session(), SAY, "text");
                    poe.call(poe.session(), LATER);
                    kernel.stop();
                    seen.add("" + poe.state(GO) + poe.state(GO, (Object heap, Context it) -> {}));
                }),
                null);

        kernel.run();

        assertEquals(List.of("NONE", "NONE", "NONE", "NONENONE", "4", "plain", "new text", "ESRCHESRCH"), seen);
        assertFalse(session.isAlive());
    }

    @Test
    void shouldTellWhatWaitsAndWhenItIsDue() {
        assertEquals(0, kernel.eventCount());
        assertEquals(Optional.empty(), kernel.nextEventTime());
        assertEquals(Optional.empty(), kernel.nextEvent());

        Session session = kernel.create(saying((me, poe) -> poe.delay(GO, Duration.ofSeconds(5))), null);
        assertEquals(2, kernel.eventCount()); // with the hidden event of a new session
        assertEquals(Optional.of(at(0)), kernel.nextEventTime());
        simulation.runUntilIdle();

        assertEquals(1, kernel.eventCount());
        assertEquals(Optional.of(at(5)), kernel.nextEventTime());
        assertEquals(Optional.empty(), kernel.nextEvent());
        kernel.post(session, SAY, "x");
        assertEquals(Optional.of(new Pending(SAY, session)), kernel.nextEvent());
    }

    @Test
    void shouldSignalAndAskByIdToo() {
        Session session = kernel.create(
                saying((me, poe) -> {
                            poe.sig("S", SIGNALLED);
                            poe.aliasSet("a");
                        })
                        .answer(LENGTH, (me, poe, text) -> text.length())
                        .on(SIGNALLED, (me, poe, info) -> seen.add(info.name() + info.details())),
                null);

        assertTrue(kernel.signal(session.id(), "S", 1));
        assertFalse(kernel.signal(99, "S"));
        assertEquals(2, kernel.callOr(session.id(), LENGTH, "ab", -1));
        assertEquals(-1, kernel.callOr(99, LENGTH, "ab", -1));
        simulation.runUntilIdle();

        assertEquals(List.of("S[1]"), seen);
    }

    @Test
    void shouldMakePostbacksOfAnySession() {
        Session session = kernel.create(
                saying((me, poe) -> {})
                        .on(BACK, (me, poe, arguments) -> seen.add(arguments.fixed() + "" + arguments.given())),
                null);
        Postback postback = session.postback(BACK, "a");
        Postback once = session.postbackOnce(BACK, "b");
        Callback callback = session.callback(BACK, "c");

        simulation.runUntilIdle();
        callback.call(1);
        callback.close();
        postback.post(2);
        once.post(3);
        once.post(4);
        postback.close();
        kernel.run();

        assertEquals(List.of("[c][1]", "[a][2]", "[b][3]"), seen);
        assertFalse(session.isAlive());
        assertEquals(0, kernel.counts().references());
    }

    @Test
    void shouldStillPostByAClosedPostbackWhileTheSessionLives() {
        Session session = kernel.create(
                saying((me, poe) -> poe.delay(GO, Duration.ofSeconds(1)))
                        .on(BACK, (me, poe, arguments) -> seen.add("" + arguments.given())),
                null);
        Postback postback = session.postback(BACK);

        postback.close(); // gives its reference up, as POE's weaken does
        postback.post("weak");
        kernel.run();
        postback.post("late");

        assertEquals(List.of("[weak]", "go"), seen);
    }

    @Test
    void shouldReadAndSetOptions() {
        Session session = kernel.create(saying((me, poe) -> {}).option(SessionOption.DEBUG, true), null);

        assertEquals(Set.of(SessionOption.DEBUG), session.options());
        assertFalse(session.option(SessionOption.DEFAULT, true));
        assertTrue(session.option(SessionOption.DEBUG, false));
        assertEquals(Set.of(SessionOption.DEFAULT), session.options());
    }

    @Test
    void shouldWatchBothWaysByOneVerb() throws IOException {
        ListenLink listener = simulation.network().listen(new InetSocketAddress("127.0.0.1", 9000), 5);
        Link link = simulation.network().connect(listener.localAddress(), null);
        Session session = kernel.create(
                saying((me, poe) -> poe.select(link, READ, WRITE, "extra")).on(WRITE, (me, poe, selected) -> {
                    seen.add("write " + selected.extra());
                    assertSame(link, selected.link());
                    poe.select(link, null, null, null);
                }),
                null);

        simulation.runUntilIdle();

        assertEquals(List.of("write extra"), seen);
        assertFalse(session.isAlive());
        link.close();
        listener.close();
    }
}
