package dev.usher.simulation;

import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelBuilder;
import dev.usher.network.SharedPorts;
import dev.usher.recorder.FlightRecorder;
import dev.usher.simulation.SimulatedHost.Making;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Kernels with their network in memory and in virtual time, driven step by step by a test: one, and as many named hosts
 * beside it as are asked for. One thread. The same seed and the same steps give the same run.
 *
 * <p>Offloaded work is done at once, on this thread, unless {@link Faults#slowOffloads} says otherwise.
 */
public final class Simulation implements AutoCloseable {
    static final int RECORDED_MEGABYTES = 4;
    private static final int MOST_HOSTS = 250;

    private final VirtualClock clock = new VirtualClock();
    private final long seed;
    private final boolean recorded;
    private final World world;
    private final Neighbourhood neighbourhood;
    private final SimulatedHost main;
    private final Map<String, SimulatedHost> hosts = new LinkedHashMap<>(); // the others
    private final Map<String, SimulatedHost> groups = new LinkedHashMap<>(); // the first of each
    private long stepLimit = 100_000;

    private Simulation(long seed, boolean recorded, UnaryOperator<KernelBuilder> configuration) {
        this.seed = seed;
        this.recorded = recorded;
        world = new World(clock, new Chance(new SplittableRandom(seed)));
        neighbourhood = new Neighbourhood(world);
        main = new SimulatedHost(world, "main", null, making(0, configuration));
    }

    private Making making(int number, UnaryOperator<KernelBuilder> configuration) {
        return new Making(~seed + number, recorded, neighbourhood, configuration); // not what the network draws
    }

    /**
     * A simulation.
     *
     * @param seed decides which operation meets a fault, and what the kernels' entropy gives
     * @return the simulation, without faults at first
     */
    public static Simulation seeded(long seed) {
        return seeded(seed, builder -> builder);
    }

    /**
     * A simulation whose kernel differs from the usual one.
     *
     * @param seed decides which operation meets a fault
     * @param configuration gets a builder that has clock and network already
     * @return the simulation, without faults at first
     */
    public static Simulation seeded(long seed, UnaryOperator<KernelBuilder> configuration) {
        return new Simulation(seed, false, configuration);
    }

    /**
     * A simulation whose kernels have a flight recorder each, so that {@link #traceHash} tells whether two runs are the
     * same. It runs slower.
     *
     * @param seed decides which operation meets a fault, and what the kernels' entropy gives
     * @return the simulation, without faults at first
     */
    public static Simulation recorded(long seed) {
        return new Simulation(seed, true, builder -> builder);
    }

    /** @return the seed it was made with */
    public long seed() {
        return seed;
    }

    /** @return the kernel that is on no named host */
    public Kernel kernel() {
        return main.kernel();
    }

    /** @return the network of that kernel */
    public SimulatedNetwork network() {
        return main.network();
    }

    /** @return the clock */
    public VirtualClock clock() {
        return clock;
    }

    /** @return the child processes of that kernel, which do and end as the test says */
    public SimulatedProcesses processes() {
        return main.processes();
    }

    /**
     * A machine beside the others, made when it is first asked for. Its address is 10.0.0.1 for the first, and so on.
     *
     * @param name its name, which all of them can look up
     * @return the machine
     */
    public SimulatedHost host(String name) {
        SimulatedHost host = hosts.get(name);
        return host == null ? host(name, builder -> builder) : host;
    }

    /**
     * A machine whose kernel differs from the usual one.
     *
     * @param name its name, which no other has
     * @param configuration gets a builder that has clock and network already
     * @return the machine
     */
    public SimulatedHost host(String name, UnaryOperator<KernelBuilder> configuration) {
        InetAddress address = newAddress(name);
        SimulatedHost host = new SimulatedHost(world, name, address, making(hosts.size() + 1, configuration));
        add(host);
        return host;
    }

    private void add(SimulatedHost host) {
        hosts.put(host.name(), host);
        neighbourhood.add(host);
        world.hosts.name(host.name(), host.address());
    }

    private InetAddress newAddress(String name) {
        int number = hosts.size() + 1;
        if (hosts.containsKey(name) || groups.containsKey(name) || number > MOST_HOSTS) {
            throw new IllegalArgumentException(
                    number > MOST_HOSTS
                            ? "a simulation has " + MOST_HOSTS + " hosts at most"
                            : "there is a host '" + name + "' already: say how its kernel shall be when it is made");
        }
        return Hosts.address(10, 0, 0, number);
    }

    /**
     * A machine with several kernels, as a {@link dev.usher.kernel.KernelGroup} has them: they share listening
     * addresses and files. The seed decides which of them gets a connection.
     *
     * @param name of the machine; its kernels are {@code name-0}, {@code name-1} and so on, each a host of that name
     *     too
     * @param kernels how many, more than 0
     * @param program creates the sessions of one kernel; called for one after another
     * @return the kernels as hosts, all of one address
     */
    public List<SimulatedHost> group(String name, int kernels, Consumer<Kernel> program) {
        return group(name, kernels, builder -> builder, program);
    }

    /**
     * A machine with several kernels that differ from the usual ones.
     *
     * @param name of the machine
     * @param kernels how many, more than 0
     * @param configuration gets, for each, a builder that has clock and network already
     * @param program creates the sessions of one kernel; called for one after another
     * @return the kernels as hosts, all of one address
     */
    public List<SimulatedHost> group(
            String name, int kernels, UnaryOperator<KernelBuilder> configuration, Consumer<Kernel> program) {
        if (kernels < 1) {
            throw new IllegalArgumentException("a group has 1 kernel at least, not " + kernels);
        }
        InetAddress address = newAddress(name);
        SharedPorts ports = new SharedPorts(name, false);
        List<SimulatedHost> group = new ArrayList<>();
        for (int i = 0; i < kernels; i++) {
            newAddress(name + "-" + i); // there must be none of that name
            SimulatedHost first = group.isEmpty() ? null : group.get(0);
            Making making = making(hosts.size() + 1, configuration);
            SimulatedHost host = new SimulatedHost(world, name + "-" + i, address, first, ports, making);
            add(host);
            group.add(host);
        }
        groups.put(name, group.get(0));
        world.hosts.name(name, address);
        group.forEach(host -> program.accept(host.kernel()));
        ports.settle();
        return List.copyOf(group);
    }

    /**
     * Cuts two hosts off from each other: what is sent arrives when this is healed, connections fail in the end as they
     * do on Linux.
     *
     * @param one a host's name
     * @param other another's
     */
    public void partition(String one, String other) {
        world.cut(made(one).network(), made(other).network());
    }

    /**
     * Ends what {@link #partition} began. What was sent meanwhile arrives at once, in its order.
     *
     * @param one a host's name
     * @param other another's
     */
    public void heal(String one, String other) {
        world.heal(made(one).network(), made(other).network());
    }

    SimulatedHost made(String name) {
        SimulatedHost host = hosts.getOrDefault(name, groups.get(name));
        if (host == null) {
            throw new IllegalArgumentException(
                    "there is no host '" + name + "', but " + hosts.keySet() + ": make it by host(name) first");
        }
        return host;
    }

    /**
     * Lets things go wrong by a plan, counted from now.
     *
     * @param plan what, and when
     */
    public void follow(FaultPlan plan) {
        long now = clock.nowNs();
        plan.steps()
                .forEach(step -> world.at(
                        Math.addExact(now, step.at().toNanos()),
                        () -> step.act().accept(this)));
    }

    /**
     * Tells what all kernels did so far, as a number: the same run has the same, on every JDK.
     *
     * @return the number
     * @throws IllegalStateException unless this is {@link #recorded}
     */
    public long traceHash() {
        long hash = 0;
        for (SimulatedHost host : all()) {
            hash = 31 * hash
                    + host.recorder()
                            .map(FlightRecorder::traceHash)
                            .orElseThrow(() -> new IllegalStateException(
                                    "this simulation keeps no trace: make it by Simulation.recorded(seed)"));
        }
        return hash;
    }

    /** @return the machines there are, first the one without a name, then the others in the order they were made */
    public List<SimulatedHost> hosts() {
        return List.copyOf(all());
    }

    private List<SimulatedHost> all() {
        List<SimulatedHost> all = new ArrayList<>(hosts.size() + 1);
        all.add(main);
        all.addAll(hosts.values());
        return all;
    }

    /** @return the files of that kernel, which change when the test says so */
    public SimulatedDisk disk() {
        return main.disk();
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
        network().faults(faults);
    }

    /**
     * Connects a client that the test holds.
     *
     * @param port of 127.0.0.1
     * @return the client, connected when the simulation has run
     */
    public SimulatedClient connect(int port) {
        return network().connect(port);
    }

    /**
     * Connects a client that the test holds.
     *
     * @param remote whom to
     * @return the client, connected when the simulation has run
     */
    public SimulatedClient connect(SocketAddress remote) {
        return network().connect(remote);
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
            if (world.isShared()) {
                runHosts();
            } else {
                runOne();
            }
            finish(ns);
        } finally {
            clock.runUntil(VirtualClock.NEVER);
        }
    }

    private void runOne() {
        long momentNs = clock.nowNs();
        long steps = 0;
        while (!clock.isStalled() && kernel().runOneTimeslice()) { // its poll stalls when nothing is left to happen
            steps = clock.nowNs() == momentNs ? steps + 1 : 0;
            momentNs = clock.nowNs();
            if (steps > stepLimit) {
                throw new IllegalStateException(endless(main));
            }
        }
    }

    /** One timeslice of each host that may have something to do; when none has, the clock goes on. */
    private void runHosts() {
        List<SimulatedHost> all = all();
        long steps = 0;
        world.unpark();
        while (!clock.isStalled()) {
            SimulatedHost last = null;
            world.chance.reorder(all);
            for (SimulatedHost host : all) {
                if (host.network().isRunnable()) {
                    last = host;
                    run(host);
                }
            }
            if (last == null) {
                steps = 0;
                goOn(all);
            } else if (++steps > stepLimit) {
                throw new IllegalStateException(endless(last));
            }
        }
    }

    private static void run(SimulatedHost host) {
        host.network().unpark();
        if (!host.kernel().runOneTimeslice()) {
            host.network().park(VirtualClock.NEVER);
        }
    }

    private void goOn(List<SimulatedHost> all) {
        long nextNs = world.nextNs();
        for (SimulatedHost host : all) {
            nextNs = Math.min(nextNs, host.network().parkedUntilNs());
        }
        if (nextNs <= clock.nowNs() || clock.jumpTo(nextNs)) {
            world.deliver();
        }
    }

    private String endless(SimulatedHost host) {
        String cause = host.kernel()
                .nextEvent()
                .map(next -> "event '" + next.event() + "' to " + next.destination() + " comes next")
                .orElse("no event is queued: a link stays ready, or a wheel is put to in every slice");
        String where = world.isShared() ? " on host " + host.name() : "";
        return stepLimit + " timeslices have run" + where + " and the clock still stands at " + clock.now() + ": "
                + cause + ". Delay what repeats, or allow more by stepLimit";
    }

    /** A kernel that has ended polls no more: what it sent before still arrives. */
    private void finish(long ns) {
        world.deliver();
        while (world.nextNs() <= ns) {
            clock.advanceTo(Math.max(clock.nowNs(), world.nextNs()));
            world.deliver();
        }
        clock.advanceTo(ns);
    }

    /** Stops all sessions. */
    @Override
    public void close() {
        all().forEach(host -> host.kernel().close());
    }
}
