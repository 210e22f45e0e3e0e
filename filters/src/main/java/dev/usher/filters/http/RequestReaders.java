package dev.usher.filters.http;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Readers that no connection of this thread needs now, so that an idle connection has none and a busy one makes none.
 * One for each thread.
 */
final class RequestReaders {
    private static final int MOST = 64; // of about three kilobytes each; more are left to the collector

    private static final ThreadLocal<RequestReaders> OF_THREAD = ThreadLocal.withInitial(RequestReaders::new);

    private final Deque<RequestReader> idle = new ArrayDeque<>();

    private RequestReaders() {}

    static RequestReaders ofThisThread() {
        return OF_THREAD.get();
    }

    RequestReader take() {
        RequestReader reader = idle.pollLast();
        return reader == null ? new RequestReader() : reader;
    }

    void giveBack(RequestReader reader) {
        if (idle.size() < MOST) {
            idle.addLast(reader);
        }
    }
}
