package dev.usher.component.http;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;

/** The one timer of a connection, and what it waits for. To be used in the connection's session. */
final class Deadline {

    /** What must happen before it. */
    enum Kind {
        NONE,
        /** The first request's head, since the connection was accepted. */
        FIRST,
        /** The next request. */
        NEXT,
        /** The rest of a head that has begun. */
        HEAD,
        /** The rest of a request's content. */
        CONTENT,
        /** The end of a response. */
        HANDLER,
        /** What was put must be written. */
        WRITE,
        /** The client must have taken some of it. */
        TAKE,
        /** The client must end its output. */
        LINGER
    }

    static final Event<Void> PASSED = Event.named("http_server_timed_out");

    private Kind kind = Kind.NONE;
    private long due; // by the kernel's time
    private long timer; // 0 for none
    private long timerDue; // not later than the deadline

    Kind kind() {
        return kind;
    }

    /** Whether it is the output that is waited for. */
    boolean awaitsOutput() {
        return kind == Kind.WRITE || kind == Kind.TAKE;
    }

    /**
     * Instead of what it was; a time of 0 is no limit. A timer that fires too early stays, and looks again then: so a
     * busy connection has one each second instead of two for each request (30 ns of it).
     */
    void set(Context poe, Kind newKind, long ns) {
        kind = newKind;
        due = ns == 0 ? Long.MAX_VALUE : after(poe.kernel().nowNs(), ns);
        if (timer != 0 && timerDue > due) {
            poe.alarmRemove(timer);
            timer = 0;
        }
        if (timer == 0 && ns > 0) {
            start(poe, ns);
        }
    }

    private static long after(long now, long ns) {
        long sum = now + ns;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private void start(Context poe, long ns) {
        timer = poe.delaySetNs(PASSED, ns, null);
        timerDue = due;
    }

    /** Without a timer left, which would keep the session alive. */
    void clear(Context poe) {
        kind = Kind.NONE;
        if (timer != 0) {
            poe.alarmRemove(timer);
            timer = 0;
        }
    }

    /** The timer has fired. Answers what has passed and is none any more, NONE if it is not time yet. */
    Kind take(Context poe) {
        timer = 0;
        Kind passed = kind;
        if (passed == Kind.NONE) {
            return passed;
        }
        long left = due - poe.kernel().nowNs();
        if (left > 0) {
            if (due != Long.MAX_VALUE) {
                start(poe, left);
            }
            return Kind.NONE;
        }
        kind = Kind.NONE;
        return passed;
    }
}
