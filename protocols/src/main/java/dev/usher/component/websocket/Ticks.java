package dev.usher.component.websocket;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;

/**
 * When a server's next tick is due. A tick that comes late moves none of those behind it. Belongs to the server's
 * session.
 */
final class Ticks {
    static final Event<Void> TICK = Event.named("websocket_server_tick");

    private final long periodNs; // 0 for none
    private final boolean madeUp; // whether missed ticks are made up for
    private long dueNs;

    Ticks(WebSocketServer server) {
        periodNs = server.tickNs;
        madeUp = server.ticksMadeUp;
    }

    void start(Context poe) {
        if (periodNs > 0) {
            dueNs = now(poe) + periodNs;
            poe.delaySetNs(TICK, periodNs, null);
        }
    }

    /** One is due: the next is in its time, or at once if that has passed and is made up for. */
    void next(Context poe) {
        long now = now(poe);
        dueNs += periodNs;
        if (dueNs <= now && !madeUp) {
            dueNs += (now - dueNs) / periodNs * periodNs + periodNs;
        }
        poe.delaySetNs(TICK, Math.max(0, dueNs - now), null);
    }

    private static long now(Context poe) {
        return poe.kernel().clock().nanoTime();
    }
}
