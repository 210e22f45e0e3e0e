package dev.usher.kernel;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What stands, suppressed, in an exception that left a handler while {@link Trace#CAUSES} is on: the events that led
 * there, the latest first, and the lines that sent them as its stack trace.
 */
public final class CausedBy extends RuntimeException {
    private static final long serialVersionUID = 1;

    private CausedBy(List<Cause> chain) {
        super(
                chain.stream().map(Cause::toString).collect(Collectors.joining("\n\t\tduring ", "event ", "")),
                null,
                false,
                true);
        setStackTrace(chain.stream().map(Cause::asFrame).toArray(StackTraceElement[]::new));
    }

    /** Adds the chain to an exception, once. */
    static void tell(Throwable error, Cause cause) {
        for (Throwable told : error.getSuppressed()) {
            if (told instanceof CausedBy) {
                return;
            }
        }
        error.addSuppressed(new CausedBy(cause.chain()));
    }
}
