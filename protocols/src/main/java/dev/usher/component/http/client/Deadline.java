package dev.usher.component.http.client;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;

/** The one timer of a connection: for what it waits at the moment. Belongs to the connection's session. */
final class Deadline {
    static final Event<Void> PASSED = Event.named("http_client_deadline");

    /** What for. */
    enum Kind {
        NONE,
        /** 100 (Continue). */
        CONTINUE,
        /** The head of the answer. */
        HEAD,
        /** More of the answer's content. */
        CONTENT,
        /** Another request. */
        REQUEST,
        /** What the server may have said before it stopped reading. */
        LAST_WORDS
    }

    private Kind kind = Kind.NONE;
    private long timer;

    Kind kind() {
        return kind;
    }

    /** Zero is for ever. */
    void set(Context poe, Kind newKind, long ns) {
        clear(poe);
        kind = newKind;
        if (ns > 0) {
            timer = poe.delaySetNs(PASSED, ns, null);
        }
    }

    void clear(Context poe) {
        kind = Kind.NONE;
        if (timer != 0) {
            poe.alarmRemove(timer);
            timer = 0;
        }
    }

    /** It has passed. */
    Kind take() {
        Kind passed = kind;
        kind = Kind.NONE;
        timer = 0;
        return passed;
    }
}
