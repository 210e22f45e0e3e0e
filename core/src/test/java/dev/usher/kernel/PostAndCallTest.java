package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.Simulation;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is posted, yielded and called: in which order, from whom, to whom, and what comes back. */
class PostAndCallTest {
    private static final Event<Void> GO = Event.named("go");
    private static final Event<Void> INNER = Event.named("inner");
    private static final Event<String> EV = Event.named("ev", String.class);
    private static final Event<String> YIELDED = Event.named("yielded", String.class);
    private static final Call<String, Integer> LENGTH = Call.named("length", String.class, Integer.class);
    private static final Call<Void, Object> QUESTION = Call.answering("question", Object.class);

    private final Simulation simulation = Simulation.seeded(1);
    private final Kernel kernel = simulation.kernel();
    private final Transcript transcript = new Transcript();

    @Test
    void shouldInterleaveYieldsPostsAndCallsAsInT01() {
        States<String> b = transcript
                .states(poe -> poe.aliasSet("b"))
                .on(INNER, (me, poe) -> poe.aliasRemove("b"))
                .on(EV, (me, poe, text) -> {
                    transcript.add(
                            "B.ev " + text + " sender=" + transcript.name(poe.sender()) + " from=" + poe.callerEvent());
                });
        Session target = kernel.create(b, "B");
        States<String> a = transcript
                .states(poe -> {
                    poe.yield(GO);
                    return null;
                })
                .on(GO, (me, poe) -> {
                    poe.yield(YIELDED, "y1");
                    transcript.add("post returns " + poe.post(target, EV, "p1"));
                    poe.yield(YIELDED, "y2");
                    poe.post(target, EV, "p2");
                    poe.yield(YIELDED, "y3");
                    poe.call(target, EV, "c1");
                    poe.call(poe.session(), INNER);
                    transcript.add("go end; active event " + kernel.activeEvent());
                })
                .on(
                        INNER,
                        (me, poe) -> transcript.add("A.inner sync; active_event=" + kernel.activeEvent() + " STATE="
                                + poe.event() + " CALLER_STATE=" + poe.callerEvent()))
                .on(YIELDED, (me, poe, text) -> {
                    transcript.add("A." + text + " from=" + poe.callerEvent());
                    if (text.equals("y3")) {
                        poe.post("b", INNER);
                    }
                });
        kernel.create(a, "A");

        kernel.run();

        transcript.shows("""
                B._start sender=KERNEL
                A._start sender=KERNEL
                post returns true
                B.ev c1 sender=A from=go
                A.inner sync; active_event=go STATE=inner CALLER_STATE=go
                go end; active event go
                A.y1 from=go
                B.ev p1 sender=A from=go
                A.y2 from=go
                B.ev p2 sender=A from=go
                A.y3 from=go
                B._stop sender=KERNEL
                A._stop sender=KERNEL
                """);
    }

    @Test
    void shouldHaveTheKernelAsSenderOutsideHandlersAsInT23() {
        States<String> states = transcript.states().on(EV, (me, poe, text) -> {
            transcript.add(text + " sender=" + transcript.name(poe.sender()) + " from=" + poe.callerEvent());
        });
        Session session = kernel.create(states, "A");

        boolean posted = kernel.post(session, EV, "posted");
        Object called = kernel.call(session, EV, "called");
        Session active = kernel.activeSession();
        Event<?> event = kernel.activeEvent();
        kernel.run();

        assertTrue(posted);
        assertNull(called);
        assertEquals(0, active.id());
        assertNull(event);
        transcript.shows("""
                A._start sender=KERNEL
                called sender=KERNEL from=null
                posted sender=KERNEL from=null
                A._stop sender=KERNEL
                """);
    }

    @Test
    void shouldAnswerWhatTheHandlerAnswersAndNullWhereThereIsNone() {
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> poe.aliasSet("b"))
                .answer(LENGTH, (me, poe, text) -> text.length())
                .on(EV, (me, poe, text) -> {});
        Session session = kernel.create(states, new Object());

