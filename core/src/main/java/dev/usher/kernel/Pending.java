package dev.usher.kernel;

/**
 * What a kernel will deliver next.
 *
 * @param event the event
 * @param destination who gets it
 */
public record Pending(Event<?> event, Session destination) {}
