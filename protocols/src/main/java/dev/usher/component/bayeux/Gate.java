package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.Advice;
import dev.usher.filters.bayeux.BayeuxError;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.ChannelName;
import dev.usher.filters.bayeux.Json;
import dev.usher.filters.bayeux.MessageBuilder;
import dev.usher.kernel.Context;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a message must pass before it is handled: form, sender, rate, extensions, MessageACL. One of each server. */
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(BayeuxServer.class);

    private static final Json UNKNOWN =
            Advice.handshake().interval(Duration.ZERO).json();

    private final BayeuxListener server;
    private final BayeuxServer definition;

    Gate(BayeuxListener server) {
        this.server = server;
        definition = server.definition();
    }

    /** A message that may be judged, or null if it was replied to. */
    Incoming admit(Batch batch, BayeuxMessage message) {
        Optional<String> fault = faultOf(message);
        if (fault.isPresent()) {
            batch.add(
                    Replies.refused(message, new BayeuxError(400, fault.get())).build());
            return null;
        }
        Client sender = sender(batch, message);
        if (sender == null) {
            batch.add(unknown(message).build());
            return null;
        }
        if (!sender.mayTalk()) {
            batch.add(refuse(message, sender, new BayeuxError(429, "too many messages in a second")));
            return null;
        }
        Optional<BayeuxMessage> passed = incoming(sender, message);
        if (passed.isEmpty()) {
            batch.add(dropped(message, sender));
            return null;
        }
        return new Incoming(batch, sender, passed.get());
    }

    private Optional<String> faultOf(BayeuxMessage message) {
        if (message.fault().isPresent()) {
            return message.fault();
        }
        if (!message.hasChannel()) {
            return Optional.of("a message needs a channel");
        }
        return channelFault(message.channel());
    }

    /** What is wrong with a channel's name or pattern here. */
    Optional<String> channelFault(String name) {
        if (ChannelName.isMeta(name)) {
            return ChannelName.fault(name); // the protocol's own, however short others must be
        }
        if (name.length() > definition.limits.channelLength()) {
            return Optional.of("a channel has at most " + definition.limits.channelLength() + " characters");
        }
        Optional<String> fault = ChannelName.fault(name);
        if (fault.isEmpty() && ChannelName.depth(name) > definition.limits.channelDepth()) {
            return Optional.of("a channel has at most " + definition.limits.channelDepth() + " segments");
        }
        return fault;
    }

    /** Who sends it: a client that is known, one to be, or nobody in particular where that is allowed; or null. */
    private Client sender(Batch batch, BayeuxMessage message) {
        if (message.channel().equals(MetaChannels.HANDSHAKE)) {
            return server.provisional(batch.carrier());
        }
        Optional<String> id = message.clientId();
        if (id.isPresent()) {
            Client before = batch.carrier().senderOf(message);
            Client client = before != null && before.isAlive() ? before : server.client(id.get());
            if (client == null || client.isLocal() || !client.isOf(batch.carrier())) {
                return null;
            }
            batch.carrier().sentBy(client, message);
            batch.concerns(client);
            return client;
        }
        boolean anonymous = message.isMeta()
                ? message.channel().equals(MetaChannels.PING)
                : ChannelName.isService(message.channel()) ? definition.anonService : definition.anonPublish;
        return anonymous ? server.anonymous(batch.carrier()) : null;
    }

    private BayeuxMessage dropped(BayeuxMessage message, Client sender) {
        if (message.clientId().isPresent() && !sender.isAlive()) {
            BayeuxError error = new BayeuxError(402, sender.id(), "this client was forgotten");
            return Replies.refused(message, error).advice(Advice.none()).build();
        }
        return refuse(message, sender, new BayeuxError(404, "an extension has dropped the message"));
    }

    static MessageBuilder unknown(BayeuxMessage message) {
        BayeuxError error = new BayeuxError(402, message.clientId().orElse(""), "unknown client");
        MessageBuilder reply = Replies.refused(message, error).advice(UNKNOWN);
        if (message.channel().equals(MetaChannels.CONNECT)) {
            message.clientId().ifPresent(reply::clientId);
        }
        return reply;
    }

    BayeuxMessage refuse(BayeuxMessage message, Client client, BayeuxError error) {
        return outgoing(client, Replies.refused(message, error).build());
    }

    // ---- extensions

    private Optional<BayeuxMessage> incoming(Client client, BayeuxMessage message) {
        Optional<BayeuxMessage> passed = Optional.of(message);
        for (BayeuxExtension extension : definition.extensions) {
            if (passed.isPresent()) {
                passed = extension.incoming(client, passed.get());
            }
        }
        for (BayeuxExtension extension : client.extensions()) {
            if (passed.isPresent()) {
                passed = extension.incoming(client, passed.get());
            }
        }
        return passed;
    }

    /** What is sent of a reply, which must not be dropped. */
    BayeuxMessage outgoing(Client client, BayeuxMessage reply) {
        return out(client, reply).orElse(reply);
    }

    Optional<BayeuxMessage> out(Client client, BayeuxMessage message) {
        Optional<BayeuxMessage> passed = Optional.of(message);
        List<BayeuxExtension> own = client.extensions();
        List<BayeuxExtension> all = definition.extensions;
        try {
            for (int i = own.size() - 1; i >= 0 && passed.isPresent(); i--) {
                passed = own.get(i).outgoing(client, passed.get());
            }
            for (int i = all.size() - 1; i >= 0 && passed.isPresent(); i--) {
                passed = all.get(i).outgoing(client, passed.get());
            }
            return passed;
        } catch (Throwable e) {
            LOG.error("{}: an extension failed on '{}', which is not sent", server, message.channel(), e);
            return Optional.empty(); // nobody else's message shall be lost for it
        }
    }

    // ---- the program's own decision

    boolean isJudged(Incoming incoming) {
        return definition.acl != null;
    }

    void judge(Context poe, Incoming incoming) {
        try {
            definition.acl.judge(poe, incoming.client(), incoming);
        } catch (Throwable e) {
            LOG.error(
                    "{}: MessageACL failed on '{}'", server, incoming.message().channel(), e);
            incoming.error(403, "not allowed");
            return;
        }
        if (incoming.isDeferred() && definition.aclNs > 0) {
            incoming.timer = poe.delaySetNs(BayeuxListener.UNDECIDED, definition.aclNs, incoming);
        }
    }

    /** Why a client may not do something with a channel; empty if it may. */
    Optional<BayeuxError> authorize(Client client, Right right, String channel, BayeuxMessage message) {
        if (definition.rules.isEmpty() || client.isLocal()) {
            return Optional.empty();
        }
        boolean granted = false;
        for (Rule rule : definition.rules) {
            if (!rule.concerns(channel)) {
                continue;
            }
            Authorizer.Verdict verdict;
            try {
                verdict = rule.authorizer().judge(client, right, channel, message);
            } catch (Exception e) {
                LOG.error("{}: the authorizer of {} failed", server, rule.pattern(), e);
                verdict = Authorizer.Verdict.DENY;
            }
            if (verdict == Authorizer.Verdict.DENY) {
                granted = false;
                break;
            }
            granted |= verdict == Authorizer.Verdict.GRANT && rule.covers(channel);
        }
        return granted
                ? Optional.empty()
                : Optional.of(new BayeuxError(403, channel, right.name().toLowerCase(Locale.ROOT) + " is not allowed"));
    }
}
