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

    /** @return whether a read would tell something although the link has nothing new */
    default boolean hasInput() {
        return false;
    }

    /** @return number of bytes taken from outputs, or of the driver's own, that the link has not taken yet */
    default int unwritten() {
        return 0;
    }

    /**
     * Ends our half of the connection. Called once, when all that was put is written. What the link does not take of it
     * now follows with the next writes.
     *
     * @param link what to end
     * @throws IOException if the connection is broken
     */
    default void shutdownOutput(StreamLink link) throws IOException {
        link.shutdownOutput();
    }

    /**
     * The connection is about to be closed, by the caller: the last moment to say something to the peer. Never fails.
     * Not called where something that was put is lost: then the peer must not take what it has for all.
     *
     * @param link what is about to be closed
     */
    default void closing(StreamLink link) {}

    /** @return whether {@link #write} takes an output's source too, behind its bytes */
    default boolean takesSources() {
        return false;
    }
}
