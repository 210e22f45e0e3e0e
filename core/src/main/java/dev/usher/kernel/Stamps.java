package dev.usher.kernel;

import java.util.Arrays;

/**
 * When queued events were posted. Between two readings of the clock all have the same stamp, so it is kept once for
 * them, with the number of the first: a ring of pairs, one for each reading that has events in the queue. Not
 * thread-safe.
 */
final class Stamps {
    private final KernelTime time;
    private long[] firsts = new long[16]; // numbers of events
    private long[] stamps = new long[16]; // nanoseconds of the kernel's time
    private int head;
    private int tail;

    Stamps(KernelTime time) {
        this.time = time;
    }

    void stale() {
        time.stale();
    }

    /**
     * Events are posted from a number on.
     *
     * @param next the first event still in the queue
     * @param first the number of the event about to be posted
     * @return whether those after it have the same stamp, until time goes on
     */
    boolean begin(long next, long first) {
        long stamp = time.stamp();
        if (next == first) {
            head = tail;
        }
        if (head == tail || stamps[tail - 1 & stamps.length - 1] != stamp) {
            drop(next);
            add(first, stamp);
        }
        return !time.isStrict();
    }

    /** The stamp of the first event still in the queue. */
    long of(long next) {
        drop(next);
        return stamps[head & stamps.length - 1];
    }

    private void add(long first, long stamp) {
        if (tail - head == stamps.length) {
            int mask = stamps.length - 1;
            long[] moreFirsts = Arrays.copyOf(firsts, firsts.length * 2);
            long[] moreStamps = Arrays.copyOf(stamps, stamps.length * 2);
            for (int i = 0; i <= mask; i++) {
                moreFirsts[i] = firsts[head + i & mask];
                moreStamps[i] = stamps[head + i & mask];
            }
            firsts = moreFirsts;
            stamps = moreStamps;
            tail = tail - head;
            head = 0;
        }
        firsts[tail & firsts.length - 1] = first;
        stamps[tail++ & stamps.length - 1] = stamp;
    }

    /** Forgets stamps that no event has any more. */
    private void drop(long next) {
        while (tail - head > 1 && firsts[head + 1 & firsts.length - 1] <= next) {
            head++;
        }
    }
}
