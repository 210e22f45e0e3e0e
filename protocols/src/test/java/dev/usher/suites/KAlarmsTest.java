package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.Outcome;
import dev.usher.kernel.RemovedAlarm;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * k_alarms: timers by name and by id; replacing, adding, mixing, removing and moving them, what these verbs answer, and
 * the order in which timers and events fire.
 */
class KAlarmsTest extends SuiteCase {
    private static final Event<Object> RING = Event.any("ring");
    private static final Event<Object> OTHER = Event.any("other");
    private static final Event<Object> LATER = Event.any("later");
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A session that does something at its start and writes down every event it gets. */
    private Session program(Consumer<Context> start) {
        return program(start, poe -> {});
    }

    /** The same, and it does something more when LATER comes. */
    private Session program(Consumer<Context> start, Consumer<Context> later) {
        return kernel.create(
                States.ofAny()
                        .start((me, poe) -> start.accept(poe))
                        .on(LATER, (me, poe, payload) -> {
                            saw("later" + (payload == null ? "" : " " + payload));
                            later.accept(poe);
                        })
                        .otherwise((me, poe, missing) -> {
                            if (!missing.event().name().startsWith("_")) {
                                saw(missing.event() + (missing.payload() == null ? "" : " " + missing.payload()));
                            }
                        }),
                null);
    }

    private Instant in(Duration delay) {
        return simulation.clock().now().plus(delay);
    }

    private static Instant at(long epochSecond) {
        return Instant.ofEpochSecond(epochSecond);
    }

    @Test
    void shouldRingOnceWhenItsTimeHasCome() {
        program(poe -> poe.alarm(RING, in(WAIT), 1.1));
        program(poe -> poe.delay(OTHER, WAIT.plusMillis(1), 6.1));

        simulation.advance(WAIT.minusNanos(1));
        shows();
        simulation.advance(Duration.ofNanos(1));
        shows("ring 1.1");
        runShows("other 6.1");
    }

    @Test
    void shouldReplaceTimersOfTheSameName() {
        program(poe -> {
            poe.alarm(RING, in(WAIT), 2.1);
            poe.alarm(RING, in(WAIT), 2.2);
            poe.delay(OTHER, WAIT, 7.1);
            poe.delay(OTHER, WAIT, 7.2);
        });

        runShows("ring 2.2", "other 7.2");
    }

    @Test
    void shouldAddTimersOfTheSameNameInTheirOrder() {
        program(poe -> {
            poe.alarmSet(RING, in(WAIT), 3.1);
            poe.alarmSet(RING, in(WAIT), 3.2);
            poe.delaySet(OTHER, WAIT, 8.1);
            poe.delaySet(OTHER, WAIT, 8.2);
        });

        runShows("ring 3.1", "ring 3.2", "other 8.1", "other 8.2");
    }

    @Test
    void shouldReplaceAddedTimersHoweverTheyWereSet() {
        program(poe -> {
            poe.alarm(RING, in(WAIT), 4.1);
            poe.alarmSet(RING, in(WAIT), 4.2);
            poe.delaySet(RING, WAIT, "by delay");
            poe.alarm(RING, in(WAIT), 4.3);
            poe.alarmSet(RING, in(WAIT), 4.4);
            poe.alarm(OTHER, in(WAIT), 9.1);
            poe.delaySet(OTHER, WAIT, 9.2);
            poe.delay(OTHER, WAIT, 9.3);
            poe.delaySet(OTHER, WAIT, 9.4);
        });

        runShows("ring 4.3", "ring 4.4", "other 9.3", "other 9.4");
    }

    @Test
    void shouldNotRingWhenItsNameWasCleared() {
        Session session = program(poe -> {
            poe.alarm(RING, in(WAIT), 5.1);
            poe.alarmClear(RING);
            poe.delay(OTHER, WAIT, 10.1);
            poe.alarmClear(OTHER);
            poe.alarmClear(Event.any("never set"));
        });

        simulation.runUntilIdle();

        assertFalse(session.isAlive()); // nothing held it any more
        assertEquals(0, kernel.counts().alarms());
        runShows();
    }

