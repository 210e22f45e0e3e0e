package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.Simulation;
import java.lang.reflect.Field;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The ring of posted events. */
class EventQueueTest {
    private static final Event<Integer> EVENT = Event.named("event", Integer.class);

    private final Session session = new Session(Simulation.seeded(1).kernel(), 1, States.of(Object.class), null);
    private final EventQueue queue = new EventQueue(session.kernel, session.kernel.time);

    private void add(int payload) {
        queue.add(session, session, EVENT, payload, EVENT);
    }

    private void takes(int payload) {
        assertEquals(payload, queue.peek().payload);
        queue.drop();
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
        assertEquals(in, queue.lastSequence());
    }

    @Test
    void shouldNumberEventsAndAlarmsFromOneCounter() {
        add(1);
        long alarm = queue.nextSequence();
        add(2);

        assertEquals(1, queue.peek().sequence);
        assertEquals(2, alarm);
        queue.drop();
        assertEquals(3, queue.peek().sequence);
    }

    @Test
    void shouldRememberNoSessionAfterCleaning() throws ReflectiveOperationException {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 200 * (round + 1); i++) {
                add(i);
            }
            while (!queue.isEmpty()) {
                queue.drop();
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
        assertEquals(256, ring().length);
        add(7);
        takes(7);
        assertTrue(queue.isEmpty());
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
