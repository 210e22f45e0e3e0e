package dev.usher.benchmarks;

import java.util.Locale;
import java.util.Optional;

/**
 * What a hot path may cost: bytes, exactly, and time as a multiple of a baseline that is measured in the same run,
 * never as an absolute. Immutable.
 *
 * @param path the benchmark of the hot path, {@code Class.method}
 * @param baseline the benchmark to compare with
 * @param mostRatio so many times the baseline's time, at most
 * @param bytes allocated for each operation: no more, and what is 0 stays 0
 * @param warmUps iterations before those that count
 */
record Guard(String path, String baseline, double mostRatio, int bytes, int warmUps) {
    private static final int WARM_UPS = 3;

    /** What JMH itself allocates for an invocation, spread over its operations, is less than this. */
    private static final double NOISE_BYTES = 0.5;

    /** What JMH's own work may add where nothing is allocated. */
    private static final double NOTHING_BYTES = 0.01;

    /** One for a path that is compiled soon. */
    Guard(String path, String baseline, double mostRatio, int bytes) {
        this(path, baseline, mostRatio, bytes, WARM_UPS);
    }

    /**
     * Judges.
     *
     * @param pathNs nanoseconds of an operation
     * @param baselineNs those of the baseline
     * @param pathBytes allocated for an operation
     * @return what is wrong, if anything
     */
    Optional<String> broken(double pathNs, double baselineNs, double pathBytes) {
        double most = bytes + (bytes == 0 ? NOTHING_BYTES : NOISE_BYTES);
        if (!(pathBytes <= most)) {
            return Optional.of(String.format(
                    Locale.ROOT, "%s allocates %.3f B an operation, where %d are allowed", path, pathBytes, bytes));
        }
        double ratio = pathNs / baselineNs;
        if (!(ratio <= mostRatio)) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%s takes %.2f times as long as %s (%.1f and %.1f ns), where %.1f times are allowed",
                    path,
                    ratio,
                    baseline,
                    pathNs,
                    baselineNs,
                    mostRatio));
        }
        return Optional.empty();
    }
}
