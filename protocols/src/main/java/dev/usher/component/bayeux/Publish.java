package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.BinaryData;
import dev.usher.filters.bayeux.MessageBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * Publishes, by {@link BayeuxServer#PUBLISH}.
 *
 * @param channel no pattern, and of neither {@code /meta} nor {@code /service}
 * @param data in whatever form {@link dev.usher.filters.bayeux.Json#of(Object)} takes it, or {@link BinaryData}
 * @param clientId who says it, for sessions of this process; the network does not learn it
 * @param id of the message
 * @param ext for extensions
 * @param timestamp when
 * @param lazy whether there is time
 */
public record Publish(
        String channel,
        Object data,
        Optional<String> clientId,
        Optional<String> id,
        Optional<Object> ext,
        Optional<String> timestamp,
        boolean lazy) {

    /**
     * By nobody in particular.
     *
     * @param channel as above
     * @param data as above
     */
    public Publish(String channel, Object data) {
        this(channel, data, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /**
     * By a client.
     *
     * @param channel as above
     * @param data as above
     * @param clientId who says it
     */
    public Publish(String channel, Object data, String clientId) {
        this(channel, data, Optional.of(clientId), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    BayeuxMessage message() {
        MessageBuilder message = BayeuxMessage.on(channel).data(data);
        id.ifPresent(message::id);
        ext.ifPresent(message::ext);
        timestamp.ifPresent(text -> message.field("timestamp", text));
        BayeuxMessage built = message.sender(clientId.orElse(null)).build();
        return data instanceof BinaryData && ext.isPresent() ? Ext.with(built, BinaryData.NAME, Map.of()) : built;
    }
}
