package dev.usher.kernel;

/**
 * How a child process has ended, as the CHLD signal carries it.
 *
 * @param pid its id
 * @param status the wait status, Perl's {@code $?}: the exit code times 256, or the number of the signal that ended it,
 *     or {@link #UNKNOWN}
 */
public record ChildExit(long pid, int status) {

    /** The status of a process for which somebody else has waited, as in Perl. */
    public static final int UNKNOWN = -1;

    private static final int SIGNALS = 64;

    /**
     * Turns what Java tells into a wait status. Java adds 128 to the number of the signal that ended a process, so one
     * that itself exits with 129 to 192 (a shell does, for a signal that ended its own child) looks as if the signal
     * had ended it.
     *
     * @param exitValue of {@link Process#exitValue}
     * @return the wait status
     */
    public static int status(int exitValue) {
        return exitValue > 128 && exitValue <= 128 + SIGNALS ? exitValue - 128 : exitValue << 8;
    }

    /** @return the exit code ({@code $? >> 8}); 0 if a signal ended it, -1 if nobody knows */
    public int exitCode() {
        return status >> 8;
    }

    /** @return the number of the signal that ended it ({@code $? & 127}), 0 if none did or nobody knows */
    public int signal() {
        return status == UNKNOWN ? 0 : status & 127;
    }
}
