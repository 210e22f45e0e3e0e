package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What extensions say in messages (Bayeux 1.0 §3.5). No state. */
final class Ext {
    private Ext() {}

    /** A message that says more. */
    static BayeuxMessage with(BayeuxMessage message, String name, Object value) {
        if (message.ext().isEmpty()) {
            return message.change().ext(Map.of(name, value)).build();
        }
        Map<String, Object> all = new LinkedHashMap<>();
        ((Map<?, ?>) message.ext().get().value()).forEach((said, what) -> all.put(said.toString(), what));
        all.put(name, value);
        return message.change().ext(Json.of(all)).build();
    }

    static long number(Map<?, ?> said, String name) {
        return said.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
