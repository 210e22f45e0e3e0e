package dev.usher.kernel;

import java.io.IOException;
import java.util.function.IntConsumer;

/**
 * Where a kernel starts child processes, signals them, and learns of processes by their ids: a seam like {@link Clock}
 * and the network. Processes given as {@link Process} need none, since that class is a seam itself. Any thread may use
 * it.
 */
@FunctionalInterface
public interface Processes {

    /**
     * The machine's. Of a process that is known only by its id the system tells the end but not the status, which then
     * is {@link ChildExit#UNKNOWN}: give the {@code Process} where there is one.
     */
    Processes SYSTEM = (pid, told) -> ProcessHandle.of(pid)
            .map(process -> process.onExit().thenAccept(ended -> told.accept(ChildExit.UNKNOWN)))
            .isPresent();

    /**
     * Has somebody told, once, when a process ends.
     *
     * @param pid the process's id
     * @param told gets the wait status, on any thread
     * @return false if there is no such process
     */
    boolean onExit(long pid, IntConsumer told);

    /**
     * Starts a child process; on the machine unless overridden.
     *
     * @param program what it is started with
     * @return the process, and our ends of its pipes
     * @throws IOException if it cannot be started: the message names the program and why
     */
    default Spawned spawn(Program program) throws IOException {
        return SystemProcesses.spawn(program);
    }

    /**
     * Starts a child process in a way of its caller's, on a terminal say. What records a kernel stands here: the way is
     * not gone in a replay.
     *
     * @param program what it is started with
     * @param way how
     * @return the process, and our ends of its streams
     * @throws IOException if it cannot be started
     */
    default Spawned spawn(Program program, Way way) throws IOException {
        return way.spawn(this, program);
    }

    /** How a child process is started. Called on the caller's thread, once. */
    @FunctionalInterface
    interface Way {

        /**
         * Starts a child process.
         *
         * @param processes where {@link Processes#spawn(Program)} starts it with pipes
         * @param program what it is started with
         * @return the process, and our ends of its streams
         * @throws IOException if it cannot be started
         */
        Spawned spawn(Processes processes, Program program) throws IOException;
    }

    /**
     * Sends a signal to a child process; on the machine unless overridden, where other signals than TERM and KILL take
     * a shell's {@code kill} and its time.
     *
     * @param process the process
     * @param signal the signal's name without SIG: TERM, KILL, INT, HUP, ...
     * @return false if it has ended
     * @throws IllegalArgumentException if there is no such signal
     */
    default boolean kill(Process process, String signal) {
        return SystemProcesses.kill(process, signal);
    }
}
