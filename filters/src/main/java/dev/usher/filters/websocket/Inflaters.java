package dev.usher.filters.websocket;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.Inflater;

/** Inflaters that no connection of this thread needs now: each has about 40 KiB of native memory. One per thread. */
final class Inflaters {
    private static final int MOST = 16;

    private static final ThreadLocal<Inflaters> OF_THREAD = ThreadLocal.withInitial(Inflaters::new);

    private final Deque<Inflater> idle = new ArrayDeque<>();

    private Inflaters() {}

    static Inflaters ofThisThread() {
        return OF_THREAD.get();
    }

    Inflater take() {
        Inflater inflater = idle.pollLast();
        return inflater == null ? new Inflater(true) : inflater;
    }

    void giveBack(Inflater inflater) {
        if (idle.size() == MOST) {
            inflater.end();
            return;
        }
        inflater.reset();
        idle.addLast(inflater);
    }
}
