package dev.usher.component.terminal;

import java.util.Optional;

/**
 * What came of one {@link ReadLine#get}.
 *
 * @param line what was typed; empty where the line was not ended by Enter
 * @param end what has ended it
 */
public record Typed(Optional<String> line, End end) {

    /** What ends a line. */
    public enum End {
        /** It is whole. */
        ENTER,
        /** Control-D on an empty line, or no more input (POE's eot). */
        EOT,
        /** Control-C (POE's interrupt). */
        INTERRUPT
    }
}
