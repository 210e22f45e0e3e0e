package dev.usher.kernel;

/**
 * The events that were posted and not yet delivered, first in, first out: a ring of places that are made once. Not
 * thread-safe.
 */
final class EventQueue {
    private static final int SMALL = 256;
    private static final int LARGE = 65_536;

    private QueuedEvent[] ring = places(SMALL);
    private int head; // counts up; masked into the ring
    private int tail;
    private int used; // places from here to head still name their former sessions
    private long sequence;

    boolean isEmpty() {
        return head == tail;
    }

    int count() {
        return tail - head;
    }

    /** Numbers everything that is deferred, events and alarms alike, in the order in which it was asked for. */
    long nextSequence() {
        return ++sequence;
    }

    /** The number given last. */
    long lastSequence() {
        return sequence;
    }

    void add(Session target, Session sender, Event<?> event, Object payload, Event<?> from, long stamp) {
        if (tail - head == ring.length) {
            grow();
        }
        QueuedEvent place = ring[tail++ & ring.length - 1];
        place.target = target;
        place.sender = sender;
        place.event = event;
        place.payload = payload;
        place.from = from;
        place.stamp = stamp;
        place.sequence = ++sequence;
    }

    /** The next event; only while the queue is not empty. */
    QueuedEvent peek() {
        return ring[head & ring.length - 1];
    }

    /**
     * Takes the next event off. Its place keeps naming session and sender until the ring comes round or {@link #clean};
     * clearing all of it each time would cost a seventh of a dispatch.
     */
    void drop() {
        head++;
    }

    /** Takes all of them off. */
    void clear() {
        while (!isEmpty()) {
            QueuedEvent place = peek();
            drop();
            place.target.release();
            if (place.sender != place.target) {
                place.sender.release();
            }
        }
        clean();
    }

    /** Before the kernel sleeps: forgets the sessions of delivered events, and the room that a burst has needed. */
    void clean() {
        if (ring.length > LARGE && isEmpty()) {
            ring = places(SMALL);
        } else {
            int from = head - Math.min(head - used, ring.length - count());
            for (int i = from; i != head; i++) {
                QueuedEvent place = ring[i & ring.length - 1];
                place.target = null;
                place.sender = null;
                place.event = null;
                place.from = null;
                place.payload = null;
            }
        }
        used = head;
    }

    private void grow() {
        QueuedEvent[] larger = new QueuedEvent[ring.length * 2];
        int count = tail - head;
        for (int i = 0; i < count; i++) {
            larger[i] = ring[head + i & ring.length - 1];
        }
        for (int i = count; i < larger.length; i++) {
            larger[i] = new QueuedEvent();
        }
        ring = larger;
        head = 0;
        tail = count;
        used = 0;
    }

    private static QueuedEvent[] places(int count) {
        QueuedEvent[] places = new QueuedEvent[count];
        for (int i = 0; i < count; i++) {
            places[i] = new QueuedEvent();
        }
        return places;
    }
}
