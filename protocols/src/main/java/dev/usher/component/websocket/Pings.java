package dev.usher.component.websocket;

import dev.usher.filters.websocket.Ping;
import dev.usher.filters.websocket.Pong;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;

/** Pings of the program's own that have not come back, and who waits for them. Belongs to one connection's session. */
final class Pings {
    static final Event<Asked> ASK = Event.named("websocket_ping", Asked.class);
    static final Event<Asked> LATE = Event.named("websocket_pong_late", Asked.class);

    /** Tells how long it took; nothing if it has not come back. */
    interface Told {
        void on(Context poe, Optional<Duration> time);
    }

    /** A ping that somebody waits for. */
    static final class Asked {
        private final byte[] data;
        private final long timeoutNs;
        private final Told told;
        private long sentNs;
        private long timer;

        Asked(byte[] data, Duration timeout, Told told) {
            this.data = data.clone();
            this.timeoutNs = timeout.toNanos();
            this.told = told;
        }
    }

    private final Outbox outbox;
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();

    Pings(Outbox outbox) {
        this.outbox = outbox;
    }

    void ask(Context poe, Asked one) {
        outbox.putControl(Ping.of(one.data));
        one.sentNs = poe.kernel().clock().nanoTime();
        if (one.timeoutNs > 0) {
            one.timer = poe.delaySetNs(LATE, one.timeoutNs, one);
        }
        asked.add(one);
    }

    /** A pong answers the ping of its bytes, and all before that (RFC 6455 §5.5.3). */
    void pong(Context poe, Pong pong) {
        byte[] data = asked.isEmpty() ? null : pong.toByteArray();
        if (data == null || asked.stream().noneMatch(one -> Arrays.equals(one.data, data))) {
            return;
        }
        long now = poe.kernel().clock().nanoTime();
        boolean found;
        do {
            Asked one = asked.remove();
            found = Arrays.equals(one.data, data);
            answer(poe, one, Optional.of(Duration.ofNanos(now - one.sentNs)));
        } while (!found && !asked.isEmpty());
    }

    void late(Context poe, Asked one) {
        one.timer = 0;
        if (asked.remove(one)) {
            answer(poe, one, Optional.empty());
        }
    }

    /** Nothing comes any more. */
    void over(Context poe) {
        while (!asked.isEmpty()) {
            answer(poe, asked.remove(), Optional.empty());
        }
    }

    private void answer(Context poe, Asked one, Optional<Duration> time) {
        if (one.timer != 0) {
            poe.alarmRemove(one.timer);
        }
        one.told.on(poe, time);
    }
}
