package dev.usher.simulation;

import dev.usher.kernel.Processes;
import dev.usher.kernel.Program;
import dev.usher.kernel.Spawned;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Child processes: those that do nothing but end when the test says so, and those that a wheel starts, whose programs
 * are written in the test. One thread. Their ids count up from 1, so the same steps give the same ids.
 */
public final class SimulatedProcesses implements Processes {
    /** How long the system takes to start a program, and to tell of its end. */
    private static final long START_NS = 1_000_000;

    private final SimulatedNetwork network;
    private final Map<String, Consumer<SimulatedChild>> programs = new HashMap<>();
    private final Map<Long, SimulatedProcess> running = new HashMap<>();
    private long lastPid;

    SimulatedProcesses(SimulatedNetwork network) {
        this.network = network;
    }

    /**
     * Starts a process, which runs until it is ended, or killed by {@link Process#destroy}.
     *
     * @return the process, without input or output
     */
    public Process start() {
        SimulatedProcess process = new SimulatedProcess(this, ++lastPid);
        running.put(process.pid(), process);
        return process;
    }

    /**
     * Says what a program does. It begins a millisecond after it was started, and its end is told a millisecond after
     * it came.
     *
     * @param name the program, the first word of a command
     * @param behaviour gets each child that runs it
     */
    public void program(String name, Consumer<SimulatedChild> behaviour) {
        programs.put(name, behaviour);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IOException if no such {@link #program} was written
     */
    @Override
    public Spawned spawn(Program program) throws IOException {
        String name = program.command().get(0);
        Consumer<SimulatedChild> behaviour = programs.get(name);
        if (behaviour == null) {
            throw new IOException("Cannot run program \"" + name + "\": No such file or directory");
        }
        SimulatedProcess process = (SimulatedProcess) start();
        Stream stdin = new Stream(program.stdin());
        Stream stdout = new Stream(program.stdout());
        Stream stderr = new Stream(program.stderr());
        SimulatedChild child =
                new SimulatedChild(network, process, program, stdin.theirs, stdout.theirs, stderr.theirs);
        process.child(child);
        child.after(Duration.ofNanos(START_NS), () -> behaviour.accept(child));
        return new Spawned(process, stdin.ours(), stdout.ours(), stderr.ours());
    }

    /** Both ends of a standard stream; none if it is no pipe. */
    private final class Stream {
        final StreamLink ours;
        final SimulatedClient theirs;

        Stream(Redirect redirect) {
            if (redirect == Redirect.PIPE) {
                SimulatedStreamLink far = network.farEnd();
                ours = network.pipe(far);
                theirs = new SimulatedClient(far);
            } else {
                ours = null;
                theirs = null;
            }
        }

        Optional<StreamLink> ours() {
            return Optional.ofNullable(ours);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>It ends the process, unless its child takes the signal.
     */
    @Override
    public boolean kill(Process process, String signal) {
        return ((SimulatedProcess) process).signal(signal);
    }

    /**
     * Has a process end now.
     *
     * @param pid its id
     * @param exitValue its exit code; 128 and a signal's number for one that a signal has ended, as in Java
     * @throws IllegalArgumentException if there is no such process, or no longer
     */
    public void end(long pid, int exitValue) {
        find(pid).end(exitValue);
    }

    /**
     * Has a process end later.
     *
     * @param pid its id
     * @param delay how long from now
     * @param exitValue its exit code; 128 and a signal's number for one that a signal has ended, as in Java
     * @throws IllegalArgumentException if there is no such process, or no longer
     */
    public void end(long pid, Duration delay, int exitValue) {
        SimulatedProcess process = find(pid);
        network.at(Math.addExact(network.clock().nowNs(), delay.toNanos()), () -> process.end(exitValue));
    }

    /** The system tells of a process's end after its streams have ended: mostly, on a real machine, always here. */
    void afterStreams(Runnable told) {
        network.at(network.clock().nowNs() + START_NS, told);
    }

    private SimulatedProcess find(long pid) {
        SimulatedProcess process = running.get(pid);
        if (process == null) {
            throw new IllegalArgumentException("there is no process " + pid + ": start one, and end it once");
        }
        return process;
    }

    void ended(SimulatedProcess process) {
        running.remove(process.pid());
    }

    @Override
    public boolean onExit(long pid, IntConsumer told) {
        SimulatedProcess process = running.get(pid);
        if (process != null) {
            process.onEnd(told);
        }
        return process != null;
    }
}
