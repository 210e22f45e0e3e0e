package dev.usher.simulation;

import dev.usher.kernel.ChildExit;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** A process without input and output that ends when it is told to. One thread. */
final class SimulatedProcess extends Process {
    private static final int KILLED = 128 + 9;
    private static final int TERMINATED = 128 + 15;

    private final SimulatedProcesses processes;
    private final long pid;
    private final CompletableFuture<Process> exit = new CompletableFuture<>();
    private int exitValue;

    SimulatedProcess(SimulatedProcesses processes, long pid) {
        this.processes = processes;
        this.pid = pid;
    }

    void end(int value) {
        if (isAlive()) {
            exitValue = value;
            processes.ended(this);
            exit.complete(this);
        }
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
        return !exit.isDone();
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
        end(TERMINATED);
    }

    @Override
    public Process destroyForcibly() {
        end(KILLED);
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
