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
        /** The client must end its output. */
        LINGER
    }

    static final Event<Void> PASSED = Event.named("http_server_timed_out");

    private Kind kind = Kind.NONE;
    private long timer;

    Kind kind() {
        return kind;
    }

    /** Instead of what it was; a time of 0 is no limit. */
    void set(Context poe, Kind newKind, long ns) {
        if (timer != 0) {
            poe.alarmRemove(timer);
            timer = 0;
        }
        kind = newKind;
        if (ns > 0) {
            timer = poe.delaySetNs(PASSED, ns, null);
        }
    }

    void clear(Context poe) {
        if (kind != Kind.NONE) {
            set(poe, Kind.NONE, 0);
        }
    }

    /** It has passed, and is none any more. */
    Kind take() {
        Kind passed = kind;
        kind = Kind.NONE;
        timer = 0;
        return passed;
    }
}
