package dev.usher.kernel;

import dev.usher.network.Disk;
import dev.usher.network.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Says how a kernel shall be. Each verb changes this builder and answers it. Not thread-safe. */
public final class KernelBuilder {
    Clock clock = Clock.SYSTEM;
    Network network;
    Consumer<byte[]> entropy; // null: the machine's
    Executor offloadExecutor;
    boolean strictPoe;
    Boolean catchExceptions; // null: as the environment says, else yes
    Processes processes = Processes.SYSTEM;
    Disk disk = Disk.SYSTEM;
    Set<Trace> traces; // null: as the environment says
    Set<Assert> asserts; // null: as the environment says
    Path traceFile; // null: as the environment says
    UnaryOperator<String> environment = Switches::environment;
    long spinNs;
    long gatherNs;
    Seams seams; // null: nobody stands there
    Duration watchdogBudget;
    Consumer<SlowHandler> watchdogTold; // null: no watchdog
    boolean flight;
    String name = "";
    Neighbours neighbours = Neighbours.NONE;

    KernelBuilder() {}

    /**
     * Where time comes from; the machine's clock unless said.
     *
     * @param clock the clock
     * @return this
     */
    public KernelBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Where links come from; the machine's network unless said.
     *
     * @param network the network
     * @return this
     */
    public KernelBuilder network(Network network) {
        this.network = Objects.requireNonNull(network, "network");
        return this;
    }

    /**
     * Where bytes come from that nobody can foresee; the machine's {@link java.security.SecureRandom} unless said.
     *
     * @param source fills the array that it gets
     * @return this
     */
    public KernelBuilder entropy(Consumer<byte[]> source) {
        entropy = Objects.requireNonNull(source, "source");
        return this;
    }

    /**
     * Who does offloaded work; virtual threads where the JDK has them, else daemon threads, unless said.
     *
     * @param executor the executor
     * @return this
     */
    public KernelBuilder offloadTo(Executor executor) {
        offloadExecutor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Stamps each post with a clock reading of its own and polls after each generation of events, as POE does, at the
     * price of 30 and 250 ns an event. Without it a timer that falls due during a slice fires after that slice's posts,
     * and up to 256 events run between two polls.
     *
     * @return this
     */
    public KernelBuilder strictPoe() {
        strictPoe = true;
        return this;
    }

    /**
     * Whether an exception becomes its session's DIE signal (the default), or else stops the kernel at once (POE's
     * CATCH_EXCEPTIONS). Unless said, {@code POE_CATCH_EXCEPTIONS=0} among properties or environment says it too.
     *
     * @param on whether
     * @return this
     */
    public KernelBuilder catchExceptions(boolean on) {
        catchExceptions = on;
        return this;
    }

    /**
     * Where child processes are started, and where the ends of those come from that are known only by their ids; the
     * machine's unless said.
     *
     * @param processes the processes
     * @return this
     */
    public KernelBuilder processes(Processes processes) {
        this.processes = Objects.requireNonNull(processes, "processes");
        return this;
    }

    /**
     * Where files are; the machine's unless said.
     *
     * @param disk the files
     * @return this
     */
    public KernelBuilder disk(Disk disk) {
        this.disk = Objects.requireNonNull(disk, "disk");
        return this;
    }

    /**
     * Traces this and nothing else, whatever properties and environment say.
     *
     * @param what nothing for nothing
     * @return this
     */
    public KernelBuilder trace(Trace... what) {
        traces = Set.of(what);
        return this;
    }

    /**
     * Checks this and nothing else, whatever properties and environment say.
     *
     * @param what nothing for nothing
     * @return this
     */
    public KernelBuilder asserts(Assert... what) {
        asserts = Set.of(what);
        return this;
    }

    /**
     * Where trace lines and what the asserts warn of go to; unless said, to the file that {@code POE_TRACE_FILENAME}
     * names, else to the log.
     *
     * @param file lines are added to it
     * @return this
     */
    public KernelBuilder traceFile(Path file) {
        traceFile = Objects.requireNonNull(file, "file");
        return this;
    }

    /**
     * How long to go on asking for ready links before sleeping; zero unless said. More than a peer's round trip divides
     * the latency of a single connection by two to three and keeps a core busy meanwhile.
     *
     * @param time how long, 50 microseconds say
     * @return this
     */
    public KernelBuilder spin(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("spin must not be negative: " + time);
        }
        spinNs = time.toNanos();
        return this;
    }