        assertEquals(5, kernel.call(session, LENGTH, "hello"));
        assertEquals(3, kernel.call("b", LENGTH, "abc"));
        assertEquals(2, kernel.call(session.id(), LENGTH, "ab"));
        assertNull(kernel.call(session, EV, "no answer"));
        assertNull(kernel.call(session, QUESTION, null));
        assertNull(kernel.call("nobody", LENGTH, "x"));
        assertNull(kernel.call(99, LENGTH, "x"));
        assertEquals(-1, kernel.callOr("nobody", LENGTH, "x", -1));
        assertEquals(1, kernel.callOr(session, LENGTH, "x", -1));
    }

    @Test
    void shouldFailToPostOnlyWhereThereIsNoSession() {
        States<Object> states = States.of(Object.class).start((me, poe) -> poe.aliasSet("a"));
        Session session = kernel.create(states, new Object());

        assertTrue(kernel.post(session, EV, "no handler for it"));
        assertTrue(kernel.post("a", GO));
        assertTrue(kernel.post(session.id(), GO));
        assertTrue(kernel.post(0, GO)); // the kernel is a session too
        assertFalse(kernel.post("nobody", GO));
        assertFalse(kernel.post(99, GO));
        assertFalse(kernel.signal("nobody", "TERM"));
        kernel.stop();
        assertFalse(kernel.post(session, GO));
        assertFalse(kernel.signal(session, "TERM"));
        assertNull(kernel.call(session, QUESTION, null));
    }

    @Test
    void shouldFindIdsBeforeAliasesAndTheKernelLastAsInT68() {
        States<Object> named = States.of(Object.class).start((me, poe, names) -> {
            for (Object name : names) {
                poe.aliasSet((String) name);
            }
        });
        Session first = kernel.create(named, new Object(), "2", "007", "7");
        Session second = kernel.create(named, new Object(), "second");

        assertEquals(Optional.of(second), kernel.aliasResolve("2")); // the id of a living session shadows the alias
        assertEquals(Optional.of(first), kernel.aliasResolve("7"));
        assertEquals(Optional.of(first), kernel.aliasResolve("007"));
        assertEquals(Optional.empty(), kernel.aliasResolve("01")); // not how an id is written
        assertEquals(Optional.of(first), kernel.aliasResolve("1"));
        assertEquals(Optional.of(kernel.activeSession()), kernel.aliasResolve("0"));
        Session zero = kernel.create(named, new Object(), "0");
        assertEquals(Optional.of(zero), kernel.aliasResolve("0"));
        assertEquals(Optional.empty(), kernel.aliasResolve(""));
        assertEquals(Optional.empty(), kernel.aliasResolve("99999999999999999999999"));
        assertEquals(Optional.of(second), kernel.idToSession(2));
        assertEquals(Optional.empty(), kernel.idToSession(-1));
    }

    @Test
    void shouldLookNamesUpWhenPostingNotAtDelivery() {
        States<String> states = transcript
                .states(poe -> {
                    poe.aliasSet("name");
                    return null;
                })
                .on(EV, (me, poe, text) -> transcript.add(me + " " + text))
                .on(GO, (me, poe) -> poe.aliasRemove("name"));
        kernel.create(states, "A");

        kernel.post("name", GO);
        kernel.post("name", EV, "posted while the name was A's");
        kernel.run();

        transcript.shows("""
                A._start sender=KERNEL
                A posted while the name was A's
                A._stop sender=KERNEL
                """);
    }

    @Test
    void shouldLetExceptionsOfTheOwnSessionThroughCallAsInT15() {
        RuntimeException thrown = new RuntimeException("bad");
        States<String> states = transcript
                .states(poe -> {
                    Exception caught = assertThrows(RuntimeException.class, () -> poe.call(poe.session(), INNER));
                    transcript.add("caught " + caught.getMessage() + "; still in " + poe.event());
                    return null;
                })
                .on(INNER, (me, poe) -> {
                    throw thrown;
                });

        kernel.create(states, "A");
        kernel.run();

        transcript.shows("""
                A._start sender=KERNEL
                caught bad; still in _start
                A._stop sender=KERNEL
                """);
    }

    @Test
    void shouldRefuseSessionsOfOtherKernels() {
        try (Simulation other = Simulation.seeded(1)) {
            Session foreign = other.kernel().create(States.of(Object.class), new Object());

            assertThrows(IllegalArgumentException.class, () -> kernel.post(foreign, GO));
            assertThrows(IllegalArgumentException.class, () -> kernel.call(foreign, GO));
            assertThrows(IllegalArgumentException.class, () -> kernel.signal(foreign, "TERM"));
            assertThrows(IllegalArgumentException.class, () -> kernel.postFromAnyThread(foreign, GO, null));
        }
    }

    @Test
    void shouldRefuseNoEventWhereItIsPosted() {
        Session session = kernel.create(States.of(Object.class), new Object());

        assertThrows(NullPointerException.class, () -> kernel.post(session, (Event<?>) null));
        assertThrows(NullPointerException.class, () -> kernel.call(session, (Event<?>) null));
        assertThrows(NullPointerException.class, () -> kernel.postFromAnyThread(session, null, null));
    }

    @Test
    void shouldPassPayloadsAsTheyAre() {
        Object payload = new Object();
        Object[] got = new Object[1];
        Event<Object> any = Event.any("any");
        Session session = kernel.create(States.of(Object.class).on(any, (me, poe, object) -> got[0] = object), null);

        kernel.post(session, any, payload);
        kernel.run();

        assertSame(payload, got[0]);
    }
}
