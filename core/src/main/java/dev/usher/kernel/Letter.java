package dev.usher.kernel;

/**
 * What enters a kernel otherwise than by a link, as {@link Seams} see it. Immutable, but for its value.
 *
 * @param kind what it is
 * @param number the session's id, or for postbacks, offloaded work and awaited processes their number in order of
 *     making; 0 if an alias or a signal's name says it
 * @param name the alias of a session or a signal's name; empty if a number says it
 * @param event the event posted; empty for what is not an event
 * @param value payload, result, exception or wait status, or null
 */
public record Letter(Kind kind, long number, String name, String event, Object value) {

    /** What a letter may be. */
    public enum Kind {
        /** An event posted by another thread. */
        POST,
        /** A postback used, its value the list of what was given. */
        POSTBACK,
        /** A postback closed. */
        POSTBACK_CLOSED,
        /** Offloaded work is done, its value the result. */
        OFFLOADED,
        /** Offloaded work failed, its value the exception. */
        OFFLOAD_FAILED,
        /** A signal of the operating system. */
        SIGNAL,
        /** A process ended, its value the wait status. */
        PROCESS_ENDED,
        /** All sessions are to end. */
        STOP
    }
}
