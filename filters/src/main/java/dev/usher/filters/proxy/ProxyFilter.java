package dev.usher.filters.proxy;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;

/**
 * Reads the PROXY header in front of a connection's bytes, and writes it. Strict: anything but a header of version 1 or
 * 2 for a stream is refused. Belongs to one connection and its thread.
 *
 * <p>What follows the header stays in the window. Who reads from a link whose later reader cannot be given a window,
 * TLS say, reads not more than {@link #wanted} bytes at a time and so never a byte too many.
 */
public final class ProxyFilter implements Filter<ProxyHeader, ProxyHeader> {
    private static final int MAX_LENGTH = 1024;
    private static final int FIRST_READ = 15; // "PROXY UNKNOWN\r\n", the shortest of all headers

    private final int maxLength;

    /** Takes headers of version 2 of up to 1,024 bytes; those of version 1 have 107 at most. */
    public ProxyFilter() {
        this(MAX_LENGTH);
    }

    private ProxyFilter(int maxLength) {
        this.maxLength = maxLength;
    }

    /**
     * The longest header of version 2 that is taken: a proxy that sends certificates needs more.
     *
     * @param bytes 16 to 65,551
     * @return a new filter
     */
    public ProxyFilter maxLength(int bytes) {
        if (bytes < BinaryHeader.START || bytes > BinaryHeader.START + BinaryHeader.MOST) {
            throw new IllegalArgumentException("maxLength must be from 16 to 65551, not " + bytes);
        }
        return new ProxyFilter(bytes);
    }

    /**
     * Takes the header.
     *
     * @throws ProtocolException always, without taking a byte, if there is none or it is not as it must be: the
     *     connection cannot be used
     */
    @Override
    public ProxyHeader next(Input input) {
        if (input.isEmpty()) {
            return null;
        }
        return isBinary(input) ? BinaryHeader.take(input, maxLength) : TextHeader.take(input);
    }

    /**
     * How many more bytes surely belong to the header: at least 1 while {@link #next} has not answered it.
     *
     * @param input what of the header has come, and {@link #next} found too little
     * @return how many bytes may be read now
     */
    public int wanted(Input input) {
        int there = input.remaining();
        if (there < FIRST_READ) {
            return FIRST_READ - there;
        }
        return isBinary(input) ? BinaryHeader.wanted(input) : TextHeader.wanted(input);
    }

    private static boolean isBinary(Input input) {
        return input.at(0) == BinaryHeader.FIRST;
    }

    @Override
    public void put(ProxyHeader header, Output out) {
        if (header.version() == 2) {
            BinaryHeader.put(header, out);
        } else {
            TextHeader.put(header, out);
        }
    }

    @Override
    public ProxyFilter fresh() {
        return this;
    }
}
