package dev.usher.kernel;

import java.util.function.IntConsumer;

/**
 * Where a kernel learns of processes by their ids: a seam like {@link Clock} and the network. Processes given as
 * {@link Process} need none, since that class is a seam itself. Any thread may use it.
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
}
