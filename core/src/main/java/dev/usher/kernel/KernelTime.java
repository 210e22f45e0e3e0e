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

    boolean isStrict() {
        return strict;
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
     * What a posted event is stamped with: the slice's reading; strictly, one of its own that is later than the last.
     */
    long stamp() {
        if (!strict) {
            return now(); // an alarm set for a time before it goes first: an older reading would forget how late it is
        }
        lastStamp = Math.max(now(), lastStamp + 1);
        return lastStamp;
    }

    /** The kernel's time that is a delay away. */
    long after(long delayNs) {
        return sum(now(), delayNs);
    }

    long at(Instant instant) {
        return sum(reading(), nanos(Duration.between(clock.wallTime(), instant)));
    }

    Instant wall(long due) {
        return clock.wallTime().plusNanos(due - reading());
    }

    /** A time moved, and cut to what can be counted. */
    static long sum(long time, long by) {
        long sum = time + by;
        if (((time ^ sum) & (by ^ sum)) < 0) {
            return by > 0 ? Long.MAX_VALUE : Long.MIN_VALUE / 2;
        }
        return Math.max(sum, Long.MIN_VALUE / 2);
    }

    /** To go with a reading of the time of day: the slice's own would make alarms early by what has passed since. */
    private long reading() {
        return strict ? now() : clock.nanoTime() - origin;
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
