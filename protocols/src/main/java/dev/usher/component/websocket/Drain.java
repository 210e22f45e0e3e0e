package dev.usher.component.websocket;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import java.util.ArrayDeque;

/**
 * The connections of a server that ends, told so in batches, so that their clients do not all come back in one moment.
 * Belongs to the server's session.
 */
final class Drain {
    static final Event<Void> NEXT = Event.named("websocket_server_drain");

    private final WebSocketListener server;
    private final ArrayDeque<WebSocketConnection> waiting = new ArrayDeque<>();

    Drain(WebSocketListener server) {
        this.server = server;
    }

    boolean isOn() {
        return server.definition().drainBatch > 0;
    }

    void begin(Context poe) {
        waiting.addAll(server.connections());
        next(poe);
    }

    void next(Context poe) {
        int batch = server.definition().drainBatch;
        while (batch > 0 && !waiting.isEmpty()) {
            WebSocketConnection connection = waiting.remove();
            if (connection.isReady()) {
                connection.in(
                        Frames.END, new WebSocketEndpoint.Ending(server.farewell(), Disconnection.Cause.SHUTDOWN));
                batch--;
            }
        }
        if (waiting.isEmpty()) {
            server.over(poe);
        } else {
            poe.delaySetNs(NEXT, server.definition().drainNs, null);
        }
    }
}