    @Test
    void shouldNotClearQueuedEventsOfTheSameName() {
        program(poe -> {
            poe.yield(RING, "posted");
            poe.delay(RING, WAIT, "timer");
            poe.alarmClear(RING);
        });

        runShows("ring posted");
    }

    @Test
    void shouldNotClearTimersOfAnotherSession() {
        program(poe -> poe.delay(RING, WAIT, "first"));
        program(poe -> {
            poe.alarmClear(RING);
            poe.alarmRemoveAll();
        });

        runShows("ring first");
    }

    @Test
    void shouldTellWhatWasRemoved() {
        Instant due = at(1);
        program(poe -> {
            poe.alarmSet(LATER, due, 13);
            Outcome<RemovedAlarm> fourteen = poe.alarmTake(poe.alarmSet(RING, due, 14));
            Outcome<RemovedAlarm> fifteen = poe.alarmTake(poe.delaySet(OTHER, WAIT, 15));
            assertTrue(fourteen.ok());
            assertEquals(new RemovedAlarm(RING, due, 14), fourteen.value());
            assertEquals(new RemovedAlarm(OTHER, in(WAIT), 15), fifteen.value());
            assertEquals(Errno.NONE, poe.alarmRemove(poe.delaySet(RING, WAIT)));
        });

        runShows("later 13");
    }

    @Test
    void shouldRemoveAllOfThisSessionInDueOrderWithTheirRealTimes() {
        program(poe -> {
            poe.delay(RING, WAIT.multipliedBy(3), "named delay");
            poe.delaySet(OTHER, WAIT, 2);
            poe.alarm(LATER, in(WAIT.multipliedBy(2)), "named alarm");
            poe.delaySet(OTHER, WAIT, 3);
            assertEquals(
                    List.of(
                            new RemovedAlarm(OTHER, in(WAIT), 2),
                            new RemovedAlarm(OTHER, in(WAIT), 3),
                            new RemovedAlarm(LATER, in(WAIT.multipliedBy(2)), "named alarm"),
                            new RemovedAlarm(RING, in(WAIT.multipliedBy(3)), "named delay")),
                    poe.alarmRemoveAll()); // POE tells time 0 for delays set by name
            assertEquals(List.of(), poe.alarmRemoveAll());
        });

        runShows();
    }

    @Test
    void shouldAnswerTheNewTimeWhenATimerIsMoved() {
        program(poe -> {
            long eighteen = poe.alarmSet(RING, at(50), 18);
            assertEquals(at(49), poe.alarmAdjust(eighteen, SECOND.negated()).value());
            assertEquals(at(50), poe.alarmAdjust(eighteen, SECOND).value());
            long nineteen = poe.alarmSet(RING, at(52), 19);
            assertEquals(
                    at(48), poe.alarmAdjust(nineteen, Duration.ofSeconds(-4)).value());
            assertEquals(
                    at(52), poe.alarmAdjust(nineteen, Duration.ofSeconds(4)).value());
            long twenty = poe.alarmSet(RING, at(49), 20);
            assertEquals(at(51), poe.alarmAdjust(twenty, Duration.ofSeconds(2)).value());
            assertEquals(at(53), poe.alarmAdjust(twenty, Duration.ofSeconds(2)).value());
            assertEquals(at(51), poe.alarmAdjust(twenty, Duration.ofSeconds(-2)).value());
            List<Long> filler = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                filler.add(poe.alarmSet(OTHER, at(i), "filler"));
            }
            long first = poe.alarmSet(RING, at(50), 21);
            assertEquals(at(40), poe.alarmAdjust(first, Duration.ofSeconds(-10)).value());
            assertEquals(at(60), poe.alarmAdjust(first, Duration.ofSeconds(20)).value());
            assertEquals(
                    at(-40), poe.alarmAdjust(first, Duration.ofSeconds(-100)).value());
            long last = poe.alarmSet(RING, at(50), 22);
            assertEquals(at(150), poe.alarmAdjust(last, Duration.ofSeconds(100)).value());
            filler.forEach(id -> assertEquals(Errno.NONE, poe.alarmRemove(id)));
        });

