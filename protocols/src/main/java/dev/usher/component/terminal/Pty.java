package dev.usher.component.terminal;

import dev.usher.kernel.Processes;
import dev.usher.kernel.Program;
import dev.usher.kernel.Spawned;
import dev.usher.wheel.Conduit;
import java.io.IOException;

/**
 * Has a child process run on a terminal of its own (POE's Conduits pty and pty-pipe). Immutable: each verb answers a
 * changed copy. Needs {@code org.jetbrains.pty4j:pty4j}, {@code /bin/sh} and {@code stty}.
 *
 * <p>The terminal is raw, as in POE: it shows the child's output as it is and repeats no input. Children are of this
 * machine, whatever the kernel's {@link Processes} are.
 */
public final class Pty implements Conduit {
    private static final Pty PLAIN = new Pty(24, 80, false, false);

    private final int rows;
    private final int columns;
    private final boolean stderrApart;
    private final boolean cooked;

    private Pty(int rows, int columns, boolean stderrApart, boolean cooked) {
        this.rows = rows;
        this.columns = columns;
        this.stderrApart = stderrApart;
        this.cooked = cooked;
    }

    /** @return a terminal of 24 rows and 80 columns, to which standard error goes too */
    public static Pty conduit() {
        return PLAIN;
    }

    /**
     * Sets the terminal's size (POE's Winsize).
     *
     * @param rows more than 0
     * @param columns more than 0
     * @return the changed copy
     */
    public Pty size(int rows, int columns) {
        if (rows <= 0 || columns <= 0) {
            throw new IllegalArgumentException(
                    "a terminal has rows and columns, more than 0, not " + rows + " and " + columns);
        }
        return new Pty(rows, columns, stderrApart, cooked);
    }

    /** @return a copy with a stream of its own for standard error (POE's pty-pipe) */
    public Pty stderrApart() {
        return new Pty(rows, columns, true, cooked);
    }

    /** @return a copy that the system leaves as terminals are for people: it repeats input and edits lines */
    public Pty cooked() {
        return new Pty(rows, columns, stderrApart, true);
    }

    @Override
    public Spawned spawn(Processes processes, Program program) throws IOException {
        try {
            return PtyChild.start(program, rows, columns, stderrApart, !cooked);
        } catch (LinkageError missing) {
            throw Missing.library("a pseudo-terminal", "org.jetbrains.pty4j:pty4j", missing);
        }
    }

    @Override
    public boolean mergesStderr() {
        return !stderrApart;
    }

    @Override
    public boolean redirects() {
        return false;
    }
}
