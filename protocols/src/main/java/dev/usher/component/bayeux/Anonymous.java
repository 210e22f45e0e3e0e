package dev.usher.component.bayeux;

import java.util.LinkedHashMap;
import java.util.Map;

/** How much those say who never shook hands, by address. Belongs to the server's session. */
final class Anonymous {
    private static final int MOST = 10_000; // addresses; beyond them the oldest is forgotten

    private final int rate;
    private final Map<String, Rate> byAddress = new LinkedHashMap<>();

    Anonymous(int rate) {
        this.rate = rate;
    }

    Rate of(String address, long nowNs) {
        if (rate == 0) {
            return Rate.NONE;
        }
        Rate known = byAddress.remove(address);
        while (!byAddress.isEmpty()) {
            Map.Entry<String, Rate> oldest = byAddress.entrySet().iterator().next();
            if (byAddress.size() < MOST && !oldest.getValue().isOver(nowNs)) {
                break;
            }
            byAddress.remove(oldest.getKey());
        }
        Rate used = known == null ? new Rate(rate) : known;
        byAddress.put(address, used);
        return used;
    }

    int size() {
        return byAddress.size();
    }
}
