package dev.usher.filters.websocket;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/** Deflaters that no connection of this thread needs now: each has about 260 KiB of native memory. One per thread. */
final class Deflaters {
    private static final int MOST = 4; // of each level

    private static final ThreadLocal<Deflaters> OF_THREAD = ThreadLocal.withInitial(Deflaters::new);

    private final List<List<Deflater>> idle = new ArrayList<>();

    private Deflaters() {
        for (int level = 0; level <= Deflater.BEST_COMPRESSION; level++) {
            idle.add(new ArrayList<>());
        }
    }

    static Deflaters ofThisThread() {
        return OF_THREAD.get();
    }

    Deflater take(int level) {
        List<Deflater> ofLevel = idle.get(level);
        return ofLevel.isEmpty() ? new Deflater(level, true) : ofLevel.remove(ofLevel.size() - 1);
    }

    void giveBack(int level, Deflater deflater) {
        List<Deflater> ofLevel = idle.get(level);
        if (ofLevel.size() == MOST) {
            deflater.end();
            return;
        }
        deflater.reset();
        ofLevel.add(deflater);
    }
}
