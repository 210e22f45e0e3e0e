package dev.usher.component.tcp;

/** So many a second, and so many at once: a bucket of tokens, in nanoseconds. Not thread-safe. */
final class Rate {
    private static final long SECOND_NS = 1_000_000_000L;

    private final long costNs; // of one
    private final long mostNs;
    private long savedNs;
    private long lastNs;

    Rate(int perSecond, int atOnce, long nowNs) {
        costNs = Math.max(1, SECOND_NS / perSecond);
        mostNs = costNs * atOnce;
        savedNs = mostNs;
        lastNs = nowNs;
    }

    /** Takes one; false if there is none now. */
    boolean take(long nowNs) {
        fill(nowNs);
        if (savedNs < costNs) {
            return false;
        }
        savedNs -= costNs;
        return true;
    }

    /** How long until there is one; 0 if there is. */
    long waitNs(long nowNs) {
        fill(nowNs);
        return Math.max(0, costNs - savedNs);
    }

    boolean isFull(long nowNs) {
        fill(nowNs);
        return savedNs == mostNs;
    }

    private void fill(long nowNs) {
        savedNs = Math.min(mostNs, savedNs + nowNs - lastNs);
        lastNs = nowNs;
    }
}
