package dev.usher.benchmarks;

import java.util.Arrays;

/**
 * Durations counted by the microsecond up to 100 ms; longer ones count as 100 ms. Used by one thread; recording
 * allocates nothing.
 */
final class Histogram {

    private final int[] counts = new int[100_001];
    private long total;

    void clear() {
        Arrays.fill(counts, 0);
        total = 0;
    }

    void record(long durationNs) {
        counts[(int) Math.min(durationNs / 1_000, counts.length - 1)]++;
        total++;
    }

    /** @return the microseconds that {@code share} (0 to 1) of the durations do not exceed */
    int percentileUs(double share) {
        long left = (long) Math.ceil(share * total);
        int us = 0;
        while (us < counts.length - 1 && left > counts[us]) {
            left -= counts[us++];
        }
        return us;
    }
}
