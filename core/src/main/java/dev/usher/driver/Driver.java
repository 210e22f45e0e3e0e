package dev.usher.driver;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.network.StreamLink;
import java.io.IOException;

/** Moves bytes between a wheel's buffers and a link. Used by one kernel's thread. */
public interface Driver {

    /**
     * Reads once.
     *
     * @param link where from
     * @param input where to
     * @return number of bytes appended to the input, 0 if none are there now, -1 at the end of the stream
     * @throws IOException if the connection is broken
     */
    int read(StreamLink link, Input input) throws IOException;

    /**
     * Writes as much as the link takes now. What is left stays in the output. Whoever does not know sources sees bytes
     * alone: the wheel reads some of a source into the output before it calls.
     *
     * @param link where to
     * @param output where from
     * @return number of bytes written
     * @throws IOException if the connection is broken
     */
    int write(StreamLink link, Output output) throws IOException;

    /** @return whether {@link #write} takes an output's source too, behind its bytes */
    default boolean takesSources() {
        return false;
    }
}
