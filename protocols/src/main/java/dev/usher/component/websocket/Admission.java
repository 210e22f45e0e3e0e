package dev.usher.component.websocket;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Whether one more connection may be, by how many there are and how fast they come. Belongs to one server. */
final class Admission {
    private static final int TOO_MANY_REQUESTS = 429; // RFC 6585 §4
    private static final int UNAVAILABLE = 503;
    private static final int MOST_ADDRESSES = 10_000; // whose rates are known; then all are forgotten

    private final WebSocketServer server;
    private final RateLimit rate;
    private final Map<String, Integer> open = new HashMap<>(); // by address
    private final Map<String, RateLimit> rates = new HashMap<>(); // by address, of this second
    private long secondNs;

    Admission(WebSocketServer server) {
        this.server = server;
        rate = new RateLimit(server.upgradeRate);
    }

    /** The status to refuse with, if it must be. */
    OptionalInt refusal(String address, int connections, long nowNs) {
        if (server.mostConnections > 0 && connections >= server.mostConnections) {
            return OptionalInt.of(UNAVAILABLE);
        }
        if (server.mostPerAddress > 0 && open.getOrDefault(address, 0) >= server.mostPerAddress) {
            return OptionalInt.of(TOO_MANY_REQUESTS);
        }
        if (server.upgradeRatePerAddress > 0 && !rateOf(address, nowNs).allows(nowNs, 1)) {
            return OptionalInt.of(TOO_MANY_REQUESTS);
        }
        return rate.isOn() && !rate.allows(nowNs, 1) ? OptionalInt.of(UNAVAILABLE) : OptionalInt.empty();
    }

    private RateLimit rateOf(String address, long nowNs) {
        if (nowNs - secondNs >= RateLimit.SECOND_NS || rates.size() >= MOST_ADDRESSES) {
            rates.clear();
            secondNs = nowNs;
        }
        return rates.computeIfAbsent(address, asked -> new RateLimit(server.upgradeRatePerAddress));
    }

    void opened(String address) {
        if (server.mostPerAddress > 0) {
            open.merge(address, 1, Integer::sum);
        }
    }

    void left(String address) {
        if (server.mostPerAddress > 0) {
            open.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        }
    }
}
