package dev.usher.benchmarks.measure;

import java.util.Arrays;
import java.util.Map;

/**
 * Durations counted in buckets whose width grows with them, so that a percentile is right to one part in 128 from a
 * nanosecond to four minutes; longer ones count as four minutes. Used by one thread; recording allocates nothing.
 */
public final class Histogram {

    /** Each power of two is cut into so many buckets. */
    private static final int PARTS = 128;

    private static final int SHIFT = Integer.numberOfTrailingZeros(PARTS);
    private static final int LONGEST_BITS = 38;
    private static final long LONGEST_NS = (1L << LONGEST_BITS) - 1;

    private final long[] counts = new long[bucket(LONGEST_NS) + 1];
    private long total;

    public void clear() {
        Arrays.fill(counts, 0);
        total = 0;
    }

    public void record(long durationNs) {
        counts[bucket(Math.max(0, Math.min(durationNs, LONGEST_NS)))]++;
        total++;
    }

    public long total() {
        return total;
    }

    /**
     * @param share 0 to 1
     * @return the microseconds that this share of the durations does not exceed, not a number if there are none
     */
    public double percentileUs(double share) {
        if (total == 0) {
            return Double.NaN;
        }
        long left = (long) Math.ceil(share * total);
        int bucket = 0;
        while (left > counts[bucket]) {
            left -= counts[bucket++];
        }
        return upperNs(bucket) / 1e3;
    }

    /** @return what tables say of durations */
    public Map<Figure, Double> percentiles() {
        return Map.of(
                Figure.P50_US, percentileUs(0.5),
                Figure.P99_US, percentileUs(0.99),
                Figure.P999_US, percentileUs(0.999));
    }

    private static int bucket(long ns) {
        int power = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(ns) - SHIFT - 1);
        return (power << SHIFT) + (int) (ns >>> power);
    }

    /** The longest duration that counts there. */
    private static long upperNs(int bucket) {
        int power = Math.max(0, (bucket >>> SHIFT) - 1);
        long from = bucket - ((long) power << SHIFT);
        return (from + 1 << power) - 1;
    }
}
