package dev.usher.component.websocket;

import dev.usher.filters.websocket.CloseCode;
import java.util.Map;
import java.util.TreeMap;

/** What has happened on a server's connections. Belongs to the kernel's thread. */
final class Counts {
    long granted;
    long messagesIn;
    long bytesIn;
    long messagesOut;
    long dropped;
    long pings;
    private final Map<Integer, Long> refused = new TreeMap<>();
    private final Map<Integer, Long> ended = new TreeMap<>();

    void refused(int status) {
        refused.merge(status, 1L, Long::sum);
    }

    void ended(CloseCode code) {
        ended.merge(code.value(), 1L, Long::sum);
    }

    WebSocketCounts snapshot(int open) {
        return new WebSocketCounts(
                open,
                granted,
                Map.copyOf(refused),
                messagesIn,
                bytesIn,
                messagesOut,
                dropped,
                pings,
                Map.copyOf(ended));
    }
}
