package dev.usher.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The events that ran last, each with its {@link Cause}, for a kernel that traces them. On the kernel's thread. */
public final class Causes {
    /** How many events are remembered. */
    public static final int MOST = 65_536;

    private final Clock clock;
    private final long originNs;
    private final Cause[] ring = new Cause[MOST];
    private long begun;
    private long count;

    Causes(Clock clock) {
        this.clock = clock;
        originNs = clock.nanoTime();
    }

    long now() {
        return clock.nanoTime() - originNs;
    }

    void begun(Cause cause) {
        cause.begun(now(), ++begun);
    }

    void ended(Cause cause) {
        cause.ended(now());
        ring[(int) (count++ % MOST)] = cause;
    }

    /** @return the events whose handlers have returned, at most {@link #MOST}, in the order of their ends */
    public List<Cause> recent() {
        List<Cause> recent = new ArrayList<>();
        for (long i = Math.max(0, count - MOST); i < count; i++) {
            recent.add(ring[(int) (i % MOST)]);
        }
        return Collections.unmodifiableList(recent);
    }

    /**
     * Writes them for a viewer of traces, in the Trace Event Format that Chrome and Perfetto open: a track for each
     * session, a slice for each event, an arrow from the event that sent it.
     *
     * @param file is replaced
     * @throws IOException if it cannot be written
     */
    public void writeTraceEvents(Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, UTF_8)) {
            new TraceEvents(out).write(recent());
        }
    }
}
