package dev.usher.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What goes wrong, and when, counted from {@link Simulation#follow}. Immutable: each method answers a longer copy. Its
 * text has a line for each step. Any thread.
 */
public final class FaultPlan {
    private static final FaultPlan NONE = new FaultPlan(List.of());
    private static final int DRAWS = 6;
    private static final long MILLI = 1_000_000;

    private final List<Step> steps;

    record Step(Duration at, String what, Consumer<Simulation> act) {}

    private FaultPlan(List<Step> steps) {
        this.steps = steps;
    }

    /** @return a plan of nothing */
    public static FaultPlan none() {
        return NONE;
    }

    /**
     * A plan drawn by a seed: short reads and writes, delays, resets, refusals, other orders and slow offloads for a
     * while, some of the hosts cut off from each other and some clocks set wrong. When its length is over nothing goes
     * wrong any more, partitions are healed and clocks are right, so that a program has the time to recover.
     *
     * @param seed the same gives the same plan
     * @param length how long things go wrong, more than a millisecond
     * @param hosts the names of hosts to be cut off from each other; none for none
     * @return the plan
     */
    public static FaultPlan drawn(long seed, Duration length, String... hosts) {
        long lengthNs = length.toNanos();
        if (lengthNs <= MILLI) {
            throw new IllegalArgumentException("a plan is drawn for more than a millisecond, not " + length);
        }
        SplittableRandom random = new SplittableRandom(seed);
        FaultPlan plan = NONE;
        for (int i = 0; i < DRAWS; i++) {
            long fromNs = i == 0 ? 0 : random.nextLong(lengthNs);
            plan = plan.faults(Duration.ofNanos(fromNs), drawn(random, lengthNs));
        }
        for (int i = 0; i < hosts.length; i++) {
            Duration error = Duration.ofMillis(random.nextLong(-100_000, 100_000));
            long wrongNs = random.nextLong(lengthNs);
            plan = plan.jumpClock(Duration.ofNanos(wrongNs), hosts[i], error)
                    .jumpClock(length, hosts[i], error.negated());
            for (int j = 0; j < i; j++) {
                if (random.nextBoolean()) {
                    long cutNs = random.nextLong(lengthNs);
                    long healedNs = cutNs + random.nextLong(lengthNs - cutNs);
                    plan = plan.partition(Duration.ofNanos(cutNs), hosts[i], hosts[j])
                            .heal(Duration.ofNanos(healedNs), hosts[i], hosts[j]);
                }
            }
        }
        return plan.faults(length, Faults.none());
    }

    private static Faults drawn(SplittableRandom random, long lengthNs) {
        Faults faults = Faults.none();
        if (random.nextBoolean()) {
            faults = faults.shortReads(random.nextDouble());
        }
        if (random.nextBoolean()) {
            faults = faults.shortWrites(random.nextDouble());
        }
        if (random.nextBoolean()) {
            faults = faults.delay(Duration.ZERO, Duration.ofNanos(random.nextLong(lengthNs / 10 + 1)));
        }
        if (random.nextBoolean()) {
            faults = faults.resets(random.nextDouble() / 4);
        }
        if (random.nextBoolean()) {
            faults = faults.refusedConnects(random.nextDouble() / 4);
        }
        if (random.nextBoolean()) {
            faults = faults.slowOffloads(Duration.ZERO, Duration.ofNanos(random.nextLong(lengthNs / 4 + 1)));
        }
        return random.nextBoolean() ? faults.reorderReady() : faults;
    }

    /**
     * Sets the faults of the whole network.
     *
     * @param at when
     * @param faults instead of those before
     * @return the longer plan
     */
    public FaultPlan faults(Duration at, Faults faults) {
        return and(at, faults.toString(), simulation -> simulation.faults(faults));
    }

    /**
     * Cuts two hosts off from each other.
     *
     * @param at when
     * @param one a host's name
     * @param other another's
     * @return the longer plan
     */
    public FaultPlan partition(Duration at, String one, String other) {
        return and(at, "partition " + one + " | " + other, simulation -> simulation.partition(one, other));
    }

    /**
     * Ends a partition.
     *
     * @param at when
     * @param one a host's name
     * @param other another's
     * @return the longer plan
     */
    public FaultPlan heal(Duration at, String one, String other) {
        return and(at, "heal " + one + " | " + other, simulation -> simulation.heal(one, other));
    }

    /**
     * Sets a host's time of day.
     *
     * @param at when
     * @param host its name
     * @param by how far it jumps
     * @return the longer plan
     */
    public FaultPlan jumpClock(Duration at, String host, Duration by) {
        return and(
                at,
                "clock of " + host + " jumps by " + by,
                simulation -> simulation.made(host).jumpClock(by));
    }

    private FaultPlan and(Duration at, String what, Consumer<Simulation> act) {
        if (at.isNegative()) {
            throw new IllegalArgumentException(what + " cannot be at " + at + ", before the plan begins");
        }
        List<Step> longer = new ArrayList<>(steps);
        longer.add(new Step(at, what, act));
        longer.sort(Comparator.comparing(Step::at)); // keeps the order of equal times
        return new FaultPlan(List.copyOf(longer));
    }

    List<Step> steps() {
        return steps;
    }

    @Override
    public String toString() {
        return steps.stream().map(step -> step.at + " " + step.what).collect(Collectors.joining("\n"));
    }
}
