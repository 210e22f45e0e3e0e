package dev.usher.component.tcp;

import dev.usher.kernel.Errno;
import dev.usher.kernel.IoError;
import dev.usher.wheel.Activity;
import java.time.Duration;

/**
 * How long a connection may be silent. Immutable: one for all connections of a description. Each has one alarm, which
 * is set again when it comes too early, so that activity costs nothing but a note of its time.
 *
 * @param idle nothing read nor written; null for ever
 * @param read nothing read; null for ever
 * @param write output waits and nothing of it is taken; null for ever
 */
record Timeouts(Duration idle, Duration read, Duration write) {
    static final Timeouts NONE = new Timeouts(null, null, null);

    boolean any() {
        return idle != null || read != null || write != null;
    }

    /** How long until the first of them is over, if nothing happens; 0 or less if it is. */
    long leftNs(Activity activity, boolean waiting, long nowNs) {
        return Math.min(
                left(idle, Math.max(activity.readNs(), activity.wroteNs()), nowNs),
                Math.min(
                        left(read, activity.readNs(), nowNs),
                        left(write, waiting ? activity.wroteNs() : nowNs, nowNs)));
    }

    /** What is over. */
    IoError overdue(Activity activity, boolean waiting, long nowNs) {
        String what = "nothing was read for " + read;
        if (waiting && left(write, activity.wroteNs(), nowNs) <= 0) {
            what = "the peer has taken nothing for " + write;
        } else if (left(idle, Math.max(activity.readNs(), activity.wroteNs()), nowNs) <= 0) {
            what = "nothing was read or written for " + idle;
        }
        return new IoError("timeout", Errno.ETIMEDOUT, what);
    }

    private static long left(Duration limit, long sinceNs, long nowNs) {
        return limit == null ? Long.MAX_VALUE : sinceNs + limit.toNanos() - nowNs;
    }
}
