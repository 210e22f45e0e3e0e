package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Call;
import dev.usher.kernel.Callback;
import dev.usher.kernel.Child;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Postback;
import dev.usher.kernel.PostbackArgs;
import dev.usher.kernel.Session;
import dev.usher.kernel.SessionOption;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * ses_session: sessions as such. What handlers are told, events without handlers, heaps, options, postbacks and
 * callbacks, handlers that are methods, signals, the active session inside and outside, and a family stopped at once.
 */
class SesSessionTest extends SuiteCase {
    private static final Event<Integer> COUNT = Event.named("count", Integer.class);
    private static final Event<Integer> BOGUS = Event.named("bogus", Integer.class);
    private static final Call<Integer, Integer> NEXT_COUNT = Call.named("next_count", Integer.class, Integer.class);
    private static final Event<Void> GO = Event.named("go");
    private static final Event<Void> NEVER = Event.named("nonexistent");
    private static final Event<Postback> QUERY = Event.named("query", Postback.class);
    private static final Event<Callback> SYNC_QUERY = Event.named("sync_query", Callback.class);
    private static final Event<PostbackArgs> RESPONSE = Event.named("response", PostbackArgs.class);
    private static final Event<PostbackArgs> SYNC_RESPONSE = Event.named("sync_response", PostbackArgs.class);
    private static final int MACHINES = 10;
    private static final int EVENTS = 5;

    /** A machine's heap. */
    private static final class Machine {
        final int id;
        int count;
        int fromItself;
        int unhandled;

        Machine(int id) {
            this.id = id;
        }

        void run(Context poe, Integer number) {
            assertEquals(id, number);
            fromItself += poe.sender() == poe.session() ? 1 : 0;
            boolean odd = (count & 1) == 1;
            if (odd) {
                poe.yield(BOGUS, number);
            } else {
                poe.post(poe.session(), BOGUS, number);
            }
            if (poe.call(poe.session(), NEXT_COUNT, number) < EVENTS) {
                if (odd) {
                    poe.yield(COUNT, number);
                } else {
                    poe.post(poe.session(), COUNT, number);
                }
            }
        }
    }

    @Test
    void shouldDispatchToManySessionsOfOneKind() {
        List<Machine> ended = new ArrayList<>();
        States<Machine> states = States.of(Machine.class)
                .start((me, poe, arguments) -> {
                    assertArrayEquals(new Object[] {me.id}, arguments);
                    poe.yield(COUNT, (Integer) arguments[0]);
                })
                .on(COUNT, Machine::run)
                .answer(NEXT_COUNT, (me, poe, number) -> ++me.count)
                .otherwise((me, poe, missing) -> {
                    assertEquals("_default", poe.event().name());
                    if (missing.event().equals(BOGUS)) {
                        assertEquals(me.id, missing.payload());
                        me.unhandled++;
                    }
                })
                .stop((me, poe) -> ended.add(me));
        for (int i = 0; i < MACHINES; i++) {
            Machine machine = new Machine(i);
            assertSame(machine, kernel.create(states, machine, i).heap());
        }

        kernel.run();

        assertEquals(MACHINES, ended.size());
        for (Machine machine : ended) {
            assertEquals(EVENTS, machine.count);
            assertEquals(EVENTS, machine.fromItself);
            assertEquals(EVENTS, machine.unhandled);
        }
    }

    @Test
    void shouldDropAnEventThatNobodyHandles() {
        kernel.create(
                States.ofAny().start((me, poe) -> {
                    poe.yield(BOGUS, 1);
                    assertTrue(poe.post(poe.session(), BOGUS, 1)); // never fails for an unknown event
                    assertNull(poe.call(poe.session(), NEXT_COUNT, 1));
                    assertEquals(7, poe.callOr(poe.session(), NEXT_COUNT, 1, 7));
                    saw("started");
                }),
                null);

        runShows("started");
    }

    @Test
    void shouldAnswerACallByTheDefaultHandler() {
        Session other = kernel.create(
                States.ofAny()
                        .answerOtherwise((me, poe, missing) ->
                                missing.event().equals(NEXT_COUNT) ? (Integer) missing.payload() + 1 : null),
                null);

        assertEquals(6, kernel.call(other, NEXT_COUNT, 5));
        kernel.run();
    }

