package dev.usher.component.tcp;

import java.time.Duration;

/**
 * Whether a listener accepts now: not while as many connections live as may, while its program has paused it, while the
 * system has no handles, or while connections come faster than they may. Belongs to one listener.
 */
final class Admission {
    private static final long FIRST_REST_NS = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_REST_NS = Duration.ofSeconds(5).toNanos();

    int concurrency;
    int connections;
    boolean paused; // by the program
    private final Rate rate; // or null
    private long restNs; // how long the last rest for want of handles was; 0 since the last success
    private boolean resting;

    Admission(int concurrency, Rate rate) {
        this.concurrency = concurrency;
        this.rate = rate;
    }

    boolean isOpen(long nowNs) {
        return !paused
                && !resting
                && (concurrency < 0 || connections < concurrency)
                && (rate == null || rate.waitNs(nowNs) == 0);
    }

    /** How long the rate alone keeps it closed; 0 if it does not. */
    long rateWaitNs(long nowNs) {
        return rate == null ? 0 : rate.waitNs(nowNs);
    }

    void accepted(long nowNs) {
        connections++;
        restNs = 0;
        if (rate != null) {
            rate.take(nowNs);
        }
    }

    /** The system has no handles; answers how long to rest, longer each time. */
    long rest() {
        resting = true;
        restNs = restNs == 0 ? FIRST_REST_NS : Math.min(LONGEST_REST_NS, restNs * 2);
        return restNs;
    }

    /** Whether this is a second failure in a row: it has been told. */
    boolean hasRested() {
        return restNs > 0;
    }

    /** A rest is over: by time, or because a connection has given a handle back. */
    void wakeUp() {
        resting = false;
    }
}
