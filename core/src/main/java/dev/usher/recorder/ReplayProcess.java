package dev.usher.recorder;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A child process of which there is only what was recorded. One thread. */
final class ReplayProcess extends Process {
    private final Script script;
    private final long pid;

    ReplayProcess(Script script, long pid) {
        this.script = script;
        this.pid = pid;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public boolean isAlive() {
        Input body = ask(Kind.IS_ALIVE);
        if (body == null) {
            return false;
        }
        boolean alive = body.bool();
        script.done();
        return alive;
    }

    @Override
    public int exitValue() {
        Input body = ask(Kind.EXIT_VALUE);
        if (body == null) {
            return 0;
        }
        script.threw(body);
        int value = (int) body.signed();
        script.done();
        return value;
    }

    private Input ask(Kind kind) {
        Input body = script.isOwn() ? script.ask(kind, () -> kind.text() + " " + pid) : null;
        if (body != null) {
            script.same(kind.text() + " " + body.number(), kind.text() + " " + pid);
        }
        return script.isOver() ? null : body;
    }

    @Override
    public int waitFor() {
        return exitValue();
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) {
        return !isAlive();
    }

    /** Never: the inbox tells. */
    @Override
    public CompletableFuture<Process> onExit() {
        return new CompletableFuture<>();
    }

    @Override
    public void destroy() {
        // Nothing runs.
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