    @Test
    void shouldTellTheDefaultHandlerOfFamilyAndEndToo() {
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> poe.create(States.ofAny(), null))
                        .otherwise((me, poe, missing) -> saw("" + missing.event())),
                null);

        runShows("_child", "_child", "_stop");
    }

    /** Handlers that are methods, of an object and of the class, under their names and under others. */
    private static final class Methods {
        private final List<String> calls = new ArrayList<>();

        void counted(Context poe, Integer left) {
            calls.add("object " + left);
            if (left > 1) {
                poe.yield(COUNT, left - 1);
            }
        }

        static void countedByClass(Methods me, Context poe, Integer left) {
            me.calls.add("class " + left);
            if (left > 1) {
                poe.yield(COUNT, left - 1);
            }
        }

        static void end(Methods me, Context poe) {
            me.calls.add("stop");
        }
    }

    @Test
    void shouldTakeMethodsOfObjectsAndClassesAsHandlers() {
        Methods byObject = new Methods();
        Methods byClass = new Methods();
        kernel.post(kernel.create(States.of(Methods.class).on(COUNT, Methods::counted), byObject), COUNT, EVENTS);
        kernel.post(
                kernel.create(
                        States.of(Methods.class)
                                .on(COUNT, Methods::countedByClass)
                                .stop(Methods::end),
                        byClass),
                COUNT,
                EVENTS);

        kernel.run();

        assertEquals(List.of("object 5", "object 4", "object 3", "object 2", "object 1"), byObject.calls);
        assertEquals(List.of("class 5", "class 4", "class 3", "class 2", "class 1", "stop"), byClass.calls);
    }

    @Test
    void shouldLetALaterDefinitionReplaceAnEarlierOne() {
        Session session = kernel.create(
                States.ofAny().on(COUNT, (me, poe, n) -> saw("first")).on(COUNT, (me, poe, n) -> saw("second " + n)),
                null);
        kernel.post(session, COUNT, 1);

        runShows("second 1");
    }

    @Test
    void shouldAnswerThroughPostbacksAndCallbacks() {
        int[] response = {0};
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> poe.aliasSet("server"))
                        .on(SYNC_QUERY, (me, poe, function) -> saw("answer " + function.call(++response[0])))
                        .on(QUERY, (me, poe, function) -> function.post(++response[0])),
                null);
        int[] cookie = {0};
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> poe.yield(GO))
                        .on(GO, (me, poe) -> {
                            assertTrue(poe.post("server", QUERY, poe.postbackOnce(RESPONSE, ++cookie[0], "fixed")));
                            try (Callback callback = poe.callback(SYNC_RESPONSE, ++cookie[0])) {
                                poe.call("server", SYNC_QUERY, callback);
                            }
                        })
                        .answer(Call.named("sync_response", PostbackArgs.class, String.class), (me, poe, args) -> {
                            saw("callback " + args.fixed() + args.given());
                            return "handled";
                        })
                        .on(RESPONSE, (me, poe, args) -> {
                            saw("postback " + args.fixed() + args.given() + " from "
                                    + poe.sender().id());
                            if (cookie[0] < 4) {
                                poe.yield(GO);
                            }
                        })
                        .stop((me, poe) -> saw("stop")),
                null);

        runShows(
                "callback [2][1]",
                "answer handled",
                "postback [1, fixed][2] from 1",
                "callback [4][3]",
                "answer handled",
                "postback [3, fixed][4] from 1",
                "stop");
    }

    @Test
    void shouldLiveAsLongAsAPostbackIsOpenAndShrugAtOneThatIsLate() {
        Postback[] made = new Postback[2];
        Session session = kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            made[0] = poe.postback(RESPONSE);
                            made[1] = poe.postback(RESPONSE, 1);
                        })
                        .on(RESPONSE, (me, poe, args) -> saw("response " + args.fixed() + args.given()))
                        .stop((me, poe) -> saw("stop")),
                null);

        simulation.runUntilIdle();
        assertTrue(session.isAlive());
        made[0].close();
        made[0].close(); // once counts
        simulation.runUntilIdle();
        assertTrue(session.isAlive());
        made[1].post("a");
        made[1].post("b");
        made[1].close();
        runShows("response [1][a]", "response [1][b]", "stop");

        made[1].post("too late");
        kernel.run();
        shows();
    }

    @Test
    void shouldReadAndSetOptions() {
        kernel.create(
                States.ofAny().option(SessionOption.DEFAULT, true).start((me, poe) -> {
                    Session session = poe.session();
                    assertTrue(session.option(SessionOption.DEFAULT, false)); // answers the old value
                    assertFalse(session.option(SessionOption.DEFAULT));
                    assertFalse(session.option(SessionOption.DEFAULT, true));
                    assertTrue(session.option(SessionOption.DEFAULT));
                    assertFalse(session.option(SessionOption.TRACE));
                    saw("started");
                }),
                null);

        runShows("started");
    }

    @Test
    void shouldTellTheActiveSessionInsideAndOutside() {
        Session root = kernel.activeSession();
        assertEquals(0, root.id());
        assertNull(kernel.activeEvent());
        kernel.create(
                States.of(StringBuilder.class)
                        .on(COUNT, (me, poe, n) -> {
                            assertSame(poe.session(), kernel.activeSession());
                            assertEquals(COUNT, kernel.activeEvent());
                        })
                        .start((me, poe) -> {
                            poe.yield(COUNT, 1);
                            assertSame(root, poe.sender());
                        })
                        .stop((me, poe) -> {
                            assertSame(poe.session(), kernel.activeSession());
                            assertSame(me, kernel.activeSession().heap());
                            assertSame(poe.session(), kernel.idToSession(1).orElseThrow());
                            saw("stop " + me);
                        }),
                new StringBuilder("heap"));

        runShows("stop heap");

        assertSame(root, kernel.activeSession());
        assertNull(kernel.activeEvent());
    }

    @Test
    void shouldRefuseAHeapOfAnotherClassAndAKeyWithoutName() {
        Object wrong = 1;
        @SuppressWarnings("unchecked")
        States<Object> states = (States<Object>) (States<?>) States.of(String.class);

        RuntimeException refused = assertThrows(RuntimeException.class, () -> kernel.create(states, wrong));

        assertTrue(refused.getMessage().contains("String"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Event.named(""));
        assertEquals(0, kernel.counts().sessions());
    }

    @Test
    void shouldCatchRepeatedSignals() {
        Event<SignalInfo> caught = Event.named("caught", SignalInfo.class);
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.sig("ALRM", caught);
                            poe.sig("PIPE", caught);
                            poe.delay(COUNT, Duration.ofMillis(500), EVENTS);
                        })
                        .on(COUNT, (me, poe, left) -> {
                            poe.signal(poe.sender(), "ALRM");
                            poe.signal(poe.kernel().idToSession(0).orElseThrow(), "PIPE");
                            if (left > 1) {
                                poe.delay(COUNT, Duration.ofMillis(500), left - 1);
                            }
                        })
                        .on(caught, (me, poe, info) -> {
                            saw(info.name());
                            poe.sigHandled();
                        }),
                null);

        runShows("ALRM", "PIPE", "ALRM", "PIPE", "ALRM", "PIPE", "ALRM", "PIPE", "ALRM", "PIPE");
    }

    @Test
    void shouldStopAFamilyDeepestFirstAndTellNobodyOfANewParent() {
        List<Session> family = new ArrayList<>();
        family.add(nested(1, family));
        kernel.post(family.get(family.size() - 1), GO);

        runShows(
                "4 stop",
                "3 child LOSE 4",
                "3 stop",
                "2 child LOSE 3",
                "2 stop",
                "1 child LOSE 2",
                "1 stop",
                "after stop, 0 left");

        family.forEach(session -> assertFalse(session.isAlive()));
    }

    private Session nested(int depth, List<Session> family) {
        return kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            if (depth < 4) {
                                family.add(nested(depth + 1, family));
                            }
                            poe.delay(NEVER, Duration.ofHours(1));
                            poe.aliasSet("test" + depth);
                        })
                        .on(GO, (me, poe) -> {
                            kernel.stop();
                            saw("after stop, " + kernel.counts().sessions() + " left");
                        })
                        .parent((me, poe, parent) -> saw(depth + " parent"))
                        .child((me, poe, child) -> {
                            if (child.reason() != Child.Reason.CREATE) {
                                saw(depth + " child " + child.reason() + " "
                                        + child.session().id());
                            }
                        })
                        .stop((me, poe) -> saw(depth + " stop")),
                null);
    }

    @Test
    void shouldRunAgainWithEveryOptionOn() {
        kernel.run();
        kernel.create(
                States.ofAny()
                        .option(SessionOption.TRACE, true)
                        .option(SessionOption.DEFAULT, true)
                        .option(SessionOption.DEBUG, true)
                        .start((me, poe) -> {
                            saw("start");
                            poe.yield(GO);
                            poe.delay(COUNT, Duration.ofSeconds(1), 1);
                        })
                        .on(GO, (me, poe) -> saw("yield"))
                        .on(COUNT, (me, poe, n) -> saw("delay"))
                        .stop((me, poe) -> saw("stop")),
                null);

        runShows("start", "yield", "delay", "stop");
    }
}
