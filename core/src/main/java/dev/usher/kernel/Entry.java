package dev.usher.kernel;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One handler in a table of {@link States}. Immutable.
 *
 * <p>The call in {@link #invoke} meets every handler of a program. Where it stood once, the JIT compiler could inline
 * two classes of handlers at most, and each event cost three times as much from the third class on. So it stands eight
 * times, each copy with a type profile of its own, and handlers are dealt out to the copies in turn
 * (benchmarks/README.md has the figures).
 */
final class Entry {
    private static final AtomicInteger NEXT_SITE = new AtomicInteger();

    final Event<?> event;
    final Handler handler;
    final int site;

    private Entry(Event<?> event, Handler handler, int site) {
        this.event = event;
        this.handler = handler;
        this.site = site;
    }

    /** A handler of events, which may come a million times a second. */
    static Entry ofEvent(Event<?> event, Handler handler) {
        return new Entry(event, handler, NEXT_SITE.getAndIncrement() & 7);
    }

    /** A handler of what happens to a session now and then: it must not spoil the profiles of the others. */
    static Entry ofLife(Event<?> event, Handler handler) {
        return new Entry(event, handler, 8);
    }

    Object invoke(Object heap, Context poe, Object payload) throws Exception {
        Handler h = handler;
        return switch (site) {
            case 0 -> h.handle(heap, poe, payload);
            case 1 -> h.handle(heap, poe, payload);
            case 2 -> h.handle(heap, poe, payload);
            case 3 -> h.handle(heap, poe, payload);
            case 4 -> h.handle(heap, poe, payload);
            case 5 -> h.handle(heap, poe, payload);
            case 6 -> h.handle(heap, poe, payload);
            case 7 -> h.handle(heap, poe, payload);
            default -> h.handle(heap, poe, payload);
        };
    }
}
