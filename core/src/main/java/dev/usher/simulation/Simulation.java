package dev.usher.simulation;

import dev.usher.kernel.Clock;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelBuilder;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * A kernel with its network in memory and in virtual time, driven step by step by a test. One thread. The same seed and
 * the same steps give the same run.
 *
 * <p>Offloaded work is done at once, on this thread.
 */
public final class Simulation implements AutoCloseable {
    private final VirtualClock clock = new VirtualClock();
    private final SimulatedNetwork network;
    private final Kernel kernel;
    private final SimulatedProcesses processes;
    private long stepLimit = 100_000;

    private Simulation(long seed, UnaryOperator<KernelBuilder> configuration) {
        network = new SimulatedNetwork(clock, new SplittableRandom(seed));
        processes = new SimulatedProcesses(network);
        kernel = configuration
                .apply(Kernel.builder()
                        .clock(new KernelClock(clock))
                        .network(network)
                        .processes(processes)
                        .entropy(new SplittableRandom(~seed)::nextBytes) // not what the network draws
                        .offloadTo(Runnable::run))
                .build();
    }

    /**
     * A simulation.
     *
     * @param seed decides which operation meets a fault, and what the kernel's entropy gives
     * @return the simulation, without faults at first
     */
    public static Simulation seeded(long seed) {
        return new Simulation(seed, builder -> builder);
    }

    /**
     * A simulation whose kernel differs from the usual one.
     *
     * @param seed decides which operation meets a fault
     * @param configuration gets a builder that has clock and network already
     * @return the simulation, without faults at first
     */
    public static Simulation seeded(long seed, UnaryOperator<KernelBuilder> configuration) {
        return new Simulation(seed, configuration);
    }

    /** @return the kernel */
    public Kernel kernel() {
        return kernel;
    }

    /** @return the network */
    public SimulatedNetwork network() {
        return network;
    }

    /** @return the clock */
    public VirtualClock clock() {
        return clock;
    }

    /** @return the child processes, which end when the test says so */
    public SimulatedProcesses processes() {
        return processes;
    }

    /**
     * How many timeslices may run at one moment of the clock before a run is given up as endless; 100,000 unless said,
     * each of up to 256 events.
     *
     * @param timeslices more than 0
     */
    public void stepLimit(long timeslices) {
        if (timeslices <= 0) {
            throw new IllegalArgumentException("the step limit must be more than 0, not " + timeslices);
        }
        stepLimit = timeslices;
    }

    /**
     * Sets what goes wrong from now on.
     *
     * @param faults instead of those before
     */
    public void faults(Faults faults) {
        network.faults(faults);
    }

    /**
     * Connects a client that the test holds.
     *
     * @param port of 127.0.0.1
     * @return the client, connected when the simulation has run
     */
    public SimulatedClient connect(int port) {
        return network.connect(port);
    }

    /**
     * Connects a client that the test holds.
     *
     * @param remote whom to
     * @return the client, connected when the simulation has run
     */
    public SimulatedClient connect(SocketAddress remote) {
        return network.connect(remote);
    }

    /**
     * Runs everything that is due now and all that follows from it. The clock does not move.
     *
     * @throws IllegalStateException if that has no end: the message names the event that comes again and again
     */
    public void runUntilIdle() {
        runUntil(clock.nowNs());
    }

    /**
     * Lets time pass: runs everything due until then, in its order.
     *
     * @param duration how long
     * @throws IllegalStateException if something happens without end at one moment of it
     */
    public void advance(Duration duration) {
        runUntil(Math.addExact(clock.nowNs(), duration.toNanos()));
    }

    private void runUntil(long ns) {
        clock.runUntil(ns);
        try {
            long momentNs = clock.nowNs();
            long steps = 0;
            while (!clock.isStalled() && kernel.runOneTimeslice()) { // its poll stalls when nothing is left to happen
                steps = clock.nowNs() == momentNs ? steps + 1 : 0;
                momentNs = clock.nowNs();
                if (steps > stepLimit) {
                    throw new IllegalStateException(endless());
                }
            }
            finish(ns);
        } finally {
            clock.runUntil(VirtualClock.NEVER);
        }
    }

    private String endless() {
        String cause = kernel.nextEvent()
                .map(next -> "event '" + next.event() + "' to " + next.destination() + " comes next")
                .orElse("no event is queued: a link stays ready, or a wheel is put to in every slice");
        return stepLimit + " timeslices have run and the clock still stands at " + clock.now() + ": " + cause
                + ". Delay what repeats, or allow more by stepLimit";
    }

    /** A kernel that has ended polls no more: what it sent before still arrives. */
    private void finish(long ns) {
        network.deliver();
        while (network.nextDeliveryNs() <= ns) {
            clock.advanceTo(Math.max(clock.nowNs(), network.nextDeliveryNs()));
            network.deliver();
        }
        clock.advanceTo(ns);
    }

    /** Stops all sessions. */
    @Override
    public void close() {
        kernel.close();
    }

    private record KernelClock(VirtualClock clock) implements Clock {
        @Override
        public long nanoTime() {
            return clock.nowNs();
        }

        @Override
        public Instant wallTime() {
            return clock.now();
        }
    }
}
