package dev.usher.component.websocket;

import dev.usher.filters.websocket.CloseCode;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What has happened on a server's connections. Belongs to the kernel's thread. */
final class Counts {
    long granted;
    long framesIn;
    long wireIn;
    long messagesIn;
    long bytesIn;
    long framesOut;
    long wireOut;
    long messagesOut;
    long bytesOut;
    long pings;
    private long trips;
    private long tripsNs;
    private final Map<Integer, Long> refused = new TreeMap<>();
    private final Map<Integer, Long> ended = new TreeMap<>();
    private final Map<SlowConsumer, Long> slow = new EnumMap<>(SlowConsumer.class);

    void refused(int status) {
        refused.merge(status, 1L, Long::sum);
    }

    void ended(CloseCode code) {
        ended.merge(code.value(), 1L, Long::sum);
    }

    /** A message met a slow consumer, and was treated as said. */
    void slow(SlowConsumer policy) {
        slow.merge(policy, 1L, Long::sum);
    }

    /** A ping has come back. */
    void trip(long ns) {
        trips++;
        tripsNs += ns;
    }

    WebSocketCounts snapshot(int open) {
        return new WebSocketCounts(
                open,
                granted,
                copy(refused),
                new WebSocketCounts.Traffic(framesIn, wireIn, messagesIn, bytesIn),
                new WebSocketCounts.Traffic(framesOut, wireOut, messagesOut, bytesOut),
                copy(slow),
                pings,
                Duration.ofNanos(trips == 0 ? 0 : tripsNs / trips),
                copy(ended));
    }

    private static <K> Map<K, Long> copy(Map<K, Long> counts) {
        return Collections.unmodifiableMap(new TreeMap<>(counts));
    }
}
