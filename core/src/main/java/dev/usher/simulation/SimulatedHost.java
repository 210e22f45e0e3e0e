package dev.usher.simulation;

import dev.usher.kernel.Clock;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelBuilder;
import dev.usher.network.Network;
import dev.usher.network.SharedPorts;
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
    private final SimulatedHost machine; // the first kernel on it, which may be this
    private final InetAddress address; // null: the machine that has all other addresses
    private final SimulatedNetwork network;
    private final SimulatedProcesses processes;
    private final SimulatedDisk disk;
    private final FlightRecorder recorder; // null: nothing is recorded
    private final Kernel kernel;
    private Duration clockError = Duration.ZERO;

    /** How its kernel is made: with a recorder or not, and otherwise than usual. */
    record Making(
            long seed, boolean recorded, Neighbourhood neighbourhood, UnaryOperator<KernelBuilder> configuration) {}

    SimulatedHost(World world, String name, InetAddress address, Making making) {
        this.name = name;
        this.address = address;
        machine = this;
        network = new SimulatedNetwork(world, address);
        disk = new SimulatedDisk(network);
        processes = new SimulatedProcesses(network);
        recorder = recorder(making);
        kernel = kernel(network, making);
    }

    /** One more kernel on a machine, or its first (null), with listening addresses that they share. */
    SimulatedHost(
            World world, String name, InetAddress address, SimulatedHost first, SharedPorts ports, Making making) {
        this.name = name;
        this.address = address;
        machine = first == null ? this : first;
        network = first == null ? new SimulatedNetwork(world, address) : new SimulatedNetwork(first.network);
        disk = first == null ? new SimulatedDisk(network) : first.disk;
        processes = new SimulatedProcesses(network);
        recorder = recorder(making);
        kernel = kernel(ports.of(network), making);
    }

    private static FlightRecorder recorder(Making making) {
        return making.recorded ? FlightRecorder.keeping(Simulation.RECORDED_MEGABYTES) : null;
    }

    private Kernel kernel(Network links, Making making) {
        KernelBuilder builder = Kernel.builder()
                .clock(new KernelClock(network.clock()))
                .network(links)
                .neighbours(making.neighbourhood.of(network))
                .processes(processes)
                .disk(disk)
                .entropy(new SplittableRandom(making.seed)::nextBytes)
                .offloadTo(this::offload);
        if (address != null) {
            builder.name(name);
        }
        return making.configuration
                .apply(recorder == null ? builder : builder.seams(recorder))
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

    /** @return its kernel, which other machines know by its name in {@code poe:} URIs */
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
     * from then on. All kernels of one machine have one.
     *
     * @param by how far it jumps from what it is now; negative to go back
     */
    public void jumpClock(Duration by) {
        machine.clockError = machine.clockError.plus(by);
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
            return clock.now().plus(machine.clockError);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
