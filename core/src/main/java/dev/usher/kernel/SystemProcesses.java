package dev.usher.kernel;

import dev.usher.network.PumpedLink;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Optional;
import java.util.function.Supplier;

/** Child processes of the machine. Any thread. */
final class SystemProcesses {
    private SystemProcesses() {}

    static Spawned spawn(Program program) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.command())
                .redirectInput(program.stdin())
                .redirectOutput(program.stdout())
                .redirectError(program.stderr());
        if (program.stdout().type() == Redirect.Type.WRITE && program.stdout().equals(program.stderr())) {
            builder.redirectErrorStream(true); // opened twice, each would write over the other
        }
        program.directory().ifPresent(path -> builder.directory(path.toFile()));
        builder.environment().putAll(program.environment());
        Process process = builder.start();
        String name = process.pid() + " " + program.command().get(0);
        return new Spawned(
                process,
                ours(program.stdin(), () -> PumpedLink.writing("stdin of " + name, process.getOutputStream())),
                ours(program.stdout(), () -> PumpedLink.reading("stdout of " + name, process.getInputStream())),
                ours(program.stderr(), () -> PumpedLink.reading("stderr of " + name, process.getErrorStream())));
    }

    private static Optional<StreamLink> ours(Redirect redirect, Supplier<StreamLink> link) {
        return redirect == Redirect.PIPE ? Optional.of(link.get()) : Optional.empty();
    }

    /**
     * By the id's handle: {@code Process.destroy} would close the pipes, and with them what the child has written last.
     */
    static boolean kill(Process process, String signal) {
        return switch (signal) {
            case "TERM" ->
                process.isAlive() && handle(process).map(ProcessHandle::destroy).orElse(false);
            case "KILL" ->
                process.isAlive()
                        && handle(process).map(ProcessHandle::destroyForcibly).orElse(false);
            default -> process.isAlive() && killByShell(process.pid(), signal);
        };
    }

    private static Optional<ProcessHandle> handle(Process process) {
        return ProcessHandle.of(process.pid());
    }

    private static boolean killByShell(long pid, String signal) {
        if (!signal.matches("[A-Z0-9]+")) {
            throw unknown(signal);
        }
        try {
            Process shell = new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " " + pid)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (shell.waitFor() == 0) {
                return true;
            }
            if (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
                throw unknown(signal);
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("signal " + signal + " needs /bin/sh: use TERM or KILL without one", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signal " + signal + " was sent to " + pid, e);
        }
    }

    private static IllegalArgumentException unknown(String signal) {
        return new IllegalArgumentException(
                "there is no signal '" + signal + "': give its name without SIG, like TERM, INT or HUP");
    }
}
