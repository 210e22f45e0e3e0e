package dev.usher.simulation;

import java.time.Instant;

/**
 * A clock that moves only when it is told to. One thread.
 *
 * <p>It starts at 0 monotonic nanoseconds, which are 2000-01-01T00:00:00Z, in every run. Whoever drives a simulation
 * sets how far it may go with {@link #runUntil}; polls of the simulated network then move it, and stall at the limit.
 */
public final class VirtualClock {

    /** The wall time at which every virtual clock starts. */
    public static final Instant START = Instant.parse("2000-01-01T00:00:00Z");

    /** The time that never comes: the limit of a clock that may run for ever. */
    public static final long NEVER = Long.MAX_VALUE;

    private long nowNs;
    private long limitNs = NEVER;
    private boolean stalled;

    /** A clock at its start, with no limit. */
    public VirtualClock() {}

    /** @return nanoseconds since the start */
    public long nowNs() {
        return nowNs;
    }

    /** @return the wall time: {@link #START} and the nanoseconds since */
    public Instant now() {
        return START.plusNanos(nowNs);
    }

    /**
     * Moves the clock. What falls due on the way is noticed at the next poll.
     *
     * @param ns nanoseconds since the start
     * @throws IllegalArgumentException if this is before now, or past the limit
     */
    public void advanceTo(long ns) {
        if (ns < nowNs || ns > limitNs) {
            throw new IllegalArgumentException(
                    "the clock stands at " + nowNs + " ns, may run until " + limitNs + " ns and cannot go to " + ns);
        }
        nowNs = ns;
    }

    /**
     * Sets how far the clock may go, and ends a stall.
     *
     * @param limitNs nanoseconds since the start; {@link #NEVER} for no limit
     * @throws IllegalArgumentException if this is before now
     */
    public void runUntil(long limitNs) {
        if (limitNs < nowNs) {
            throw new IllegalArgumentException("the clock stands at " + nowNs + " ns, past a limit of " + limitNs);
        }
        this.limitNs = limitNs;
        stalled = false;
    }

    /** @return how far the clock may go, in nanoseconds since the start */
    public long limitNs() {
        return limitNs;
    }

    /**
     * Whether a poll has found nothing to do before the limit: all that was to happen until then has happened.
     *
     * @return true from then until the next {@link #runUntil}
     */
    public boolean isStalled() {
        return stalled;
    }

    /** Jumps, or else goes to the limit and stalls. */
    boolean jumpTo(long ns) {
        if (ns > limitNs) {
            nowNs = limitNs;
            stalled = true;
            return false;
        }
        nowNs = ns;
        return true;
    }
}
