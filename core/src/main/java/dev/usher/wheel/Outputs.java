package dev.usher.wheel;

import dev.usher.driver.Driver;
import dev.usher.filter.Output;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.util.ArrayDeque;

/** What a wheel has to write: bytes and sources in the order in which they were put. Belongs to the kernel's thread. */
final class Outputs {
    private static final int SMALL = 1_024;
    private static final int BLOCK = 16_384; // of a source, for a driver that knows none
    private static final int TURN = 1 << 18; // bytes, then other links get theirs

    private final ArrayDeque<Output> behind = new ArrayDeque<>(2);
    private Output first = Output.keepingSources(SMALL);
    int puts; // how many records were put
    long written; // bytes, since there was nothing

    /** Where the next record goes. */
    Output last() {
        Output last = behind.isEmpty() ? first : behind.getLast();
        if (last.source() == null) {
            return last;
        }
        Output next = Output.keepingSources(SMALL);
        behind.addLast(next);
        return next;
    }

    /** Whether the link can take what is lent in that one next, behind bytes only and from where it is. */
    boolean isNext(Output output, Driver driver) {
        return output == first && driver.takesSources();
    }

    boolean isEmpty() {
        return isWritten(first) && behind.isEmpty();
    }

    private static boolean isWritten(Output output) {
        return output.isEmpty() && output.source() == null;
    }

    /** Bytes, with those that the sources have still to give. */
    long octets() {
        long octets = octets(first);
        if (!behind.isEmpty()) {
            for (Output output : behind) {
                octets += octets(output);
            }
        }
        return octets;
    }

    private static long octets(Output output) {
        return output.source() == null
                ? output.size()
                : output.size() + output.source().remaining();
    }

    /** Bytes in memory that were copied here. */
    int copied() {
        int copied = first.size();
        if (!behind.isEmpty()) {
            for (Output output : behind) {
                copied += output.size();
            }
        }
        return copied;
    }

    /** Bytes of room for the next owner. */
    int capacity() {
        return first.capacity();
    }

    /** Writes what the link takes, or so much that it is the turn of others; answers how many bytes. */
    long write(Driver driver, StreamLink link) throws IOException {
        long count = 0;
        boolean sources = driver.takesSources();
        do {
            if (!sources && first.isEmpty() && first.source() != null) {
                first.fill(BLOCK);
            }
            count += driver.write(link, first);
            if (isWritten(first)) {
                if (behind.isEmpty()) {
                    break;
                }
                first = behind.removeFirst();
            } else if (sources || !first.isEmpty()) {
                break;
            }
        } while (count < TURN);
        written += count;
        return count;
    }

    /** Drops all: what is open is closed. */
    void clear() {
        puts = 0;
        written = 0;
        clear(first);
        behind.forEach(Outputs::clear);
        behind.clear();
    }

    /** A source that fails to close is no reason to keep the others open, or the connection. */
    private static void clear(Output output) {
        try {
            output.clear();
        } catch (RuntimeException e) {
            Logs.READ_WRITE.warn("a source that is sent no more failed to close", e);
        }
    }
}
