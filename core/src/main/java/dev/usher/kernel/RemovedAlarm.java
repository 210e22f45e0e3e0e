package dev.usher.kernel;

import java.time.Instant;

/**
 * An alarm that was taken away before it fired.
 *
 * @param event what it would have sent
 * @param due when
 * @param payload with what, or null
 */
public record RemovedAlarm(Event<?> event, Instant due, Object payload) {}
