package dev.usher.wheel;

import dev.usher.filter.Filter;
import dev.usher.filter.InputFilter;
import dev.usher.filter.OutputFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Processes;
import dev.usher.kernel.Spawned;
import dev.usher.network.StreamLink;

/**
 * Runs a child process and talks with it in records, by its standard streams (POE::Wheel::Run). Belongs to its session;
 * any session of the same kernel may put to it. Not thread-safe.
 *
 * <p>How the child ends is told by {@code poe.sigChild(run.process(), EVENT, null)}, mostly after the close event, but
 * that is not promised. Closing the wheel closes our ends and leaves the child running.
 *
 * @param <O> the records that the child writes to standard output
 * @param <P> the records put to its standard input
 * @param <E> the records that it writes to standard error
 */
public final class Run<O, P, E> extends Wheel {
    private final Processes processes;
    private final Process process;
    private final StandardStream<O, P> stdin; // the three of them: null if it is no pipe
    private final StandardStream<O, P> stdout; // the same as stdin on a terminal
    private final StandardStream<E, Void> stderr;
    private final boolean terminal;
    private Event<RunError> errorEvent;
    private Event<Void> closeEvent;
    private int reading; // outputs that have not ended
    private boolean closed;

    Run(Context poe, RunBuilder<O, P, E> wanted, Spawned spawned) {
        super(poe);
        processes = poe.kernel().processes();
        process = spawned.process();
        errorEvent = wanted.errorEvent;
        closeEvent = wanted.closeEvent;
        StreamLink in = spawned.stdin().orElse(null);
        StreamLink out = spawned.stdout().orElse(null);
        terminal = in != null && in == out;
        reading = (wanted.stdoutEvent == null || out == null ? 0 : 1)
                + (wanted.stderrEvent == null || spawned.stderr().isEmpty() ? 0 : 1);
        stdout = out == null
                ? null
                : new StandardStream<>(
                        this,
                        poe,
                        out,
                        wanted.stdoutFilter,
                        terminal ? wanted.stdinFilter : null,
                        wanted.stdoutEvent,
                        terminal ? wanted.stdinEvent : null,
                        RunError.Handle.STDOUT);
        stderr = spawned.stderr()
                .map(link -> new StandardStream<E, Void>(
                        this, poe, link, wanted.stderrFilter, null, wanted.stderrEvent, null, RunError.Handle.STDERR))
                .orElse(null);
        if (terminal || in == null) {
            stdin = terminal ? stdout : null;
        } else {
            stdin = new StandardStream<>(
                    this, poe, in, null, wanted.stdinFilter, null, wanted.stdinEvent, RunError.Handle.STDIN);
        }
    }

    /**
     * Begins a wheel.
     *
     * @param stdio for standard input and output
     * @param stderr for standard error
     * @param <O> the records that the child writes to standard output
     * @param <P> the records put to its standard input
     * @param <E> the records that it writes to standard error
     * @return what the wheel shall be, to be opened
     */
    public static <O, P, E> RunBuilder<O, P, E> with(Filter<O, P> stdio, InputFilter<E> stderr) {
        return with(stdio, stdio, stderr);
    }

    /**
     * Begins a wheel.
     *
     * @param stdin for standard input
     * @param stdout for standard output
     * @param stderr for standard error
     * @param <O> the records that the child writes to standard output
     * @param <P> the records put to its standard input
     * @param <E> the records that it writes to standard error
     * @return what the wheel shall be, to be opened
     */
    public static <O, P, E> RunBuilder<O, P, E> with(
            OutputFilter<P> stdin, InputFilter<O> stdout, InputFilter<E> stderr) {
        return new RunBuilder<>(stdin, stdout, stderr);
    }

    // ---- the child

    /** @return the child, for {@code poe.sigChild} */
    public Process process() {
        return process;
    }

    /** @return the child's process id (POE's PID) */
    public long pid() {
        return process.pid();
    }

    /**
     * Asks the child to end, by signal TERM.
     *
     * @return false if it has ended
     */
    public boolean kill() {
        return kill("TERM");
    }

    /**
     * Sends the child a signal.
     *
     * @param signal its name without SIG: TERM, KILL, INT, HUP, ...
     * @return false if it has ended
     */
    public boolean kill(String signal) {
        return processes.kill(process, signal);
    }

    // ---- standard input

    /**
     * Writes a record to the child, at the end of the slice.
     *
     * @param record what to write
     * @return true if it is dropped: the child reads no more, or standard input was shut down
     * @throws IllegalStateException if the child's standard input is no pipe
     */
    public boolean put(P record) {
        if (stdin == null) {
            throw new IllegalStateException(
                    "put to a child whose standard input is not ours: start it without noStdin " + "and redirectStdin");
        }
        return stdin.put(record);
    }

