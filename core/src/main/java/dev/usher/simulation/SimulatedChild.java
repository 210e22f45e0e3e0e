package dev.usher.simulation;

import dev.usher.kernel.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A child process that a wheel has started, from its inside: what its program does is written in the test. One thread.
 * It ends when {@link #exit} says so, or by a signal; its ends of the streams close with it.
 */
public final class SimulatedChild {
    private final SimulatedNetwork network;
    private final SimulatedProcess process;
    private final Program program;
    private final SimulatedClient stdin;
    private final SimulatedClient stdout;
    private final SimulatedClient stderr;
    private final List<String> signals = new ArrayList<>();
    private Runnable onStdin;
    private Runnable onSignal;

    SimulatedChild(
            SimulatedNetwork network,
            SimulatedProcess process,
            Program program,
            SimulatedClient stdin,
            SimulatedClient stdout,
            SimulatedClient stderr) {
        this.network = network;
        this.process = process;
        this.program = program;
        this.stdin = stdin;
        this.stdout = stdout;
        this.stderr = stderr;
        if (stdin != null) {
            stdin.onProgress(this::stdinProgressed);
        }
    }

    /** @return what it was started with */
    public Program program() {
        return program;
    }

    /** @return its process id */
    public long pid() {
        return process.pid();
    }

    /**
     * Its standard input.
     *
     * @return what the wheel has put so far, see {@link SimulatedClient#takeReceived}
     * @throws IllegalStateException if that is no pipe
     */
    public SimulatedClient stdin() {
        return pipe("stdin", stdin);
    }

    /**
     * Its standard output.
     *
     * @return where to {@link SimulatedClient#send}
     * @throws IllegalStateException if that is no pipe
     */
    public SimulatedClient stdout() {
        return pipe("stdout", stdout);
    }

    /**
     * Its standard error.
     *
     * @return where to {@link SimulatedClient#send}
     * @throws IllegalStateException if that is no pipe
     */
    public SimulatedClient stderr() {
        return pipe("stderr", stderr);
    }

    private static SimulatedClient pipe(String name, SimulatedClient stream) {
        if (stream == null) {
            throw new IllegalStateException(name + " of this child is no pipe: it was redirected or inherited");
        }
        return stream;
    }

    /**
     * What to do whenever something has come on standard input, or its end; at once, if something is there.
     *
     * @param action looks at {@link #stdin}
     */
    public void onStdin(Runnable action) {
        onStdin = action;
        stdinProgressed();
    }

    private void stdinProgressed() {
        if (onStdin != null && process.isAlive() && (!stdin.received().isEmpty() || stdin.isClosedByPeer())) {
            onStdin.run();
        }
    }

    /**
     * What to do when a signal comes other than KILL, instead of ending by it.
     *
     * @param action looks at {@link #signals}
     */
    public void onSignal(Runnable action) {
        onSignal = action;
    }

    /** @return the names of the signals that have come */
    public List<String> signals() {
        return List.copyOf(signals);
    }

    /** Whether it takes the signal itself. */
    boolean takes(String signal) {
        signals.add(signal);
        if (onSignal == null || signal.equals("KILL")) {
            return false;
        }
        onSignal.run();
        return true;
    }

    /**
     * Does something later, unless it has ended by then.
     *
     * @param delay how long from now
     * @param action what
     */
    public void after(Duration delay, Runnable action) {
        network.at(Math.addExact(network.clock().nowNs(), delay.toNanos()), () -> {
            if (process.isAlive()) {
                action.run();
            }
        });
    }

    /**
     * Ends.
     *
     * @param exitValue its exit code
     */
    public void exit(int exitValue) {
        process.end(exitValue);
    }

    void closeStreams() {
        for (SimulatedClient stream : new SimulatedClient[] {stdin, stdout, stderr}) {
            if (stream != null) {
                stream.close();
            }
        }
    }
}
