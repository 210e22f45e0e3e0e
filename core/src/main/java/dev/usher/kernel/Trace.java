package dev.usher.kernel;

/**
 * What a kernel can be asked to tell about its work, a line each time (POE's TRACE_ constants). By
 * {@link KernelBuilder#trace}, or for every kernel by a system property or environment variable of POE's name:
 * {@code POE_TRACE_EVENTS=1}, or {@code POE_TRACE_DEFAULT=1} for all of them. What is off costs nothing.
 *
 * <p>Lines go to the log, or to the file that {@link KernelBuilder#traceFile} or {@code POE_TRACE_FILENAME} names.
 */
public enum Trace {
    /** Events posted, set and delivered, with the source line that sent them ({@link Context#callerLine}). */
    EVENTS("<ev>"),
    /** Links watched, paused, resumed and let go. */
    FILES("<fh>"),
    /** Every reason to live that a session gains or loses. */
    REFCNT("<rc>"),
    /** Every outcome of a verb that is an error. */
    RETVALS("<rv>"),
    /** Sessions created, moved and stopped. */
    SESSIONS("<ss>"),
    /** Signals sent, and whom they reach and end. */
    SIGNALS("<sg>"),
    /**
     * Not a line each time: every event knows the events that led to it, when it was queued and how long it ran
     * ({@link Context#cause}, {@link Telling#causes}), and so does an exception ({@link CausedBy}).
     */
    CAUSES("<ca>"),
    /** The heap of each session that ends. */
    DESTROY("<ss>");

    final String tag;

    Trace(String tag) {
        this.tag = tag;
    }
}
