package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxError;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.ChannelName;
import dev.usher.filters.bayeux.MessageBuilder;
import dev.usher.kernel.Context;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What channels that are not the protocol's own do: services and publishing (Bayeux 1.0 §5). One of each server. */
final class Publishing {
    private static final Logger LOG = LoggerFactory.getLogger(BayeuxServer.class);

    private final BayeuxListener server;
    private final BayeuxServer definition;

    Publishing(BayeuxListener server) {
        this.server = server;
        definition = server.definition();
    }

    void handle(Context poe, Batch batch, Incoming incoming) {
        BayeuxMessage message = incoming.message();
        Optional<BayeuxError> error = incoming.error();
        if (error.isEmpty()) {
            error = ChannelName.isService(message.channel())
                    ? serve(poe, incoming)
                    : publish(incoming.client(), message);
        }
        MessageBuilder reply = error.isPresent() ? Replies.refused(message, error.get()) : Replies.done(message);
        if (!incoming.client().isAnonymous()) {
            reply.clientId(incoming.client().id());
        }
        batch.add(server.gate().outgoing(incoming.client(), reply.build()));
    }

    private Optional<BayeuxError> publish(BayeuxClient client, BayeuxMessage message) {
        if (ChannelName.isPattern(message.channel())) {
            return Optional.of(new BayeuxError(400, message.channel(), "nothing can be published to a pattern"));
        }
        if (message.data().isEmpty()) {
            return Optional.of(new BayeuxError(400, message.channel(), "data is needed"));
        }
        Optional<BayeuxError> refused = server.gate().authorize(client, Right.PUBLISH, message.channel(), message);
        if (refused.isEmpty()) {
            server.publish(event(message, client.isAnonymous() ? null : client.id()), false);
        }
        return refused;
    }

    /** What subscribers get of it: never the sender's id, which is its key (and no field that only replies have). */
    private BayeuxMessage event(BayeuxMessage message, String sender) {
        MessageBuilder event =
                BayeuxMessage.answering(message).data(message.data().orElseThrow());
        if (!definition.passId) {
            event.noId();
        }
        if (definition.passExt) {
            message.ext().ifPresent(event::ext);
        }
        return event.sender(sender).build();
    }

    private Optional<BayeuxError> serve(Context poe, Incoming incoming) {
        String method = incoming.message().method();
        if (method.isEmpty() || ChannelName.isPattern(incoming.message().channel())) {
            return Optional.of(new BayeuxError(400, incoming.message().channel(), "a service's name is needed"));
        }
        Service service = definition.services.getOrDefault(method, definition.otherServices);
        if (service == null) {
            return Optional.of(new BayeuxError(404, method, "there is no such service"));
        }
        try {
            service.on(poe, incoming);
        } catch (Exception e) {
            LOG.error("{}: service '{}' failed", server, method, e);
            return Optional.of(new BayeuxError(500, method, "the service failed"));
        }
        return incoming.error();
    }
}
