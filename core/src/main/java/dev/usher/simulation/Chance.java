package dev.usher.simulation;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Decides which operation meets a fault, and who gets a connection where several listen. One thread. Draws a number
 * only for what can go one way or another, so that a run without these does not depend on the seed.
 */
final class Chance {

    Faults faults = Faults.none();
    private final SplittableRandom random;

    Chance(SplittableRandom random) {
        this.random = random;
    }

    int read(int bytes) {
        return happens(faults.shortReads) ? oneTo(bytes) : bytes;
    }

    int write(int bytes) {
        return happens(faults.shortWrites) ? oneTo(bytes) : bytes;
    }

    boolean resets() {
        return happens(faults.resets);
    }

    boolean refuses() {
        return happens(faults.refusedConnects);
    }

    long delayNs() {
        return between(faults.minDelayNs, faults.maxDelayNs);
    }

    long offloadNs() {
        return between(faults.minOffloadNs, faults.maxOffloadNs);
    }

    private long between(long min, long max) {
        return min == max ? min : min + random.nextLong(max - min + 1);
    }

    /** One of them, or null if there is none. */
    <T> T one(List<T> all) {
        return all.isEmpty() ? null : all.get(all.size() == 1 ? 0 : random.nextInt(all.size()));
    }

    void reorder(List<?> ready) {
        if (faults.reorderReady) {
            for (int i = ready.size() - 1; i > 0; i--) {
                Collections.swap(ready, i, random.nextInt(i + 1));
            }
        }
    }

    private boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    private int oneTo(int bytes) {
        return bytes <= 1 ? bytes : 1 + random.nextInt(bytes);
    }
}
