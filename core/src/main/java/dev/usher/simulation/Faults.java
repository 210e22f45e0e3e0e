package dev.usher.simulation;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * What goes wrong in a simulation, and how often. Immutable: each method answers a changed copy. Any thread.
 *
 * <p>Probabilities are from 0 (never) to 1 (always). Which operation is hit is decided by the network's seed.
 */
public final class Faults {

    private static final Faults NONE = new Faults();

    // Set in a copy before anybody else sees it, and never again.
    double shortReads;
    double shortWrites;
    long minDelayNs;
    long maxDelayNs;
    double resets;
    double refusedConnects;
    boolean reorderReady;
    long minOffloadNs;
    long maxOffloadNs;

    private Faults() {}

    private Faults(Faults other) {
        shortReads = other.shortReads;
        shortWrites = other.shortWrites;
        minDelayNs = other.minDelayNs;
        maxDelayNs = other.maxDelayNs;
        resets = other.resets;
        refusedConnects = other.refusedConnects;
        reorderReady = other.reorderReady;
        minOffloadNs = other.minOffloadNs;
        maxOffloadNs = other.maxOffloadNs;
    }

    private Faults with(Consumer<Faults> change) {
        Faults copy = new Faults(this);
        change.accept(copy);
        return copy;
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
        double checked = checked(probability);
        return with(faults -> faults.shortReads = checked);
    }

    /**
     * Lets a write take fewer bytes than there is room for, at least one.
     *
     * @param probability of each write
     * @return the changed faults
     */
    public Faults shortWrites(double probability) {
        double checked = checked(probability);
        return with(faults -> faults.shortWrites = checked);
    }

    /**
     * Delays whatever travels: bytes, ends, resets, and connecting each way. Order within a direction is kept.
     *
     * @param min the shortest delay, not negative
     * @param max the longest delay, not less than the shortest
     * @return the changed faults
     */
    public Faults delay(Duration min, Duration max) {
        check("delay", min, max);
        return with(faults -> {
            faults.minDelayNs = min.toNanos();
            faults.maxDelayNs = max.toNanos();
        });
    }

    /**
     * Breaks the connection while something is written: the bytes are lost, both ends learn of a reset.
     *
     * @param probability of each write
     * @return the changed faults
     */
    public Faults resets(double probability) {
        double checked = checked(probability);
        return with(faults -> faults.resets = checked);
    }

    /**
     * Refuses connections although somebody listens.
     *
     * @param probability of each connection
     * @return the changed faults
     */
    public Faults refusedConnects(double probability) {
        double checked = checked(probability);
        return with(faults -> faults.refusedConnects = checked);
    }

    /**
     * Reports the ready links of a poll in an order drawn by the seed, not in the order in which they became ready, and
     * lets hosts that could all run now run in such an order.
     *
     * @return the changed faults
     */
    public Faults reorderReady() {
        return with(faults -> faults.reorderReady = true);
    }

    /**
     * Lets offloaded work end later, as on a slow disk: each piece at a time of its own, so later ones may end first.
     * Without this it is done at once.
     *
     * @param min the shortest time, not negative
     * @param max the longest time, not less than the shortest
     * @return the changed faults
     */
    public Faults slowOffloads(Duration min, Duration max) {
        check("offloaded work", min, max);
        return with(faults -> {
            faults.minOffloadNs = min.toNanos();
            faults.maxOffloadNs = max.toNanos();
        });
    }

    private static void check(String what, Duration min, Duration max) {
        if (min.isNegative() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException(what + " from " + min + " to " + max);
        }
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
                + reorderReady + ", offloads=" + minOffloadNs + ".." + maxOffloadNs + " ns]";
    }
}