        runShows("ring 21", "ring 18", "ring 20", "ring 19", "ring 22");
    }

    @Test
    void shouldCountADelaysAdjustmentFromNow() {
        program(
                poe -> {
                    poe.delay(LATER, SECOND);
                    poe.delaySet(RING, Duration.ofSeconds(10), "moved");
                },
                poe -> {
                    long id = poe.delaySet(OTHER, Duration.ofHours(1), "here");
                    assertEquals(in(WAIT), poe.delayAdjust(id, WAIT).value());
                    assertEquals(in(SECOND), poe.alarmAdjust(id, WAIT).value()); // ids serve both families of verbs
                });

        simulation.advance(Duration.ofSeconds(2).minusNanos(1));
        shows("later");
        simulation.advance(Duration.ofNanos(1));
        shows("other here");
        runShows("ring moved");
    }

    @Test
    void shouldFireEqualsInTheOrderInWhichTheyWereSetOrMoved() {
        program(poe -> {
            Instant due = in(WAIT);
            long a = poe.alarmSet(RING, due, "a");
            long b = poe.alarmSet(RING, due, "b");
            poe.alarmSet(RING, due, "c");
            poe.alarmSet(RING, due.minusNanos(1), "before");
            poe.alarmAdjust(a, Duration.ofNanos(7)); // away and back: after its equals
            poe.alarmAdjust(a, Duration.ofNanos(-7));
            poe.alarmAdjust(b, Duration.ZERO); // keeps its place
        });

        runShows("ring before", "ring b", "ring c", "ring a");
    }

    @Test
    void shouldNameWhatIsWrongWithAnId() {
        long[] foreign = new long[1];
        program(poe -> foreign[0] = poe.delaySet(RING, WAIT, "kept"));
        program(poe -> {
            long removed = poe.delaySet(OTHER, WAIT);
            poe.alarmRemove(removed);
            for (long id : new long[] {removed, 0, -1, 12_345, Long.MAX_VALUE, Long.MIN_VALUE}) {
                assertEquals(Errno.ESRCH, poe.alarmRemove(id), "remove " + id);
                assertEquals(Errno.ESRCH, poe.alarmTake(id).errno(), "take " + id);
                assertEquals(Errno.ESRCH, poe.alarmAdjust(id, SECOND).errno(), "alarmAdjust " + id);
                assertEquals(Errno.ESRCH, poe.delayAdjust(id, SECOND).errno(), "delayAdjust " + id);
            }
            assertEquals(Errno.EPERM, poe.alarmRemove(foreign[0]));
            assertEquals(Errno.EPERM, poe.alarmTake(foreign[0]).errno());
            assertEquals(Errno.EPERM, poe.alarmAdjust(foreign[0], SECOND).errno());
            assertEquals(Errno.EPERM, poe.delayAdjust(foreign[0], SECOND).errno());
        });

        runShows("ring kept");
    }

    @Test
    void shouldNotKnowATimerAfterItHasFired() {
        long[] id = new long[2];
        program(poe -> id[0] = poe.delaySet(LATER, WAIT), poe -> {
            assertEquals(Errno.ESRCH, poe.alarmRemove(id[0]));
            id[1] = poe.delaySet(RING, WAIT, "next");
            assertNotEquals(id[0], id[1]);
            assertEquals(Errno.ESRCH, poe.alarmAdjust(id[0], SECOND).errno());
        });

        runShows("later", "ring next");
    }

    @Test
    void shouldRefuseATimerWithoutAnEventByName() {
        program(poe -> {
            assertEquals(
                    "event",
                    assertThrows(NullPointerException.class, () -> poe.delaySet(null, WAIT))
                            .getMessage());
            assertEquals(
                    "event",
                    assertThrows(NullPointerException.class, () -> poe.alarmSet(null, in(WAIT), 1))
                            .getMessage());
        });

        runShows();
    }

    @Test
    void shouldLetATimePastOvertakeQueuedEventsButNotADelayOfZero() {
        program(poe -> {
            poe.yield(RING, 1);
            poe.delaySet(RING, Duration.ZERO, "delay 0");
            poe.yield(RING, 2);
            poe.alarmSet(RING, in(Duration.ofSeconds(-5)), "5 s ago");
            poe.alarmSet(RING, at(0), "alarm 0");
        });

        runShows("ring alarm 0", "ring 5 s ago", "ring 1", "ring delay 0", "ring 2");
    }

    @Test
    void shouldFireHundredsInTheOrderOfTheirTimes() {
        int[] wanted = {100, 200, 300, 50, 150, 250, 350, 75, 175, 275, 325, 225, 125};
        program(poe -> {
            long after = poe.alarmSet(RING, at(25), "25 c");
            poe.alarmSet(RING, at(25), "25 b");
            long before = poe.alarmSet(RING, at(25), "25 a");
            poe.alarmAdjust(before, Duration.ofMillis(-10));
            poe.alarmAdjust(after, Duration.ofMillis(10));
            SplittableRandom random = new SplittableRandom(25);
            List<Event<Object>> fill = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                fill.add(Event.any("fill " + i));
                poe.alarm(fill.get(i), at(1 + random.nextInt(299)), i);
            }
            for (int second : wanted) {
                poe.alarm(Event.any("at " + second), at(second), null);
            }
            fill.forEach(poe::alarmClear);
            assertEquals(wanted.length + 3, kernel.counts().alarms());
        });

        runShows(
                "ring 25 a",
                "ring 25 b",
                "ring 25 c",
                "at 50",
                "at 75",
                "at 100",
                "at 125",
                "at 150",
                "at 175",
                "at 200",
                "at 225",
                "at 250",
                "at 275",
                "at 300",
                "at 325",
                "at 350");
    }

    @Test
    void shouldKeepASessionAliveUntilTheLastTimerHasFired() {
        Session session = program(poe -> poe.delaySet(RING, Duration.ofDays(400), "late"));

        simulation.advance(Duration.ofDays(399));
        assertTrue(session.isAlive());
        runShows("ring late");

        assertFalse(session.isAlive());
        assertEquals(Duration.ofDays(400).toNanos(), simulation.clock().nowNs());
    }

    @Test
    void shouldDropTheTimersOfASessionThatIsEnded() {
        Session session = program(poe -> poe.delaySet(RING, WAIT, "never"));

        kernel.signal(session, "KILL");
        simulation.runUntilIdle();

        assertEquals(0, kernel.counts().alarms());
        simulation.advance(SECOND);
        shows();
    }

    @Test
    void shouldComeFromTheSessionItselfAndFromTheEventThatSetIt() {
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> poe.yield(OTHER))
                        .on(OTHER, (me, poe) -> poe.delaySet(RING, WAIT))
                        .on(RING, (me, poe) -> {
                            assertSame(poe.session(), poe.sender());
                            saw(poe.event() + " set in " + poe.callerEvent());
                        }),
                null);

        runShows("ring set in other");
    }

    @Test
    void shouldKeepItsTimeWhenAHandlerIsReplacedOrRemoved() {
        kernel.create(
                States.ofAny()
                        .on(RING, (me, poe) -> saw("old"))
                        .start((me, poe) -> {
                            poe.delaySet(RING, WAIT);
                            poe.delaySet(RING, SECOND);
                            poe.delay(OTHER, Duration.ofMillis(700));
                            poe.<Object, Object>state(RING, (heap, again, payload) -> saw("new"));
                        })
                        .on(OTHER, (me, poe) -> poe.state(RING)),
                null);

        runShows("new"); // looked up at delivery; without a handler it is dropped
    }

    @Test
    void shouldFireRandomTimersByTimeAndThenByOrderOfSetting() {
        record Set(long due, int number) {}
        List<Set> expected = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(7);
        program(poe -> {
            for (int i = 0; i < 2_000; i++) {
                long due = random.nextLong(200) * random.nextLong(20_000_000L);
                expected.add(new Set(due, i));
                poe.delaySetNs(RING, due, i);
            }
        });
        expected.sort(Comparator.comparingLong(Set::due).thenComparingInt(Set::number));

        runShows(expected.stream().map(set -> "ring " + set.number).toArray(String[]::new));
    }
}
