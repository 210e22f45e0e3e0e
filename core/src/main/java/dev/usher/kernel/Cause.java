package dev.usher.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where one event came from, when it was queued and how long it ran: known while {@link Trace#CAUSES} is on. Belongs to
 * the kernel's thread.
 *
 * <p>Each knows the event during which it was sent, and so on up to {@link #LONGEST} of them: an event that posts
 * itself for ever has no first one.
 */
public final class Cause {
    /** How far a chain is kept, at least half of it. */
    static final int LONGEST = 64;

    private static final long NOT_YET = -1;

    private final String event;
    private final long destination;
    private final Class<?> heap; // null for none
    private final long sender;
    private final StackTraceElement line;
    private final int depth;
    private final long queuedNs;
    private Cause parent;
    private long begunNs = NOT_YET;
    private long place;
    private long ranNs = NOT_YET;

    Cause(Event<?> event, Session destination, Session sender, StackTraceElement line, Cause parent, long nowNs) {
        this.event = event.name();
        this.destination = destination.id;
        heap = destination.heap == null ? null : destination.heap.getClass();
        this.sender = sender.id;
        this.line = line;
        this.parent = parent;
        queuedNs = nowNs;
        depth = parent == null ? 0 : parent.depth + 1;
        if (depth > 0 && depth % (LONGEST / 2) == 0) {
            forget();
        }
    }

    /** Lets go of what lies half a chain back. */
    private void forget() {
        Cause cause = this;
        for (int i = 1; i < LONGEST / 2 && cause != null; i++) {
            cause = cause.parent;
        }
        if (cause != null) {
            cause.parent = null;
        }
    }

    void begun(long nowNs, long number) {
        begunNs = nowNs;
        place = number;
    }

    void ended(long nowNs) {
        ranNs = nowNs - begunNs;
    }

    /** Counts the events in the order they began: a call begins behind its caller, perhaps at the same nanosecond. */
    long place() {
        return place;
    }

    long queuedNs() {
        return queuedNs;
    }

    long begunNs() {
        return begunNs;
    }

    long ranNs() {
        return ranNs;
    }

    /** @return the event's name */
    public String event() {
        return event;
    }

    /** @return the id of the session that got it; it may have ended */
    public long destination() {
        return destination;
    }

    /** @return the id of the session that sent it; 0 for the kernel */
    public long sender() {
        return sender;
    }

    /** @return the program's line that sent it; empty if none did */
    public Optional<StackTraceElement> line() {
        return Optional.ofNullable(line);
    }

    /** @return from when it was queued, or a timer set, until it ran; empty before */
    public Optional<Duration> waited() {
        return begunNs == NOT_YET ? Optional.empty() : Optional.of(Duration.ofNanos(begunNs - queuedNs));
    }

    /** @return how long its handler ran, with all that it called; empty before its end */
    public Optional<Duration> ran() {
        return ranNs == NOT_YET ? Optional.empty() : Optional.of(Duration.ofNanos(ranNs));
    }

    /** @return the event during which it was sent; empty if it was sent outside handlers, or that is forgotten */
    public Optional<Cause> parent() {
        return Optional.ofNullable(parent);
    }

    /** @return this and those before it, the latest first */
    public List<Cause> chain() {
        List<Cause> chain = new ArrayList<>();
        for (Cause cause = this; cause != null && chain.size() < LONGEST; cause = cause.parent) {
            chain.add(cause);
        }
        return chain;
    }

    /** The session that got it, by id and kind. */
    String track() {
        return destination == 0 ? "the kernel" : "session " + destination + (heap == null ? "" : " " + heap.getName());
    }

    /** Who sent it and from where, as a stack trace shows it. */
    StackTraceElement asFrame() {
        return line != null ? line : new StackTraceElement("session " + sender, event, null, -1);
    }

    @Override
    public String toString() {
        String from = sender == 0 ? "the kernel" : "session " + sender;
        return "'" + event + "' from " + from + Traced.at(line) + " to session " + destination
                + waited().map(time -> ", waited " + millis(time)).orElse("")
                + ran().map(time -> ", ran " + millis(time)).orElse("");
    }

    private static String millis(Duration time) {
        return time.toNanos() / 1000 / 1000.0 + " ms";
    }
}
