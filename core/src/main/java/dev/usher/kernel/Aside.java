package dev.usher.kernel;

/**
 * The seldom taken way out of a hot method. The JIT compiler inlines whatever was called a hundred times, however
 * seldom that is, into every copy of the hot method, until it has no room left for the handlers: an event then costs 12
 * ns or 20 instead of 9. The code of exceptions it never inlines; so this is one that nobody throws.
 */
final class Aside extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Aside() {}

    static void add(EventQueue queue, Session to, Session from, Event<?> event, Object payload, Event<?> cause) {
        queue.prepareAndAdd(to, from, event, payload, cause);
    }
}
