package dev.usher.wheel;

import dev.usher.kernel.Processes;
import dev.usher.kernel.Program;
import dev.usher.kernel.Spawned;
import java.io.IOException;

/**
 * What a {@link Run} and its child talk through (POE's Conduit). Called on the kernel's thread, once for each child.
 * POE's {@code socketpair} and {@code inet} are not to be had: the JVM gives children pipes.
 */
@FunctionalInterface
public interface Conduit extends Processes.Way {

    /** A pipe for each standard stream that has an event. */
    Conduit PIPE = Processes::spawn;

    /**
     * Starts a child.
     *
     * @param processes the kernel's, or the machine's when a kernel is recorded
     * @param program what it is started with
     * @return the child, and our ends
     * @throws IOException if it cannot be started
     */
    @Override
    Spawned spawn(Processes processes, Program program) throws IOException;

    /** @return whether standard error comes with standard output, as on a terminal */
    default boolean mergesStderr() {
        return false;
    }

    /** @return whether standard streams may be redirected to files and inherited */
    default boolean redirects() {
        return true;
    }
}
