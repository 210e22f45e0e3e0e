package dev.usher.wheel;

import dev.usher.filter.InputFilter;
import dev.usher.filter.OutputFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Says how a {@link Run} shall be. Each verb changes this builder and answers it.
 *
 * @param <O> the records that the child writes to standard output
 * @param <P> the records put to its standard input
 * @param <E> the records that it writes to standard error
 */
public final class RunBuilder<O, P, E> {
    final OutputFilter<P> stdinFilter;
    final InputFilter<O> stdoutFilter;
    final InputFilter<E> stderrFilter;
    Event<Void> stdinEvent;
    Event<O> stdoutEvent;
    Event<E> stderrEvent;
    Event<RunError> errorEvent;
    Event<Void> closeEvent;
    private List<String> command = List.of();
    private Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private Conduit conduit = Conduit.PIPE;
    private boolean noStdin;
    private Path stdinFrom; // the three of them: null if not redirected
    private Path stdoutTo;
    private Path stderrTo;

    RunBuilder(OutputFilter<P> stdin, InputFilter<O> stdout, InputFilter<E> stderr) {
        stdinFilter = Objects.requireNonNull(stdin, "stdin filter");
        stdoutFilter = Objects.requireNonNull(stdout, "stdout filter");
        stderrFilter = Objects.requireNonNull(stderr, "stderr filter");
    }

    /**
     * What to run, without a shell. This, {@link #java} or {@link #shell} is required.
     *
     * @param command the program and its arguments
     * @return this
     */
    public RunBuilder<O, P, E> program(String... command) {
        return program(List.of(command));
    }

    /**
     * What to run, without a shell.
     *
     * @param command the program and its arguments
     * @return this
     */
    public RunBuilder<O, P, E> program(List<String> command) {
        this.command = List.copyOf(command);
        return this;
    }

    /**
     * What a JVM of its own is to run: a class of this program, with the same JDK and class path (what POE's Program is
     * as a function, where a fork would run it). Its {@code System.in} and {@code System.out} are the wheel's.
     *
     * @param main has {@code public static void main(String[])}
     * @param arguments what that gets
     * @return this
     * @throws IllegalArgumentException if it has no such method, or no name that a command can have
     */
    public RunBuilder<O, P, E> java(Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>(List.of(Program.javaCommand()));
        words.addAll(JavaProgram.words(main));
        words.addAll(List.of(arguments));
        return program(words);
    }

    /**
     * What a shell is to run, {@code /bin/sh} (POE's Program in one text). Nothing that a stranger has sent belongs in
     * it.
     *
     * @param line the command line
     * @return this
     */
    public RunBuilder<O, P, E> shell(String line) {
        return program("/bin/sh", "-c", line);
    }

    /**
     * Where the child runs; where this process does unless said.
     *
     * @param path a folder
     * @return this
     */
    public RunBuilder<O, P, E> directory(Path path) {
        directory = path;
        return this;
    }

    /**
     * Sets an environment variable of the child's, beside those of this process.
     *
     * @param name the variable
     * @param value its value
     * @return this
     */
    public RunBuilder<O, P, E> environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /**
     * What to talk through; pipes unless said.
     *
     * @param conduit the conduit
     * @return this
     */
    public RunBuilder<O, P, E> conduit(Conduit conduit) {
        this.conduit = Objects.requireNonNull(conduit, "conduit");
        return this;
    }

    /**
     * What to send whenever all that was put has been written.
     *
     * @param event the event
     * @return this
     */
    public RunBuilder<O, P, E> stdinEvent(Event<Void> event) {
        stdinEvent = event;
        return this;
    }

    /**
     * What to send for each record of standard output. Without it the child has this process's, as in POE.
     *
     * @param event the event
     * @return this
     */
    public RunBuilder<O, P, E> stdoutEvent(Event<O> event) {
        stdoutEvent = event;
        return this;
    }

