package dev.usher.kernel;

import java.time.Duration;
import java.time.Instant;

/**
 * The kernel's time: nanoseconds since the kernel was made, read from its clock once a slice at most, since a reading
 * costs more than an event. With {@code strictPoe} it is read whenever it is asked for.
 */
final class KernelTime {
    private final Clock clock;
    private final boolean strict;
    private final long origin;
    private long now;
    private boolean fresh;
    private long lastStamp = Long.MIN_VALUE;

    KernelTime(Clock clock, boolean strict) {
        this.clock = clock;
        this.strict = strict;
        origin = clock.nanoTime();
    }

    /** The slice is over or has slept: the next question reads the clock. */
    void stale() {
        fresh = false;
    }

    long now() {
        if (!fresh || strict) {
            // Strictly, not earlier than the last stamp, as POE's clock would have gone on between the two readings.
            now = Math.max(clock.nanoTime() - origin, lastStamp);
            fresh = true;
        }
        return now;
    }

    /**
     * What a posted event is stamped with: the latest reading; strictly, one of its own that is later than the last.
     */
    long stamp() {
        if (!strict) {
            return now; // whatever was read last: free, and posts need no more than their order
        }
        lastStamp = Math.max(now(), lastStamp + 1);
        return lastStamp;
    }

    /** The kernel's time that is a delay away. */
    long after(long delayNs) {
        long due = now() + delayNs;
        return delayNs > 0 && due < 0 ? Long.MAX_VALUE : due;
    }

    long at(Instant instant) {
        return after(nanos(Duration.between(clock.wallTime(), instant)));
    }

    Instant wall(long due) {
        return clock.wallTime().plusNanos(due - now());
    }

    /** A duration in nanoseconds; what is longer than 292 years is cut to that. */
    static long nanos(Duration duration) {
        long seconds = duration.getSeconds();
        if (seconds >= Long.MAX_VALUE / 1_000_000_000L) {
            return Long.MAX_VALUE;
        }
        if (seconds <= Long.MIN_VALUE / 1_000_000_000L) {
            return Long.MIN_VALUE / 2;
        }
        return duration.toNanos();
    }
}
