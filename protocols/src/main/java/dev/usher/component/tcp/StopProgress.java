package dev.usher.component.tcp;

import java.time.Duration;

/**
 * How far stopping a server is.
 *
 * @param phase what goes on
 * @param connections how many are left
 * @param left time until the last of them is closed
 */
public record StopProgress(Phase phase, int connections, Duration left) {

    /** The steps of stopping, in their order. */
    public enum Phase {
        /** Connections go on, and no new ones are accepted. */
        GRACE,
        /** Connections have been shut down, and what was put is being sent. */
        LINGER,
        /** What was left has been closed. */
        CLOSED
    }
}
