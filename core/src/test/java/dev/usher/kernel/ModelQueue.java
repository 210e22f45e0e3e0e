package dev.usher.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The model's time and what is deferred: one list, searched each time for the first by (time, number). */
final class ModelQueue {
    static final String TIMER = "timer";
    private static final Comparator<Deferred> ORDER =
            Comparator.comparingLong(Deferred::due).thenComparingLong(Deferred::sequence);

    /** Something deferred: a timer, an event, a signal, or the collecting event of a new session. */
    record Deferred(
            String kind,
            String name,
            int from,
            int to,
            int payload,
            String caller,
            RandomProgram.Boom boom,
            long due,
            long sequence,
            int timer) {
        boolean isTimer() {
            return kind.equals(TIMER);
        }
    }

    final List<Deferred> deferred = new ArrayList<>();
    private final boolean strict;
    private long clock;
    private long lastStamp = Long.MIN_VALUE;
    private long sequence;
    private long limit; // of this generation: what is due by then
    private long generation;

    ModelQueue(boolean strict) {
        this.strict = strict;
    }

    long clock() {
        return clock;
    }

    /** Strictly, the clock has gone on with each post. */
    long now() {
        return strict ? Math.max(clock, lastStamp) : clock;
    }

    void post(String kind, String name, int from, int to, int payload, String caller, RandomProgram.Boom boom) {
        lastStamp = Math.max(clock, lastStamp + 1);
        long stamp = strict ? lastStamp : clock;
        deferred.add(new Deferred(kind, name, from, to, payload, caller, boom, stamp, ++sequence, -1));
    }

    void timer(String name, int session, int payload, String caller, long due, int timer) {
        deferred.add(new Deferred(TIMER, name, session, session, payload, caller, null, due, ++sequence, timer));
    }

    Deferred timer(int timer) {
        return deferred.stream()
                .filter(d -> d.isTimer() && d.timer == timer)
                .findFirst()
                .orElse(null);
    }

    /** A session's timers in the order in which they would fire, those of a name or all. */
    List<Deferred> timers(int session, String name) {
        return deferred.stream()
                .filter(d -> d.isTimer() && d.to == session && (name == null || d.name.equals(name)))
                .sorted(ORDER)
                .toList();
    }

    private Deferred first(boolean timers) {
        return deferred.stream()
                .filter(d -> d.isTimer() == timers)
                .min(timers ? ORDER : Comparator.comparingLong(Deferred::sequence))
                .orElse(null);
    }

    /** Nothing is queued: time goes on to the first timer. */
    void sleep() {
        if (first(false) == null && first(true) != null && first(true).due > now()) {
            clock = first(true).due;
        }
    }

    void sleepUntil(long time) {
        clock = time;
    }

    /** What is there now belongs to this generation, what is posted from now on to the next. */
    void begin() {
        limit = now();
        generation = sequence;
    }

    /** Takes the next one of this generation, or answers null. */
    Deferred take() {
        Deferred timer = first(true);
        Deferred event = first(false);
        Deferred next = null;
        if (timer != null && isDue(timer) && (event == null || ORDER.compare(timer, event) < 0)) {
            next = timer;
        } else if (event != null && event.sequence <= generation) {
            next = event;
        }
        deferred.remove(next);
        return next;
    }

    /** Strictly, what is set for this very moment waits as posts do. */
    private boolean isDue(Deferred timer) {
        return timer.due < limit || timer.due == limit && (!strict || timer.sequence <= generation);
    }
}
