package dev.usher.filters.websocket;

import dev.usher.filter.Output;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Buffers that no message of this thread needs now, so that an idle connection has none and a busy one makes none. One
 * for each thread.
 */
final class Buffers {
    static final int USUAL = 16_384;

    private static final int LARGEST_KEPT = 2 << 20; // what a message of the default limit has grown to by doubling
    private static final int MOST_KEPT = 4 << 20; // bytes of all; more are left to the collector

    private static final ThreadLocal<Buffers> OF_THREAD = ThreadLocal.withInitial(Buffers::new);

    private final Deque<Output> idle = new ArrayDeque<>();
    private int kept; // bytes of them
    private MessageReader large; // that inflates more than others may, or null

    private Buffers() {}

    static Buffers ofThisThread() {
        return OF_THREAD.get();
    }

    Output take() {
        Output buffer = idle.pollLast();
        if (buffer == null) {
            return new Output(USUAL);
        }
        kept -= buffer.capacity();
        return buffer;
    }

    /** Whether this is the one reader that may inflate a large message now. */
    boolean isLarge(MessageReader reader) {
        if (large == null) {
            large = reader;
        }
        return large == reader;
    }

    /** It has done so, or waits for the peer. */
    void isLargeNoMore(MessageReader reader) {
        if (large == reader) {
            large = null;
        }
    }

    void giveBack(Output buffer) {
        if (buffer.capacity() <= LARGEST_KEPT && kept + buffer.capacity() <= MOST_KEPT) {
            kept += buffer.capacity();
            buffer.clear();
            idle.addLast(buffer);
        }
    }
}
