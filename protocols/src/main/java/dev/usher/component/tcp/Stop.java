package dev.usher.component.tcp;

import java.time.Duration;

/**
 * How a server shall be stopped: it accepts no more, connections may go on for the grace, then each is shut down, and
 * those that have not taken their output when the linger is over too are closed.
 *
 * @param grace how long connections may go on, not negative
 * @param linger how long the rest of the output may take then, not negative
 */
public record Stop(Duration grace, Duration linger) {

    /** Checks both. */
    public Stop {
        if (grace.isNegative() || linger.isNegative()) {
            throw new IllegalArgumentException("grace and linger must not be negative: " + grace + ", " + linger);
        }
    }

    /**
     * At once: every connection is shut down, which may take so long.
     *
     * @param linger for the rest of the output
     * @return how
     */
    public static Stop now(Duration linger) {
        return new Stop(Duration.ZERO, linger);
    }

    /**
     * Connections may go on until then; at that moment what is left is closed, with what the sockets take at once.
     *
     * @param deadline for all of it
     * @return how
     */
    public static Stop within(Duration deadline) {
        return new Stop(deadline, Duration.ZERO);
    }
}
