package dev.usher.simulation;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Decides which operation meets a fault. One thread. Draws a number only for a fault that can happen, so that a run
 * without faults does not depend on the seed.
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
