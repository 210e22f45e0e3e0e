package dev.usher.recorder;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A child process; what the kernel's thread asks it is recorded. Its streams have links, by which alone it is read. */
final class RecordingProcess extends Process {
    final Process real;
    private final FlightRecorder recorder;

    RecordingProcess(FlightRecorder recorder, Process real) {
        this.recorder = recorder;
        this.real = real;
    }

    @Override
    public long pid() {
        return real.pid();
    }

    @Override
    public boolean isAlive() {
        return alive(real.isAlive());
    }

    private boolean alive(boolean alive) {
        if (recorder.isOwn()) {
            Output record = recorder.begin(Kind.IS_ALIVE);
            record.number(pid());
            record.bool(alive);
            recorder.end();
        }
        return alive;
    }

    @Override
    public int exitValue() {
        int value = 0;
        IllegalThreadStateException failure = null;
        try {
            value = real.exitValue();
        } catch (IllegalThreadStateException e) {
            failure = e;
        }
        if (recorder.isOwn()) {
            Output record = recorder.begin(Kind.EXIT_VALUE);
            record.number(pid());
            if (failure != null) {
                throw recorder.failed(failure);
            }
            record.bool(true);
            record.signed(value);
            recorder.end();
        } else if (failure != null) {
            throw failure;
        }
        return value;
    }

    @Override
    public int waitFor() throws InterruptedException {
        real.waitFor();
        return exitValue();
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        return !alive(!real.waitFor(timeout, unit));
    }

    /** Tells in a thread of its own, which is not the kernel's: through the inbox it is recorded. */
    @Override
    public CompletableFuture<Process> onExit() {
        return real.onExit();
    }

    @Override
    public void destroy() {
        real.destroy();
    }

    @Override
    public Process destroyForcibly() {
        real.destroyForcibly();
        return this;
    }

    @Override
    public boolean supportsNormalTermination() {
        return real.supportsNormalTermination();
    }

    @Override
    public ProcessHandle toHandle() {
        return real.toHandle();
    }

    @Override
    public OutputStream getOutputStream() {
        return real.getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return real.getInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return real.getErrorStream();
    }

    @Override
    public String toString() {
        return real.toString();
    }
}
