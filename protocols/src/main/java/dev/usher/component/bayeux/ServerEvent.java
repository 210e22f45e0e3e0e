package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Session;
import java.util.Optional;

/**
 * What a server tells its Callback.
 *
 * @param event subscribe, unsubscribe, publish, client_push, client_connect, client_disconnect or queue_overflow
 * @param clientId whose event; empty for what is published by nobody in particular
 * @param channel of subscribe, unsubscribe, publish and client_push
 * @param ip of client_connect by the network
 * @param session of client_connect by a session of this kernel
 * @param message of publish, client_push and queue_overflow
 */
public record ServerEvent(
        String event,
        Optional<String> clientId,
        Optional<String> channel,
        Optional<String> ip,
        Optional<Session> session,
        Optional<BayeuxMessage> message) {

    static ServerEvent of(String event, String clientId, String channel) {
        return new ServerEvent(
                event,
                Optional.of(clientId),
                Optional.of(channel),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ServerEvent of(String event, Optional<String> clientId, BayeuxMessage message) {
        return new ServerEvent(
                event,
                clientId,
                Optional.of(message.channel()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(message));
    }

    static ServerEvent of(String event, BayeuxClient client) {
        boolean connects = event.equals("client_connect");
        return new ServerEvent(
                event,
                Optional.of(client.id()),
                Optional.empty(),
                connects && !client.isLocal() ? Optional.of(client.ip()) : Optional.empty(),
                connects ? client.localSession() : Optional.empty(),
                Optional.empty());
    }
}