    /**
     * How long to sleep, when everything that was ready is done with, before asking for more; zero unless said. What
     * becomes ready meanwhile is found by one poll instead of being woken up for each time: less CPU for many busy
     * connections, and each answer later by that at most. Posts of other threads wait as long, timers do not. Only with
     * the machine's own clock, and neither recorded nor replayed.
     *
     * @param time how long, 300 microseconds say; it does not sleep so after a poll that has found nothing
     * @return this
     */
    public KernelBuilder gather(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("gather must not be negative: " + time);
        }
        gatherNs = time.toNanos();
        return this;
    }

    /**
     * Has somebody stand at all the seams: what records a run, or replays one. Clock, network and the others that this
     * builder says are given to it.
     *
     * @param seams of this kernel alone
     * @return this
     */
    public KernelBuilder seams(Seams seams) {
        this.seams = Objects.requireNonNull(seams, "seams");
        return this;
    }

    /**
     * Has a thread watch for handlers that run too long, and log each once with its stack. Costs each event some tens
     * of nanoseconds; without it nothing.
     *
     * @param budget how long a handler may run, in the machine's time
     * @return this
     */
    public KernelBuilder watchdog(Duration budget) {
        return watchdog(budget, slow -> Logs.KERNEL.warn("{}", slow));
    }

    /**
     * Has a thread watch for handlers that run too long.
     *
     * @param budget how long a handler may run, in the machine's time
     * @param told gets each of them once, on that thread, while it runs
     * @return this
     */
    public KernelBuilder watchdog(Duration budget, Consumer<SlowHandler> told) {
        if (budget.isNegative() || budget.isZero()) {
            throw new IllegalArgumentException("a handler's budget must be more than nothing, not " + budget);
        }
        watchdogBudget = budget;
        watchdogTold = Objects.requireNonNull(told, "told");
        return this;
    }

    /**
     * Tells the JDK's flight recorder of events dispatched, polls and flushes: {@code dev.usher.Dispatch},
     * {@code dev.usher.Poll} and {@code dev.usher.Flush}. While no recording runs this costs one question a slice.
     * Needs the module {@code jdk.jfr}.
     *
     * @return this
     */
    public KernelBuilder flightEvents() {
        flight = true;
        return this;
    }

    /**
     * What others call the kernel in {@code poe:} URIs, as {@code poe://web-1/session/event}; it has no name unless
     * said. A {@link KernelGroup} names its kernels itself.
     *
     * @param name kept in lower case, without any of {@code / ? # @ :}
     * @return this
     */
    public KernelBuilder name(String name) {
        this.name = checkedName(name);
        return this;
    }

    static String checkedName(String name) {
        if (!name.matches("[^/?#@:\\s]+")) {
            throw new IllegalArgumentException("'" + name
                    + "' cannot name a kernel: poe: URIs have it between slashes, so it must not be empty, nor have"
                    + " spaces or any of / ? # @ :");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    /**
     * Whom {@code poe:} URIs reach that name another kernel; nobody unless said.
     *
     * @param neighbours the others
     * @return this
     */
    public KernelBuilder neighbours(Neighbours neighbours) {
        this.neighbours = Objects.requireNonNull(neighbours, "neighbours");
        return this;
    }

    /** @return a kernel, which belongs to this thread until another one runs it */
    public Kernel build() {
        if (seams != null && spinNs > 0) {
            throw new IllegalStateException("a kernel that is recorded or replayed cannot spin: how often it would ask"
                    + " for ready links depends on the machine. Leave spin(..) out");
        }
        if (gatherNs > 0 && (seams != null || clock != Clock.SYSTEM)) {
            throw new IllegalStateException("a kernel that is recorded or replayed, or has a clock of its own, cannot"
                    + " gather: it would sleep by the machine's clock. Leave gather(..) out");
        }
        if (spinNs > 0 && gatherNs > 0) {
            throw new IllegalStateException("spin(..) keeps awake for what gather(..) sleeps through: say one of them");
        }
        return new Kernel(this);
    }
}
