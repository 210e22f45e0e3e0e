package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables of handlers: found by name, checked by payload class, changed while events are queued. */
class StatesTest {
    private static final Event<Integer> COUNT = Event.named("count", Integer.class);
    private static final Event<String> COUNT_AS_TEXT = Event.named("count", String.class);
    private static final Event<Void> GO = Event.named("go");

    private final Kernel kernel = Simulation.seeded(1).kernel();
    private final List<Object> seen = new ArrayList<>();

    @Test
    void shouldFindHandlersByNameWhoeverMadeTheEvent() {
        Session session = kernel.create(
                States.of(Object.class).on(COUNT, (me, poe, n) -> seen.add(n + " as " + poe.event())), null);

        kernel.post(session, Event.named("count", Integer.class), 1);
        kernel.post(session, Event.any("count"), 2);
        kernel.post(session, Event.any("count"), null);
        kernel.run();

        assertEquals(List.of("1 as count", "2 as count", "null as count"), seen);
    }

    @Test
    void shouldRefuseAPayloadOfAnotherClassNamingBoth() {
        States<Object> states = States.of(Object.class)
                .on(COUNT, (me, poe, n) -> seen.add(n))
                .sig("DIE", (me, poe, info) -> {
                    seen.add(info.death().error());
                    poe.sigHandled();
                });
        Session session = kernel.create(states, null);

        kernel.post(session, COUNT_AS_TEXT, "one");
        kernel.run();

        ClassCastException error = assertInstanceOf(ClassCastException.class, seen.get(0));
        assertTrue(error.getMessage().contains("'count'"), error.getMessage());
        assertTrue(error.getMessage().contains("java.lang.String"), error.getMessage());
        assertTrue(error.getMessage().contains("java.lang.Integer"), error.getMessage());
    }

    @Test
    void shouldRefuseTwoPayloadClassesUnderOneName() {
        States<Object> states = States.of(Object.class).on(COUNT, (me, poe, n) -> {});

        assertThrows(IllegalArgumentException.class, () -> states.on(COUNT_AS_TEXT, (me, poe, text) -> {}));
        assertThrows(IllegalArgumentException.class, () -> states.on(Event.any("count"), (me, poe, any) -> {}));
    }

    @Test
    void shouldRefuseNamesThatHappenAndNamesOfTheKernelsOwn() {
        for (String name : List.of("_start", "_stop", "_child", "_parent", "_default", "_signal", "_garbage_collect")) {
            Event<Void> event = Event.named(name);
            States<Object> none = States.of(Object.class);
            assertThrows(IllegalArgumentException.class, () -> none.on(event, (me, poe) -> {}), name);
        }
        assertThrows(IllegalArgumentException.class, () -> Event.named(""));
    }

    @Test
    void shouldLetALaterHandlerReplaceAnEarlierOne() {
        States<Object> first = States.of(Object.class).on(GO, (me, poe) -> seen.add("first"));
        States<Object> second = first.on(GO, (me, poe) -> seen.add("second"));

        kernel.call(kernel.create(first, null), GO);
        kernel.call(kernel.create(second, null), GO);

        assertEquals(List.of("first", "second"), seen);
    }

    @Test
    void shouldFindEachOfAThousandHandlers() {
        States<Object> states = States.of(Object.class);
        for (int i = 0; i < 1000; i++) {
            int n = i;
            states = states.answer(Call.answering("event" + i, Integer.class), (me, poe) -> n);
        }
        Session session = kernel.create(states, null);

        for (int i = 0; i < 1000; i++) {
            assertEquals(i, kernel.call(session, Event.named("event" + i)));
        }
        assertNull(kernel.call(session, Event.named("event1000")));
        assertFalse(states.handles(Event.named("event1000")));
    }

