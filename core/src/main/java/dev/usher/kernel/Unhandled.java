package dev.usher.kernel;

/**
 * An event for which a session has no handler, as its {@code otherwise} handler gets it (POE's {@code _default}).
 *
 * @param event the event; lifecycle events arrive under POE's names ({@code _stop}, {@code _child}, {@code _parent})
 * @param payload its payload, or null
 */
public record Unhandled(Event<?> event, Object payload) {}
