package dev.usher.kernel;

import java.util.List;

/**
 * A signal as its handler gets it.
 *
 * @param name INT, TERM, DIE, IDLE, ... or a name of the program's own
 * @param details what was given to {@code signal}; a {@link Death} for DIE, a {@link ChildExit} for CHLD
 * @param extra what was given to {@code sig}, or null
 */
public record SignalInfo(String name, List<Object> details, Object extra) {

    /**
     * The details of a DIE signal.
     *
     * @return the exception and where it came from
     * @throws IllegalStateException if this is another signal
     */
    public Death death() {
        if (!details.isEmpty() && details.get(0) instanceof Death death) {
            return death;
        }
        throw new IllegalStateException("only the DIE signal has a death, not " + name);
    }

    /**
     * The details of a CHLD signal.
     *
     * @return which process has ended and how
     * @throws IllegalStateException if this is another signal
     */
    public ChildExit childExit() {
        if (!details.isEmpty() && details.get(0) instanceof ChildExit exit) {
            return exit;
        }
        throw new IllegalStateException("only the CHLD signal has a child's exit, not " + name);
    }
}
