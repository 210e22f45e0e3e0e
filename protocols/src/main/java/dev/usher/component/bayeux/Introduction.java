package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a client says in its handshakes (Bayeux 1.0 §4.1). No state. */
final class Introduction {
    private Introduction() {}

    /** One without what its extensions say. */
    static BayeuxMessage of(BayeuxClient definition, String id) {
        List<String> words = definition.transports.stream().map(Transport::word).toList();
        return BayeuxMessage.on(MetaChannels.HANDSHAKE)
                .id(id)
                .speaks(MetaChannels.VERSION, MetaChannels.VERSION, words)
                .build();
    }

    /**
     * The same with {@code ext}.
     *
     * @throws RuntimeException of the program's supplier, or because what that says is no object
     */
    static BayeuxMessage with(BayeuxClient definition, BayeuxMessage message) {
        Map<String, Object> ext = new LinkedHashMap<>();
        Object said = Json.of(definition.ext.get()).value();
        if (said instanceof Map<?, ?> all) {
            all.forEach((name, value) -> ext.put(name.toString(), value));
        } else if (said != null) {
            throw new IllegalArgumentException("ext must be an object, not " + said);
        }
        if (definition.acknowledge) {
            ext.put(Unacknowledged.NAME, true);
        }
        return ext.isEmpty() ? message : message.change().ext(ext).build();
    }
}
