package dev.usher.simulation;

import java.time.Duration;

/**
 * What goes wrong in a simulated network, and how often. Immutable: each method answers a changed copy. Any thread.
 *
 * <p>Probabilities are from 0 (never) to 1 (always). Which operation is hit is decided by the network's seed.
 */
public final class Faults {

    private static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, false);

    final double shortReads;
    final double shortWrites;
    final long minDelayNs;
    final long maxDelayNs;
    final double resets;
    final double refusedConnects;
    final boolean reorderReady;

    private Faults(
            double shortReads,
            double shortWrites,
            long minDelayNs,
            long maxDelayNs,
            double resets,
            double refusedConnects,
            boolean reorderReady) {
        this.shortReads = shortReads;
        this.shortWrites = shortWrites;
        this.minDelayNs = minDelayNs;
        this.maxDelayNs = maxDelayNs;
        this.resets = resets;
        this.refusedConnects = refusedConnects;
        this.reorderReady = reorderReady;
    }

    /**
     * A perfect network: what is written can be read at the peer's next poll.
     *
     * @return no faults and no delay
     */
    public static Faults none() {
        return NONE;
    }

    /**
     * Lets a read answer fewer bytes than there are, at least one.
     *
     * @param probability of each read
     * @return the changed faults
     */
    public Faults shortReads(double probability) {
        return new Faults(
                checked(probability), shortWrites, minDelayNs, maxDelayNs, resets, refusedConnects, reorderReady);
    }

    /**
     * Lets a write take fewer bytes than there is room for, at least one.
     *
     * @param probability of each write
     * @return the changed faults
     */
    public Faults shortWrites(double probability) {
        return new Faults(
                shortReads, checked(probability), minDelayNs, maxDelayNs, resets, refusedConnects, reorderReady);
    }

    /**
     * Delays whatever travels: bytes, ends, resets, and connecting each way. Order within a direction is kept.
     *
     * @param min the shortest delay, not negative
     * @param max the longest delay, not less than the shortest
     * @return the changed faults
     */
    public Faults delay(Duration min, Duration max) {
        if (min.isNegative() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException("delay from " + min + " to " + max);
        }
        return new Faults(shortReads, shortWrites, min.toNanos(), max.toNanos(), resets, refusedConnects, reorderReady);
    }

    /**
     * Breaks the connection while something is written: the bytes are lost, both ends learn of a reset.
     *
     * @param probability of each write
     * @return the changed faults
     */
    public Faults resets(double probability) {
        return new Faults(
                shortReads, shortWrites, minDelayNs, maxDelayNs, checked(probability), refusedConnects, reorderReady);
    }

    /**
     * Refuses connections although somebody listens.
     *
     * @param probability of each connection
     * @return the changed faults
     */
    public Faults refusedConnects(double probability) {
        return new Faults(shortReads, shortWrites, minDelayNs, maxDelayNs, resets, checked(probability), reorderReady);
    }

    /**
     * Reports the ready links of a poll in an order drawn by the seed, not in the order in which they became ready.
     *
     * @return the changed faults
     */
    public Faults reorderReady() {
        return new Faults(shortReads, shortWrites, minDelayNs, maxDelayNs, resets, refusedConnects, true);
    }

    private static double checked(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability is from 0 to 1, not " + probability);
        }
        return probability;
    }

    @Override
    public String toString() {
        return "Faults[shortReads=" + shortReads + ", shortWrites=" + shortWrites + ", delay=" + minDelayNs + ".."
                + maxDelayNs + " ns, resets=" + resets + ", refusedConnects=" + refusedConnects + ", reorderReady="
                + reorderReady + "]";
    }
}
