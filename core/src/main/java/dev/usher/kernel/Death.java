package dev.usher.kernel;

import java.util.Optional;

/**
 * An exception that left a handler, as the DIE signal carries it.
 *
 * @param error the exception
 * @param destination the session whose handler threw
 * @param source the session that had sent the event
 * @param event the event that was dispatched
 * @param from the event during which it had been sent, or null
 * @param line where it had been sent from; empty unless {@link Trace#EVENTS} is on (POE's file and line)
 * @param cause the events that led to it; empty unless {@link Trace#CAUSES} is on
 */
public record Death(
        Throwable error,
        Session destination,
        Session source,
        Event<?> event,
        Event<?> from,
        Optional<StackTraceElement> line,
        Optional<Cause> cause) {

    static Death of(
            Throwable error,
            Session destination,
            Session source,
            Event<?> event,
            Event<?> from,
            Optional<StackTraceElement> line,
            Cause cause) {
        if (cause != null) {
            CausedBy.tell(error, cause);
        }
        return new Death(error, destination, source, event, from, line, Optional.ofNullable(cause));
    }

    /** @return event, sender and destination in a sentence, for logs */
    public String where() {
        return "event '" + event + "' sent by " + source + (from == null ? "" : " in its '" + from + "'")
                + Traced.at(line.orElse(null)) + " to " + destination;
    }
}
