package dev.usher.kernel;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/**
 * Child processes that a kernel has started, known by their ids too as long as somebody has them: the system forgets
 * one when it ends, and with it the status. Any thread.
 */
final class StartedProcesses implements Processes {
    private final Processes given;
    private final Map<Long, WeakReference<Process>> started = new ConcurrentHashMap<>();

    StartedProcesses(Processes given) {
        this.given = given;
    }

    /** The process that was started with this id, or null. */
    Process process(long pid) {
        WeakReference<Process> known = started.get(pid);
        return known == null ? null : known.get();
    }

    private Spawned remember(Spawned spawned) {
        started.values().removeIf(each -> each.get() == null);
        started.put(spawned.process().pid(), new WeakReference<>(spawned.process()));
        return spawned;
    }

    @Override
    public Spawned spawn(Program program) throws IOException {
        return remember(given.spawn(program));
    }

    @Override
    public Spawned spawn(Program program, Way way) throws IOException {
        return remember(given.spawn(program, way));
    }

    @Override
    public boolean onExit(long pid, IntConsumer told) {
        return given.onExit(pid, told);
    }

    @Override
    public boolean kill(Process process, String signal) {
        return given.kill(process, signal);
    }
}
