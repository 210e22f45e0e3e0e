package dev.usher.simulation;

import dev.usher.kernel.ChildExit;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** A process that ends when it is told to; what it does meanwhile is its {@link SimulatedChild}'s. One thread. */
final class SimulatedProcess extends Process {
    private static final int SIGNALLED = 128; // and the signal's number, as in Java
    private static final Map<String, Integer> SIGNALS =
            Map.of("HUP", 1, "INT", 2, "QUIT", 3, "KILL", 9, "USR1", 10, "USR2", 12, "PIPE", 13, "TERM", 15);

    private final SimulatedProcesses processes;
    private final long pid;
    private final CompletableFuture<Process> exit = new CompletableFuture<>();
    private SimulatedChild child; // null: nobody wrote what it does
    private boolean ended;
    private int exitValue;

    SimulatedProcess(SimulatedProcesses processes, long pid) {
        this.processes = processes;
        this.pid = pid;
    }

    void child(SimulatedChild child) {
        this.child = child;
    }

    void end(int value) {
        if (isAlive()) {
            exitValue = value;
            processes.ended(this);
            ended = true;
            if (child != null) {
                child.closeStreams();
                processes.afterStreams(() -> exit.complete(this));
                return;
            }
            exit.complete(this);
        }
    }

    boolean signal(String name) {
        Integer number = SIGNALS.get(name);
        if (number == null) {
            throw new IllegalArgumentException("there is no signal '" + name + "' here, but " + SIGNALS.keySet());
        }
        if (!isAlive()) {
            return false;
        }
        if (child == null || !child.takes(name)) {
            end(SIGNALLED + number);
        }
        return true;
    }

    void onEnd(IntConsumer told) {
        exit.thenAccept(ended -> told.accept(ChildExit.status(exitValue)));
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public boolean isAlive() {
        return !ended;
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return exit.copy(); // its end is not for others to tell
    }

    @Override
    public int exitValue() {
        if (isAlive()) {
            throw new IllegalThreadStateException("process " + pid + " has not ended");
        }
        return exitValue;
    }

    /** Nothing could end it while its thread waits. */
    @Override
    public int waitFor() {
        return exitValue();
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) {
        return !isAlive();
    }

    @Override
    public void destroy() {
        signal("TERM");
    }

    @Override
    public Process destroyForcibly() {
        signal("KILL");
        return this;
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }
}
