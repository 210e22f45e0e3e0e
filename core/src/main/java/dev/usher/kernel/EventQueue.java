package dev.usher.kernel;

import java.util.function.Consumer;

/**
 * The events that were posted and not yet delivered, first in, first out. Not thread-safe.
 *
 * <p>A ring of contexts that are made once: what was posted is what the handler is told, without being copied. Events
 * are numbered by their places, which count up for ever; when each was posted is kept in {@link Stamps}, once for all
 * those of one reading of the clock.
 */
sealed class EventQueue permits TracedQueue {
    private static final int SMALL = 64;
    private static final int WARM =
            256; // what the inbox lets in at once has room, and the processor's cache has it too
    private static final int LARGE = 65_536;

    private final Kernel kernel;
    private final Stamps stamps;
    private Context[] ring;
    private long head; // masked into the ring
    private long tail;
    private long limit; // at this place something is to be done first: the ring may be full, or the time not known
    private long look; // before this place whoever delivers has nothing to ask
    private long lap; // here the ring's size was looked at last
    private int peak; // of the count since then, but for what came and went between two looks
    private long used; // places from here to head still name their former sessions

    EventQueue(Kernel kernel, KernelTime time) {
        this.kernel = kernel;
        stamps = new Stamps(time);
        ring = places(SMALL);
    }

    boolean isEmpty() {
        return head == tail;
    }

    int count() {
        return (int) (tail - head);
    }

    /** The number of the event that is next, whether it was posted already or not. */
    long head() {
        return head;
    }

    /** The number that the next event posted will have. */
    long tail() {
        return tail;
    }

    /** When the next event was posted, in nanoseconds of the kernel's time; only while the queue is not empty. */
    long stamp() {
        return stamps.of(head);
    }

    /** Whether an alarm goes before the next event; only while the queue is not empty. */
    boolean isAfter(Alarm alarm) {
        long stamp = stamp();
        return alarm.due < stamp || alarm.due == stamp && alarm.behind <= head;
    }

    /** Time has gone on: who asks for it next reads the clock, and what is posted from now on has that stamp. */
    void stale() {
        stamps.stale();
        limit = tail;
    }

    void add(Session target, Session sender, Event<?> event, Object payload, Event<?> from) {
        if (tail == limit) {
            Aside.add(this, target, sender, event, payload, from);
        } else {
            put(target, sender, event, payload, from);
        }
    }

    /** When something is to be done first. Nothing is needed behind it, so nothing waits on the stack for that. */
    void prepareAndAdd(Session target, Session sender, Event<?> event, Object payload, Event<?> from) {
        prepare();
        put(target, sender, event, payload, from);
    }

    private void put(Session target, Session sender, Event<?> event, Object payload, Event<?> from) {
        long at = tail;
        Context place = ring[(int) at & ring.length - 1];
        place.session = target;
        place.sender = sender;
        place.event = event;
        if (payload != null) { // the place has none left: delivering took it
            place.payload = payload;
        }
        place.from = from;
        tail = at + 1;
    }

    /**
     * Takes the next event off, to be delivered. Its place is what its handler gets: it is not used again before the
     * handler returns, and names its session until then; clearing all of it each time would cost a seventh of a
     * dispatch.
     */
    Context take() {
        long at = head;
        head = at + 1;
        return ring[(int) at & ring.length - 1];
    }

    /** Whoever delivers is to look around when the next event has this number: 0 for at once. */
    void lookAt(long number) {
        look = number;
    }

    boolean isTimeToLook() {
        return head >= look;
    }

    /** The event taken last, whose handler runs. */
    Context taken() {
        return ring[(int) (head - 1) & ring.length - 1];
    }

    /** Lets the event taken last have its place for itself, since others will be taken before its handler returns. */
    Context giveAway() {
        int last = (int) (head - 1) & ring.length - 1;
        Context place = ring[last];
        ring[last] = new Context(kernel, Context.QUEUED);
        return place;
    }

    /** Takes all of them off. */
    void clear() {
        while (!isEmpty()) {
            Context place = take();
            place.session.release();
            if (place.sender != null) {
                place.sender.release();
            }
        }
        clean();
    }

    /** Before the kernel sleeps: forgets the sessions of delivered events, and the room that a burst has needed. */
    void clean() {
        if (ring.length > LARGE && isEmpty()) {
            ring = places(SMALL);
            limit = tail;
        } else {
            for (long i = Math.max(used, tail - ring.length); i < head; i++) {
                Context place = ring[(int) i & ring.length - 1];
                place.session = null;
                place.sender = null;
                place.event = null;
                place.from = null;
                place.payload = null;
            }
        }
        used = head;
    }

    /** The next event, to be looked at; only while the queue is not empty. */
    Context first() {
        return ring[(int) head & ring.length - 1];
    }

    /** Shows all of them, in order. */
    void forEach(Consumer<Context> viewer) {
        for (long i = head; i != tail; i++) {
            viewer.accept(ring[(int) i & ring.length - 1]);
        }
    }

    /** Makes room for one event at least, and sees to the stamp of those that come. */
    private void prepare() {
        peak = Math.max(peak, count());
        if (count() >= ring.length - 1) { // one place stays free: that of the event being delivered
            resize(ring.length * 2);
        } else if (tail - lap >= ring.length) {
            if (ring.length > WARM && peak < ring.length >> 2) { // places that are too many for the processor's cache
                resize(ring.length / 2);
            }
            lap = tail;
            peak = count();
        }
        long look = tail + Math.max(SMALL, ring.length >> 3);
        limit = stamps.begin(head, tail) ? Math.min(head + ring.length - 1, look) : tail + 1;
    }

    private void resize(int size) {
        Context[] other = new Context[size];
        for (long i = head - 1; i < tail; i++) { // with that of the event being delivered
            other[(int) i & size - 1] = ring[(int) i & ring.length - 1];
        }
        ring = filled(other);
        used = Math.max(used, head - 1);
        lap = tail;
        peak = count();
    }

    private Context[] places(int count) {
        return filled(new Context[count]);
    }

    private Context[] filled(Context[] places) {
        for (int i = 0; i < places.length; i++) {
            if (places[i] == null) {
                places[i] = new Context(kernel, Context.QUEUED);
            }
        }
        return places;
    }
}
