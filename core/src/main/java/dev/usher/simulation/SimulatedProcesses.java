package dev.usher.simulation;

import dev.usher.kernel.Processes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Child processes that do nothing but end when the test says so. One thread. Their ids count up from 1, so the same
 * steps give the same ids.
 */
public final class SimulatedProcesses implements Processes {
    private final SimulatedNetwork network;
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