    /**
     * What to send for each record of standard error. Without it the child has this process's, as in POE.
     *
     * @param event the event
     * @return this
     */
    public RunBuilder<O, P, E> stderrEvent(Event<E> event) {
        stderrEvent = event;
        return this;
    }

    /**
     * What to send for errors, and for the end of each output.
     *
     * @param event the event
     * @return this
     */
    public RunBuilder<O, P, E> errorEvent(Event<RunError> event) {
        errorEvent = event;
        return this;
    }

    /**
     * What to send once all outputs that have an event have ended.
     *
     * @param event the event
     * @return this
     */
    public RunBuilder<O, P, E> closeEvent(Event<Void> event) {
        closeEvent = event;
        return this;
    }

    /**
     * Lets the child have this process's standard input; nothing can be put to it then.
     *
     * @return this
     */
    public RunBuilder<O, P, E> noStdin() {
        noStdin = true;
        return this;
    }

    /**
     * Lets the child read a file; nothing can be put to it then.
     *
     * @param path the file
     * @return this
     */
    public RunBuilder<O, P, E> redirectStdin(Path path) {
        stdinFrom = path;
        return this;
    }

    /**
     * Has the child's standard output written to a file.
     *
     * @param path the file, which is written anew
     * @return this
     */
    public RunBuilder<O, P, E> redirectStdout(Path path) {
        stdoutTo = path;
        return this;
    }

    /**
     * Has the child's standard error written to a file.
     *
     * @param path the file, which is written anew
     * @return this
     */
    public RunBuilder<O, P, E> redirectStderr(Path path) {
        stderrTo = path;
        return this;
    }

    /**
     * Has the child's standard output and error written to one file.
     *
     * @param path the file, which is written anew
     * @return this
     */
    public RunBuilder<O, P, E> redirectOutput(Path path) {
        return redirectStdout(path).redirectStderr(path);
    }

    /**
     * Starts the child for the current session.
     *
     * @param poe the session's context
     * @return the wheel
     * @throws IllegalStateException if what was said does not go together
     * @throws UncheckedIOException if the child cannot be started: the message names the program and why
     */
    public Run<O, P, E> open(Context poe) {
        check();
        try {
            return new Run<>(poe, this, poe.kernel().processes().spawn(described(), conduit));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.get(0) + ": " + e.getMessage(), e);
        }
    }

    private void check() {
        if (command.isEmpty()) {
            throw new IllegalStateException("there is nothing to run: say program, java or shell");
        }
        refuseBoth("stdin", stdinEvent, stdinFrom);
        refuseBoth("stdout", stdoutEvent, stdoutTo);
        refuseBoth("stderr", stderrEvent, stderrTo);
        if (stdinEvent != null && noStdin) {
            throw new IllegalStateException("stdinEvent and noStdin exclude each other: say one of them");
        }
        if (stderrEvent != null && conduit.mergesStderr()) {
            throw new IllegalStateException("stderrEvent is of no use on a terminal: what the child writes to standard "
                    + "error comes with standard output");
        }
        if (!conduit.redirects() && (noStdin || stdinFrom != null || stdoutTo != null || stderrTo != null)) {
            throw new IllegalStateException(
                    "on a terminal nothing can be redirected: leave out noStdin and the redirects");
        }
    }

    private static void refuseBoth(String stream, Event<?> event, Path file) {
        if (event != null && file != null) {
            throw new IllegalStateException(stream + "Event and the redirect of " + stream + " to " + file
                    + " exclude each other: say one of them");
        }
    }

    private Program described() {
        Redirect in =
                stdinFrom != null ? Redirect.from(stdinFrom.toFile()) : noStdin ? Redirect.INHERIT : Redirect.PIPE;
        return new Program(
                command,
                Optional.ofNullable(directory),
                environment,
                in,
                output(stdoutEvent, stdoutTo),
                output(stderrEvent, stderrTo));
    }

    private static Redirect output(Event<?> event, Path file) {
        if (event != null) {
            return Redirect.PIPE;
        }
        return file == null ? Redirect.INHERIT : Redirect.to(file.toFile());
    }
}
