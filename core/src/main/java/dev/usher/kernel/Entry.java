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
    private final int site;

    Entry(Event<?> event, Handler handler) {
        this.event = event;
        this.handler = handler;
        site = NEXT_SITE.getAndIncrement() & 7;
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
            default -> h.handle(heap, poe, payload);
        };
    }
}
