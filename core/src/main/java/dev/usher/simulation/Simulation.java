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

    private Simulation(long seed, UnaryOperator<KernelBuilder> configuration) {
        network = new SimulatedNetwork(clock, new SplittableRandom(seed));
        kernel = configuration
                .apply(Kernel.builder()
                        .clock(new KernelClock(clock))
                        .network(network)
                        .offloadTo(Runnable::run))
                .build();
    }

    /**
     * A simulation.
     *
     * @param seed decides which operation meets a fault
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

    /** Runs everything that is due now and all that follows from it. The clock does not move. */
    public void runUntilIdle() {
        runUntil(clock.nowNs());
    }

    /**
     * Lets time pass: runs everything due until then, in its order.
     *
     * @param duration how long
     */
    public void advance(Duration duration) {
        runUntil(Math.addExact(clock.nowNs(), duration.toNanos()));
    }

    private void runUntil(long ns) {
        clock.runUntil(ns);
        try {
            while (!clock.isStalled() && kernel.runOneTimeslice()) {
                // the poll inside stalls when nothing is left to happen until then
            }
            finish(ns);
        } finally {
            clock.runUntil(VirtualClock.NEVER);
        }
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
