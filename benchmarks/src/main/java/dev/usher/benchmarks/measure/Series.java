package dev.usher.benchmarks.measure;

import java.util.Arrays;

/** One figure, measured once per round. Used by one thread. */
public final class Series {

    private double[] values = {};

    public void add(double value) {
        values = Arrays.copyOf(values, values.length + 1);
        values[values.length - 1] = value;
    }

    /** @return what was added last */
    double last() {
        return values[values.length - 1];
    }

    public int size() {
        return values.length;
    }

    /** @return the smallest, not a number if nothing was measured */
    public double least() {
        return Arrays.stream(values).min().orElse(Double.NaN);
    }

    /** @return the largest, not a number if nothing was measured */
    public double most() {
        return Arrays.stream(values).max().orElse(Double.NaN);
    }

    /** @return the median, not a number if nothing was measured */
    public double median() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /**
     * Compares round by round: what slowed a round down slowed both, and cancels.
     *
     * @param baseline measured in the same rounds
     * @return this divided by the baseline, for every round
     */
    public Series over(Series baseline) {
        Series ratios = new Series();
        for (int i = 0; i < values.length; i++) {
            ratios.add(values[i] / baseline.values[i]);
        }
        return ratios;
    }
}
