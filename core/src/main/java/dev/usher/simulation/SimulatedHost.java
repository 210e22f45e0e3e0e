package dev.usher.simulation;

import dev.usher.kernel.Clock;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelBuilder;
import dev.usher.recorder.FlightRecorder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * A machine of a simulation: a kernel with a name, an address, ports and a time of day of its own. One thread, the
 * test's.
 *
 * <p>Its name can be looked up by all machines. Time passes for all of them alike; only the time of day may be wrong on
 * one.
 */
public final class SimulatedHost {
    private final String name;
    private final InetAddress address; // null: the machine that has all other addresses
    private final SimulatedNetwork network;
    private final SimulatedProcesses processes;
    private final SimulatedDisk disk;
    private final FlightRecorder recorder; // null: nothing is recorded
    private final Kernel kernel;
    private Duration clockError = Duration.ZERO;

    SimulatedHost(
            World world,
            String name,
            InetAddress address,
            long seed,
            boolean recorded,
            UnaryOperator<KernelBuilder> configuration) {
        this.name = name;
        this.address = address;
        network = new SimulatedNetwork(world, address);
        processes = new SimulatedProcesses(network);
        disk = new SimulatedDisk(network);
        recorder = recorded ? FlightRecorder.keeping(Simulation.RECORDED_MEGABYTES) : null;
        KernelBuilder builder = Kernel.builder()
                .clock(new KernelClock(world.clock))
                .network(network)
                .processes(processes)
                .disk(disk)
                .entropy(new SplittableRandom(seed)::nextBytes)
                .offloadTo(this::offload);
        kernel = configuration
                .apply(recorded ? builder.seams(recorder) : builder)
                .build();
    }

    private void offload(Runnable work) {
        long delayNs = network.chance().offloadNs();
        if (delayNs == 0) {
            work.run();
        } else {
            network.at(network.clock().nowNs() + delayNs, work);
        }
    }

    /** @return its name */
    public String name() {
        return name;
    }

    /** @return its address, which its name resolves to */
    public InetAddress address() {
        return address == null ? Hosts.loopback(false) : address;
    }

    /**
     * Names a port of it.
     *
     * @param port the port
     * @return its address with that port, for others to connect to
     */
    public InetSocketAddress at(int port) {
        return new InetSocketAddress(address(), port);
    }

    /** @return its kernel */
    public Kernel kernel() {
        return kernel;
    }

    /** @return its end of the network */
    public SimulatedNetwork network() {
        return network;
    }

    /** @return its files, which change when the test says so */
    public SimulatedDisk disk() {
        return disk;
    }

    /** @return its child processes, which do and end as the test says */
    public SimulatedProcesses processes() {
        return processes;
    }

    /** @return what records its kernel; empty unless the simulation is {@link Simulation#recorded} */
    public Optional<FlightRecorder> recorder() {
        return Optional.ofNullable(recorder);
    }

    /**
     * Sets its time of day, to and fro. Timers count on as if nothing had happened, but for those set for a time of day
     * from then on.
     *
     * @param by how far it jumps from what it is now; negative to go back
     */
    public void jumpClock(Duration by) {
        clockError = clockError.plus(by);
    }

    private final class KernelClock implements Clock {
        private final VirtualClock clock;

        KernelClock(VirtualClock clock) {
            this.clock = clock;
        }

        @Override
        public long nanoTime() {
            return clock.nowNs();
        }

        @Override
        public Instant wallTime() {
            return clock.now().plus(clockError);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
