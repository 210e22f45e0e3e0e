package dev.usher.kernel;

import java.util.Objects;

/**
 * The name of an event and the class of its payload. Immutable; keep it in a constant.
 *
 * <p>Two events of one name are equal whoever made them, so a name from a log, a URI or another class reaches the
 * handler, as in POE. A payload of several values is a record. The payload's class is checked where the compiler could
 * not: when handlers are registered, and at delivery when the event was posted under another key of the same name.
 *
 * @param <T> the payload; Void for none
 */
public sealed class Event<T> permits Call {
    private final String name;
    private final Class<T> type;
    private final int hash;

    Event(String name, Class<T> type) {
        this.name = Objects.requireNonNull(name, "name");
        this.type = Objects.requireNonNull(type, "type");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an event's name must not be empty");
        }
        int h = name.hashCode();
        hash = h ^ (h >>> 16);
    }

    /**
     * An event without payload.
     *
     * @param name not empty
     * @return the event
     */
    public static Event<Void> named(String name) {
        return new Event<>(name, Void.class);
    }

    /**
     * An event with a payload.
     *
     * @param name not empty
     * @param type the payload's class
     * @param <T> the payload
     * @return the event
     */
    public static <T> Event<T> named(String name, Class<T> type) {
        return new Event<>(name, type);
    }

    /**
     * An event whose name is known only at run time and whose payload is checked at delivery.
     *
     * @param name not empty
     * @return the event
     */
    public static Event<Object> any(String name) {
        return new Event<>(name, Object.class);
    }

    /** @return the name */
    public final String name() {
        return name;
    }

    /** @return the payload's class */
    public final Class<T> type() {
        return type;
    }

    /** Whether a payload may be delivered to a handler that was registered for this event. */
    final boolean accepts(Object payload) {
        return payload == null || type.isInstance(payload);
    }

    final int hash() {
        return hash;
    }

    @Override
    public final boolean equals(Object other) {
        return this == other || other instanceof Event<?> event && hash == event.hash && name.equals(event.name);
    }

    @Override
    public final int hashCode() {
        return hash;
    }

    @Override
    public final String toString() {
        return name;
    }
}
