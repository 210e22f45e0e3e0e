package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.Simulation;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The ring of posted events. */
class EventQueueTest {
    private static final Event<Integer> EVENT = Event.named("event", Integer.class);

    private final Session session = new Session(Simulation.seeded(1).kernel(), 1, States.of(Object.class), null);
    private final SettableClock clock = new SettableClock();
    private final KernelTime time = new KernelTime(clock, false);
    private final EventQueue queue = new EventQueue(session.kernel, time);
    private final Alarms alarms = new Alarms();

    private void add(int payload) {
        queue.add(session, null, EVENT, payload, EVENT);
    }

    private void takes(int payload) {
        Context place = queue.take();
        assertEquals(payload, place.payload);
        place.payload = null; // as delivering does
    }

    @Test
    void shouldGiveBackInOrderWhileItGrowsAndWraps() {
        SplittableRandom random = new SplittableRandom(1);
        int in = 0;
        int out = 0;

        for (int round = 0; round < 2_000; round++) {
            for (int n = random.nextInt(round < 1_000 ? 60 : 40); n > 0; n--) {
                add(in++);
            }
            for (int n = Math.min(in - out, random.nextInt(50)); n > 0; n--) {
                takes(out++);
            }
            assertEquals(in - out, queue.count());
            if (random.nextInt(10) == 0) {
                queue.clean();
            }
        }
        while (out < in) {
            takes(out++);
        }

        assertTrue(queue.isEmpty());
        assertEquals(in, queue.tail());
        assertEquals(out, queue.head());
    }

    @Test
    void shouldPutAnAlarmOfTheSameTimeWhereItWasSet() {
        Alarm before = alarm(0);
        add(1);
        Alarm between = alarm(0);
        add(2);

        assertTrue(queue.isAfter(before));
        assertFalse(queue.isAfter(between));
        takes(1);
        assertTrue(queue.isAfter(between));
    }

    @Test
    void shouldPutAnAlarmOfAnotherTimeByTime() {
        clock.pass(Duration.ofNanos(5));
        add(1);

        assertTrue(queue.isAfter(alarm(4)));
        assertFalse(queue.isAfter(alarm(6)));
    }

    /** Numbers stand for the times at which they are posted. */
    @Test
    void shouldKnowWhenEachEventWasPostedWhereverTimeWentOn() {
        SplittableRandom random = new SplittableRandom(2);
        int now = 0;
        for (int round = 0; round < 5_000; round++) {
            if (random.nextInt(3) == 0) {
                int passed = random.nextInt(3);
                now += passed;
                clock.pass(Duration.ofNanos(passed));
                queue.stale();
            }
            for (int n = random.nextInt(round < 2_500 ? 5 : 4); n > 0; n--) {
                add(now);
            }
            for (int n = random.nextInt(5); n > 0 && !queue.isEmpty(); n--) {
                takesAtItsTime();
            }
        }
        while (!queue.isEmpty()) {
            takesAtItsTime();
        }
    }

    private void takesAtItsTime() {
        long stamp = queue.stamp();
        takes((int) stamp);
    }

    private Alarm alarm(long due) {
        return alarms.set(session, EVENT, null, null, due, queue.tail());
    }

    @Test
    void shouldRememberNoSessionAfterCleaning() throws ReflectiveOperationException {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 200 * (round + 1); i++) {
                add(i);
            }
            while (!queue.isEmpty()) {
                queue.take();
            }

            queue.clean();

            for (Context place : ring()) {
                assertEquals(null, place.session);
                assertEquals(null, place.sender);
                assertEquals(null, place.payload);
                assertEquals(null, place.from);
                assertEquals(null, place.event);
            }
        }
    }

    @Test
    void shouldKeepQueuedEventsWhenCleaning() {
        for (int i = 0; i < 100; i++) {
            add(i);
        }
        for (int i = 0; i < 60; i++) {
            takes(i);
        }

        queue.clean();

        for (int i = 60; i < 100; i++) {
            takes(i);
        }
    }

    @Test
    void shouldGiveTheRoomOfABurstBack() throws ReflectiveOperationException {
        for (int i = 0; i < 100_000; i++) {
            add(i);
        }
        int large = ring().length;
        for (int i = 0; i < 100_000; i++) {
            takes(i);
        }

        queue.clean();

        assertTrue(large >= 100_000);
        assertEquals(64, ring().length);
        add(7);
        takes(7);
        assertTrue(queue.isEmpty());
    }

    @Test
    void shouldComeBackToFewPlacesWhileFewAreNeeded() throws ReflectiveOperationException {
        int in = 0;
        int out = 0;
        while (in < 3_000) {
            add(in++);
        }
        int large = ring().length;

        while (in < 50_000) {
            while (in - out > 10) {
                takes(out++);
            }
            add(in++);
        }

        assertEquals(4_096, large);
        assertEquals(256, ring().length);
    }

    @Test
    void shouldKeepThePlacesThatEveryBurstNeeds() throws ReflectiveOperationException {
        int number = 0;
        for (int burst = 0; burst < 50; burst++) {
            queue.stale();
            for (int i = 0; i < 1_500; i++) {
                add(number + i);
            }
            assertEquals(2_048, ring().length);
            for (int i = 0; i < 1_500; i++) {
                takes(number++);
            }
        }
    }

    @Test
    void shouldLetItsEventsGoWhenCleared() {
        Session other = new Session(session.kernel, 2, States.of(Object.class), null);
        session.hold();
        other.hold();
        queue.add(session, other, EVENT, 1, null);
        session.hold();
        other.hold();

        queue.clear();

        assertTrue(queue.isEmpty());
        assertEquals(1, session.holds());
        assertEquals(1, other.holds());
        assertFalse(session.markedAt != Lifetimes.UNMARKED);
    }

    private Context[] ring() throws ReflectiveOperationException {
        Field ring = EventQueue.class.getDeclaredField("ring");
        ring.setAccessible(true);
        return (Context[]) ring.get(queue);
    }
}