    /** Ends the child's standard input, after what was put is written. On a terminal nothing happens, as in POE. */
    public void shutdownStdin() {
        if (stdin != null && !terminal) {
            stdin.shutdownOutput();
        }
    }

    /** @return number of bytes put and not yet taken by the pipe (POE's get_driver_out_octets) */
    public int octets() {
        return stdin == null ? 0 : stdin.octets();
    }

    /** @return number of records put since the output was last empty (POE's get_driver_out_messages) */
    public int outMessages() {
        return stdin == null ? 0 : stdin.outMessages();
    }

    // ---- standard output and error

    /** Reads no more of standard output for a while: the child will wait. */
    public void pauseStdout() {
        if (stdout != null) {
            stdout.pauseInput();
        }
    }

    /** Reads on. */
    public void resumeStdout() {
        if (stdout != null) {
            stdout.resumeInput();
        }
    }

    /** Reads no more of standard error for a while: the child will wait. */
    public void pauseStderr() {
        if (stderr != null) {
            stderr.pauseInput();
        }
    }

    /** Reads on. */
    public void resumeStderr() {
        if (stderr != null) {
            stderr.resumeInput();
        }
    }

    /** @return a copy of the bytes of standard output that no record has used yet, in the error event too */
    public byte[] stdoutPending() {
        return stdout == null ? new byte[0] : stdout.pending();
    }

    /** @return a copy of the bytes of standard error that no record has used yet, in the error event too */
    public byte[] stderrPending() {
        return stderr == null ? new byte[0] : stderr.pending();
    }

    // ---- filters and events

    /**
     * Changes the filter of standard input. What was put stays as it is.
     *
     * @param filter writes from the next record on
     */
    public void stdinFilter(OutputFilter<P> filter) {
        if (stdin != null) {
            stdin.outputFilter(filter);
        }
    }

    /**
     * Changes the filter of standard output. Bytes that the old one has not used go to the new one.
     *
     * @param filter reads from the next record on
     */
    public void stdoutFilter(InputFilter<O> filter) {
        if (stdout != null) {
            stdout.inputFilter(filter);
        }
    }

    /**
     * Changes the filter of standard error. Bytes that the old one has not used go to the new one.
     *
     * @param filter reads from the next record on
     */
    public void stderrFilter(InputFilter<E> filter) {
        if (stderr != null) {
            stderr.inputFilter(filter);
        }
    }

    /**
     * Changes the filters of standard input and output.
     *
     * @param filter reads and writes from the next record on
     */
    public void stdioFilter(Filter<O, P> filter) {
        stdinFilter(filter);
        stdoutFilter(filter);
    }

    /**
     * Sends another event when all that was put is written, from now on.
     *
     * @param event the event, or null
     */
    public void stdinEvent(Event<Void> event) {
        if (stdin != null) {
            stdin.flushedEvent(event);
        }
    }

    /**
     * Sends another event for records of standard output from now on.
     *
     * @param event the event
     */
    public void stdoutEvent(Event<O> event) {
        if (stdout != null) {
            stdout.inputEvent(event);
        }
    }

    /**
     * Sends another event for records of standard error from now on.
     *
     * @param event the event
     */
    public void stderrEvent(Event<E> event) {
        if (stderr != null) {
            stderr.inputEvent(event);
        }
    }

    /**
     * Sends another event for errors and the ends of outputs from now on.
     *
     * @param event the event, or null
     */
    public void errorEvent(Event<RunError> event) {
        errorEvent = event;
    }

    /**
     * Sends another event when all outputs have ended, from now on.
     *
     * @param event the event, or null
     */
    public void closeEvent(Event<Void> event) {
        closeEvent = event;
    }

    // ---- for its streams

    boolean tellsErrors() {
        return errorEvent != null;
    }

    void tellError(Context poe, IoError error, RunError.Handle handle) {
        poe.deliver(errorEvent, new RunError(error, handle), id());
    }

    /** A terminal whose last user has gone tells an error where a pipe tells its end. */
    boolean isTerminalEnd(IoError error) {
        return terminal && error.operation().equals("read");
    }

    void ended(Context poe) {
        if (--reading == 0 && !closed) {
            poe.deliver(closeEvent, null, id());
        }
    }

    // ---- the end

    /** Writes what the pipe takes at once of what was put, then closes our ends. The child goes on. */
    @Override
    public void close() {
        closed = true;
        closeStream(stdin);
        closeStream(stdout);
        closeStream(stderr);
    }

    private static void closeStream(ReadWrite<?, ?> stream) {
        if (stream != null) {
            stream.close();
        }
    }
}
