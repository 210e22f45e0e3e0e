package dev.usher.kernel;

/** A wheel's event on its way through the queue. */
record Later(Event<?> event, Object payload, long wheelId) {
    static final Event<Later> LATER = Event.named("_wheel", Later.class);
}
