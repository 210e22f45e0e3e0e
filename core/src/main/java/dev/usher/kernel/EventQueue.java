package dev.usher.kernel;

import java.util.function.Consumer;

/**
 * The events that were posted and not yet delivered, first in, first out. Not thread-safe.
 *
 * <p>A ring of contexts that are made once: what was posted is what the handler is told, without being copied.
 */
sealed class EventQueue permits TracedQueue {
    private static final int SMALL = 256;
    private static final int LARGE = 65_536;

    private final Kernel kernel;
    private final KernelTime time;
    private Context[] ring;
    private int head; // counts up; masked into the ring
    private int tail;
    private int used; // places from here to head still name their former sessions
    private long sequence;

    EventQueue(Kernel kernel, KernelTime time) {
        this.kernel = kernel;
        this.time = time;
        ring = places(SMALL);
    }

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

    void add(Session target, Session sender, Event<?> event, Object payload, Event<?> from) {
        if (tail - head >= ring.length - 1) { // one place stays free: that of the event being delivered
            grow();
        }
        Context place = ring[tail++ & ring.length - 1];
        place.session = target;
        place.sender = sender;
        place.event = event;
        place.active = event;
        if (payload != null) { // the place has none left: delivering took it
            place.payload = payload;
        }
        place.from = from;
        place.stamp = time.stamp();
        place.sequence = ++sequence;
    }

    /** The next event; only while the queue is not empty. */
    Context peek() {
        return ring[head & ring.length - 1];
    }

    /**
     * Takes the next event off, to be delivered. Its place is what its handler gets: it is not used again before the
     * handler returns, and names its session until then; clearing all of it each time would cost a seventh of a
     * dispatch.
     */
    void drop() {
        head++;
    }

    /** Lets the event taken last have its place for itself, since others will be taken before its handler returns. */
    void giveAway() {
        ring[head - 1 & ring.length - 1] = new Context(kernel, 0);
    }

    /** Takes all of them off. */
    void clear() {
        while (!isEmpty()) {
            Context place = peek();
            drop();
            place.session.release();
            if (place.sender != place.session) {
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
                Context place = ring[i & ring.length - 1];
                place.session = null;
                place.sender = null;
                place.event = null;
                place.active = null;
                place.from = null;
                place.payload = null;
            }
        }
        used = head;
    }

    /** The next event, to be looked at; only while the queue is not empty. */
    Context first() {
        return ring[head & ring.length - 1];
    }

    /** Shows all of them, in order. */
    void forEach(Consumer<Context> viewer) {
        for (var i = head; i != tail; i++) {
            viewer.accept(ring[i & ring.length - 1]);
        }
    }

    private void grow() {
        Context[] larger = new Context[ring.length * 2];
        int count = tail - head;
        for (int i = 0; i < count; i++) {
            larger[i] = ring[head + i & ring.length - 1];
        }
        for (int i = count; i < larger.length; i++) {
            larger[i] = new Context(kernel, 0);
        }
        ring = larger;
        head = 0;
        tail = count;
        used = 0;
    }

    private Context[] places(int count) {
        Context[] places = new Context[count];
        for (int i = 0; i < count; i++) {
            places[i] = new Context(kernel, 0);
        }
        return places;
    }
}
