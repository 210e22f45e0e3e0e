package dev.usher.kernel;

/**
 * What a kernel can be asked to check beside its work (POE's ASSERT_ constants). By {@link KernelBuilder#asserts}, or
 * for every kernel by a system property or environment variable of POE's name: {@code POE_ASSERT_USAGE=1}, or
 * {@code POE_ASSERT_DEFAULT=1} for all of them. What is off costs nothing.
 */
public enum Assert {
    /**
     * The kernel's books agree: after each slice every session is held as often as there are reasons, and what is left
     * at the end is reported. A post, call or signal to nobody throws, and so does taking a reference that was never
     * given.
     */
    DATA,
    /** The queue's events and the timers are whole and in order, looked at after each slice. */
    EVENTS,
    /** Watches and the poller agree, looked at after each slice. */
    FILES,
    /** What a verb would answer as an error it throws. */
    RETVALS,
    /** Warns of events sent under names that are the kernel's own, and of {@code sigHandled} without a signal. */
    USAGE,
    /** Warns of events without a handler, as {@link SessionOption#DEFAULT} does, in all sessions. */
    STATES
}
