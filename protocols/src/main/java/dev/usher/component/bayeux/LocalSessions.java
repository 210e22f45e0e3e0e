package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.ChannelName;
import dev.usher.filters.bayeux.MessageBuilder;
import dev.usher.kernel.Context;
import java.util.Optional;

/** What sessions of this kernel ask a server for. Belongs to the server's session. */
final class LocalSessions {
    private final BayeuxListener server;

    LocalSessions(BayeuxListener server) {
        this.server = server;
    }

    void joins(Context poe, Subscribe wanted) {
        Optional<String> fault = ChannelName.fault(wanted.channel());
        if (fault.isPresent()
                || !ChannelName.isBroadcast(wanted.channel())
                || wanted.clientId().isEmpty()) {
            server.logger()
                    .error(
                            "subscribe: '{}' cannot subscribe to '{}': {}",
                            wanted.clientId(),
                            wanted.channel(),
                            fault.orElse("a client id is needed, and a channel not under /meta or /service"));
            return;
        }
        Client client = server.client(wanted.clientId());
        if (client == null) {
            client = new Client(server, wanted.clientId(), "", poe.sender(), Rate.NONE);
            server.join(poe, client);
        } else if (client.localSession().orElse(null) != poe.sender()) {
            server.logger().error("subscribe: the client id '{}' is another's", wanted.clientId());
            return;
        }
        server.subscribe(client, wanted.channel(), wanted.state(), wanted.told());
    }

    void leaves(Unsubscribe wanted) {
        Client client = server.client(wanted.clientId());
        if (client != null) {
            server.unsubscribe(client, wanted.channel());
        }
    }

    void says(Publish wanted) {
        try {
            server.publish(wanted);
        } catch (IllegalArgumentException e) {
            server.logger().error("publish: {}", e.getMessage());
        }
    }

    void clientPush(ClientPush wanted) {
        Client client = server.client(wanted.clientId());
        if (client == null) {
            server.logger().error("client_push: there is no client '{}'", wanted.clientId());
            return;
        }
        MessageBuilder message = BayeuxMessage.on(wanted.channel());
        try {
            wanted.fields().forEach(message::field);
        } catch (IllegalArgumentException e) {
            server.logger().error("client_push: {}", e.getMessage());
            return;
        }
        BayeuxMessage made = message.build();
        client.push(made);
        server.tell(ServerEvent.of("client_push", Optional.of(client.id()), made));
    }

    void clientDisconnect(String id) {
        Client client = server.client(id);
        if (client != null) {
            server.remove(client);
        }
    }
}
