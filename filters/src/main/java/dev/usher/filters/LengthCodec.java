package dev.usher.filters;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;

/**
 * How the length of a block is written in front of it: POE's LengthCodec. Without state, so that one object serves any
 * number of filters, on any thread.
 */
public interface LengthCodec {

    /**
     * How many of the first bytes of the window tell a length; they are looked at and stay where they are. Asked again
     * with more bytes if there are too few.
     *
     * @param input the bytes received
     * @return 1 or more, or -1: more bytes are needed
     * @throws ProtocolException if a length cannot begin like this. If the codec has taken the offending bytes it is
     *     asked again, and the filter tells of it once until a length is found
     */
    int prefix(Input input);

    /**
     * The length of the block behind the prefix.
     *
     * @param input the bytes received, which stay where they are
     * @param prefix how many of them tell it
     * @return 0 or more
     */
    long length(Input input, int prefix);

    /**
     * Appends a length.
     *
     * @param length of the block that follows
     * @param out where to
     * @throws IllegalArgumentException if there is no way to write it; nothing is appended then
     */
    void put(int length, Output out);
}