    @Test
    void shouldReplaceAndRemoveHandlersOfQueuedEventsAsInT19() {
        Event<Void> x = Event.named("x");
        Handlers.Taking<Object, Void> second = (me, poe, none) -> {
            seen.add("x v2");
            poe.state(x);
        };
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> {
                    poe.yield(x);
                    poe.yield(x);
                    poe.yield(x);
                })
                .on(x, (me, poe) -> {
                    seen.add("x v1");
                    poe.state(x, second);
                })
                .otherwise((me, poe, unhandled) -> {
                    if (unhandled.event().equals(x)) {
                        seen.add(poe.event() + " " + unhandled.event());
                    }
                });

        kernel.create(states, null);
        kernel.run();

        assertEquals(List.of("x v1", "x v2", "_default x"), seen);
    }

    @Test
    void shouldChangeOneSessionsStatesOnly() {
        States<Object> states = States.of(Object.class).on(GO, (me, poe) -> poe.state(GO));
        Session changed = kernel.create(states, null);
        Session other = kernel.create(states, null);

        kernel.call(changed, GO);

        assertFalse(changed.states.handles(GO));
        assertTrue(other.states.handles(GO));
    }

    @Test
    void shouldAnswerCallsThroughOtherwise() {
        States<Object> states = States.of(Object.class)
                .answerOtherwise((me, poe, unhandled) -> unhandled.event() + "/" + unhandled.payload());
        Session session = kernel.create(states, null);

        Object answer = kernel.call(session, COUNT, 7);

        assertEquals("count/7", answer);
    }

    @Test
    void shouldHandleEveryShapeOfHandler() {
        Call<Integer, String> call = Call.named("call", Integer.class, String.class);
        States<StringBuilder> states = States.of(StringBuilder.class)
                .start((text, poe, arguments) -> text.append(arguments.length))
                .on(GO, (text, poe) -> text.append("go"))
                .on(COUNT, (text, poe, n) -> text.append(n))
                .answer(call, (text, poe, n) -> text.append(n).toString());
        StringBuilder heap = new StringBuilder();

        Session session = kernel.create(states, heap, "a", "b");
        kernel.call(session, GO);
        kernel.call(session, COUNT, 3);

        assertEquals("2go34", kernel.call(session, call, 4));
        assertEquals(heap, session.heap());
    }

    @Test
    void shouldRefuseAHeapOfAnotherClass() {
        @SuppressWarnings({"unchecked", "rawtypes"})
        States<Object> states = (States) States.of(String.class);

        assertThrows(IllegalArgumentException.class, () -> kernel.create(states, 5));
        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    void shouldExpireTheContextWhenItsHandlerReturns() {
        Context[] kept = new Context[1];
        Session session = kernel.create(States.of(Object.class).on(GO, (me, poe) -> kept[0] = poe), null);

        kernel.call(session, GO);

        assertThrows(IllegalStateException.class, () -> kept[0].yield(GO));
        assertThrows(IllegalStateException.class, () -> kept[0].session());
        assertThrows(IllegalStateException.class, () -> kept[0].post(session, GO));
        assertThrows(IllegalStateException.class, () -> kept[0].delay(GO, java.time.Duration.ZERO));
        assertThrows(IllegalStateException.class, () -> kept[0].aliasList());
    }

    @Test
    void shouldKeepAnOuterContextValidWhileAnInnerHandlerRuns() {
        Event<Void> inner = Event.named("inner");
        States<Object> states = States.of(Object.class)
                .on(GO, (me, poe) -> {
                    poe.call(poe.session(), inner);
                    seen.add(poe.event().name());
                })
                .on(inner, (me, poe) -> seen.add(poe.event().name()));

        kernel.call(kernel.create(states, null), GO);

        assertEquals(List.of("inner", "go"), seen);
    }

    @Test
    void shouldSurviveAStackThatOverflows() {
        States<Object> states = States.of(Object.class)
                .on(GO, (me, poe) -> poe.call(poe.session(), GO))
                .sig("DIE", (me, poe, info) -> {
                    seen.add(info.death().error().getClass());
                    poe.sigHandled();
                });
        Session session = kernel.create(states, null);

        kernel.post(session, GO);
        kernel.run();

        assertEquals(List.of(StackOverflowError.class), seen);
        assertEquals(0, kernel.activeSession().id());
        assertEquals(new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), kernel.counts());
    }
}
