package dev.usher.component.tcp;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;

/**
 * How long a {@link TcpClient} waits before it connects again: twice as long after each failure in a row, up to a
 * limit, and less by chance, so that the clients of a server that went away do not all come back at once. Immutable:
 * each method answers a changed copy. Any thread, if its chance is.
 */
public final class Backoff {
    private static final Duration STABLE = Duration.ofMinutes(1);
    private static final double JITTER = 0.5;

    private final long firstNs;
    private final long longestNs;
    private final double jitter;
    private final int tries; // 0: without end
    private final long stableNs;
    private final DoubleSupplier chance; // null: the kernel's entropy

    private Backoff(long firstNs, long longestNs, double jitter, int tries, long stableNs, DoubleSupplier chance) {
        this.firstNs = firstNs;
        this.longestNs = longestNs;
        this.jitter = jitter;
        this.tries = tries;
        this.stableNs = stableNs;
        this.chance = chance;
    }

    /**
     * A policy with a jitter of one half, that tries without end and counts anew after a connection of a minute.
     *
     * @param first the wait after the first failure, more than zero
     * @param longest the longest wait, not less than the first
     * @return the policy
     */
    public static Backoff of(Duration first, Duration longest) {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the first wait must be more than zero and the longest not less, not " + first + " and " + longest);
        }
        return new Backoff(first.toNanos(), longest.toNanos(), JITTER, 0, STABLE.toNanos(), null);
    }

    /**
     * How much of each wait is left to chance; one half unless said.
     *
     * @param part from 0 (none: exact waits) to 1 (all)
     * @return the changed policy
     */
    public Backoff jitter(double part) {
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException("jitter is from 0 to 1, not " + part);
        }
        return new Backoff(firstNs, longestNs, part, tries, stableNs, chance);
    }

    /**
     * How often it is tried again in a row at most; without end unless said.
     *
     * @param most more than 0
     * @return the changed policy
     */
    public Backoff tries(int most) {
        if (most <= 0) {
            throw new IllegalArgumentException("tries must be more than 0, not " + most);
        }
        return new Backoff(firstNs, longestNs, jitter, most, stableNs, chance);
    }

    /**
     * How long a connection must have lasted for failures before it to be forgotten; a minute unless said.
     *
     * @param time not negative
     * @return the changed policy
     */
    public Backoff stableAfter(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("the time after which a connection is stable is negative: " + time);
        }
        return new Backoff(firstNs, longestNs, jitter, tries, time.toNanos(), chance);
    }

    /**
     * Where chance comes from; the kernel's entropy unless said, which is a seed's in a simulation.
     *
     * @param source numbers from 0 to 1; clients of several kernels ask it from several threads
     * @return the changed policy
     */
    public Backoff chance(DoubleSupplier source) {
        return new Backoff(firstNs, longestNs, jitter, tries, stableNs, Objects.requireNonNull(source, "source"));
    }

    boolean isStable(long lastedNs) {
        return lastedNs >= stableNs;
    }

    /** The wait after so many failures in a row, by the kernel's chance; empty if it was tried often enough. */
    OptionalLong waitNs(int failures, DoubleSupplier kernels) {
        if (tries > 0 && failures > tries) {
            return OptionalLong.empty();
        }
        long wait = firstNs;
        for (int i = 1; i < failures && wait < longestNs; i++) {
            wait = wait > longestNs / 2 ? longestNs : wait * 2;
        }
        if (jitter == 0) {
            return OptionalLong.of(wait);
        }
        double part = (chance == null ? kernels : chance).getAsDouble();
        return OptionalLong.of(wait - (long) (wait * jitter * part));
    }
}
