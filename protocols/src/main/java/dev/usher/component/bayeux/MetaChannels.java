package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.Advice;
import dev.usher.filters.bayeux.BayeuxError;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.ChannelName;
import dev.usher.filters.bayeux.Json;
import dev.usher.filters.bayeux.MessageBuilder;
import dev.usher.kernel.Context;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the protocol's own channels do (Bayeux 1.0 §4). One of each server. */
final class MetaChannels {
    static final String HANDSHAKE = "/meta/handshake";
    static final String CONNECT = "/meta/connect";
    static final String SUBSCRIBE = "/meta/subscribe";
    static final String UNSUBSCRIBE = "/meta/unsubscribe";
    static final String DISCONNECT = "/meta/disconnect";
    static final String PING = "/meta/ping";

    static final String VERSION = "1.0";

    private final BayeuxListener server;
    private final BayeuxServer definition;
    private final Json retry;
    private final Json elsewhere; // for one who holds no connect for want of a second one in its browser
    private final List<String> words;

    MetaChannels(BayeuxListener server) {
        this.server = server;
        definition = server.definition();
        words = Stream.of(Transport.values())
                .filter(definition.transports::contains)
                .map(Transport::word)
                .toList();
        Advice advice = Advice.retry()
                .interval(definition.interval)
                .timeout(definition.timeout)
                .maxInterval(definition.maxInterval);
        retry = (definition.hosts.isEmpty() ? advice : advice.hosts(definition.hosts)).json();
        elsewhere = Advice.retry()
                .interval(definition.multipleClientsInterval)
                .timeout(definition.timeout)
                .multipleClients()
                .json();
    }

    Json retry() {
        return retry;
    }

    void handle(Context poe, Batch batch, Incoming incoming) {
        switch (incoming.message().channel()) {
            case HANDSHAKE -> handshake(poe, batch, incoming);
            case CONNECT -> connect(batch, incoming);
            case SUBSCRIBE -> subscribe(batch, incoming);
            case UNSUBSCRIBE -> unsubscribe(batch, incoming);
            case DISCONNECT -> disconnect(batch, incoming);
            case PING -> reply(batch, incoming, done(incoming));
            default ->
                refuse(batch, incoming, new BayeuxError(404, incoming.message().channel(), "unknown meta channel"));
        }
    }

    private static MessageBuilder done(Incoming incoming) {
        return Replies.done(incoming.message());
    }

    private void reply(Batch batch, Incoming incoming, MessageBuilder reply) {
        batch.add(server.gate().outgoing(incoming.client(), reply.build()));
    }

    private void refuse(Batch batch, Incoming incoming, BayeuxError error) {
        reply(batch, incoming, Replies.refused(incoming.message(), error));
    }

    // ---- handshake

    private void handshake(Context poe, Batch batch, Incoming incoming) {
        BayeuxMessage message = incoming.message();
        Client client = incoming.client();
        Optional<BayeuxError> error = handshakeError(message, client).or(incoming::error);
        if (error.isPresent()) {
            boolean later = error.get().code() == 503;
            MessageBuilder reply = Replies.refused(message, error.get())
                    .speaks(VERSION, VERSION, words)
                    .advice(later ? server.later() : Advice.none().json());
            reply(batch, incoming, reply);
            return;
        }
        server.welcome(poe, client, batch.carrier());
        batch.carrier().serves(client);
        MessageBuilder reply = done(incoming)
                .clientId(client.id())
                .speaks(VERSION, VERSION, words)
                .advice(retry);
        Map<String, Object> ext = new LinkedHashMap<>(2);
        if (definition.commentFiltered) {
            ext.put("json-comment-filtered", true);
            client.commentFiltered(
                    Boolean.TRUE.equals(message.ext("json-comment-filtered").orElse(null)));
        }
        if (definition.acknowledge && asksToAcknowledge(message)) {
            ext.put(Unacknowledged.NAME, true);
            client.queue().acknowledges();
        }
        reply(batch, incoming, ext.isEmpty() ? reply : reply.ext(ext));
    }

    /** In the form of always, or in the later one that is a map. */
    private static boolean asksToAcknowledge(BayeuxMessage message) {
        Object asked = message.ext(Unacknowledged.NAME).orElse(null);
        return asked instanceof Map<?, ?> said ? Boolean.TRUE.equals(said.get("enabled")) : Boolean.TRUE.equals(asked);
    }

    private Optional<BayeuxError> handshakeError(BayeuxMessage message, Client client) {
        if (message.version().isEmpty()) {
            return Optional.of(new BayeuxError(400, "a handshake needs a version"));
        }
        if (message.supportedConnectionTypes().isEmpty()) {
            return Optional.of(new BayeuxError(400, "a handshake needs supportedConnectionTypes, a list of text"));
        }
        if (message.minimumVersion().map(MetaChannels::isNewer).orElse(false)) {
            return Optional.of(new BayeuxError(
                    400,
                    message.minimumVersion().get() + "," + VERSION,
                    "the version that is needed is not spoken here"));
        }
        if (message.supportedConnectionTypes().stream().noneMatch(words::contains)) {
            return Optional.of(new BayeuxError(
                    400, String.join(",", message.supportedConnectionTypes()), "no connection type is spoken here"));
        }
        return server.isFull(client)
                ? Optional.of(new BayeuxError(503, "no more clients at the moment"))
                : Optional.empty();
    }

    /** Whether a version is above the one that is spoken: by its numbers, as far as it has some. */
    static boolean isNewer(String version) {
        String[] numbers = version.split("\\.", -1);
        if (!numbers[0].matches("[0-9]{1,9}")) {
            return true;
        }
        int major = Integer.parseInt(numbers[0]);
        boolean minor = numbers.length > 1 && numbers[1].matches("[0-9]*[1-9][0-9]*.*");
        return major > 1 || major == 1 && minor;
    }

    // ---- connect

    private void connect(Batch batch, Incoming incoming) {
        BayeuxMessage message = incoming.message();
        Client client = incoming.client();
        if (!batch.connects()) {
            refuse(batch, incoming, new BayeuxError(400, "a batch has one connect"));
            return;
        }
        Optional<BayeuxError> error = incoming.error();
        if (error.isEmpty() && !client.lastHeld.is(message)) {
            error = connectError(message);
        }
        if (error.isPresent()) {
            MessageBuilder reply = Replies.refused(message, error.get()).clientId(client.id());
            reply(batch, incoming, reply.advice(error.get().code() == 403 ? Advice.none() : Advice.handshake()));
            return;
        }
        Carrier carrier = batch.carrier();
        carrier.serves(client);
        client.queue().heard(message);
        boolean first = client.connects();
        if (!client.isAlive()) { // an extension has forgotten it, who was shown the answer to its last connect
            batch.add(Gate.unknown(message).build());
            return;
        }
        long timeoutNs = first || server.isDraining() ? 0 : timeoutNs(message);
        if (timeoutNs > 0 && batch.mayHold() && !client.hasMessages() && carrier.isOpen()) {
            hold(batch, incoming, timeoutNs);
            return;
        }
        client.waits();
        MessageBuilder reply = done(incoming);
        if (first) {
            reply.advice(retry);
        }
        reply(batch, incoming, server.isDraining() ? reply.advice(server.later()) : reply);
    }

    private void hold(Batch batch, Incoming incoming, long timeoutNs) {
        BayeuxMessage message = incoming.message();
        Client client = incoming.client();
        Carrier carrier = batch.carrier();
        if (server.polls().isElsewhere(client, carrier)) {
            client.waits();
            reply(batch, incoming, done(incoming).advice(elsewhere));
            return;
        }
        if (server.polls().isFull(carrier)) {
            client.waits();
            carrier.refuse(503, tooMany(message));
            batch.hold(new Poll(client, carrier, message, 0)); // its answer was sent
            return;
        }
        BayeuxMessage reply = carrier.senderOf(message) == client
                ? client.lastHeld.replyTo(message)
                : done(incoming).build();
        Poll poll = new Poll(client, carrier, reply, timeoutNs);
        client.hold(poll);
        batch.hold(poll);
    }

    private BayeuxMessage tooMany(BayeuxMessage message) {
        BayeuxError error = new BayeuxError(503, "Too many connections from your IP");
        return Replies.refused(message, error).advice(server.later()).build();
    }

    private Optional<BayeuxError> connectError(BayeuxMessage message) {
        Optional<String> type = message.connectionType();
        if (type.isEmpty()) {
            return Optional.of(new BayeuxError(400, "a connect needs a connectionType"));
        }
        return words.contains(type.get())
                ? Optional.empty()
                : Optional.of(new BayeuxError(400, type.get(), "this connection type is not spoken here"));
    }

    /** How long it is held: as the client asks, but no longer than everybody's. */
    private long timeoutNs(BayeuxMessage message) {
        long asked = message.adviceTimeout();
        long most = definition.timeout.toNanos();
        return asked < 0
                ? most
                : Math.min(most, Duration.ofMillis(Math.min(asked, 1L << 40)).toNanos());
    }

    // ---- the others

    private void subscribe(Batch batch, Incoming incoming) {
        BayeuxMessage message = incoming.message();
        Client client = incoming.client();
        List<String> channels = message.subscription();
        Optional<BayeuxError> error = incoming.error().or(() -> subscriptionError(message));
        for (String channel : error.isPresent() ? List.<String>of() : channels) {
            error = error.or(() -> refusal(client, channel, message));
        }
        if (error.isEmpty() && client.subscriptions().size() + channels.size() > definition.limits.subscriptions()) {
            error = Optional.of(new BayeuxError(
                    403, "a client has at most " + definition.limits.subscriptions() + " subscriptions"));
        }
        if (error.isPresent()) {
            reply(batch, incoming, Replies.refused(message, error.get()).clientId(client.id()));
            return;
        }
        for (String channel : channels) {
            if (ChannelName.isBroadcast(channel)) {
                server.subscribe(client, channel, Subscription.DELIVER, true);
            }
        }
        reply(batch, incoming, echo(incoming));
    }

    private MessageBuilder echo(Incoming incoming) {
        return done(incoming)
                .clientId(incoming.client().id())
                .subscription(incoming.message().rawSubscription().orElseThrow());
    }

    private Optional<BayeuxError> subscriptionError(BayeuxMessage message) {
        List<String> channels = message.subscription();
        Object said = message.rawSubscription().map(Json::value).orElse(null);
        if (channels.isEmpty() || said instanceof List<?> list && list.size() != channels.size()) {
            return Optional.of(new BayeuxError(400, "a subscription is needed: a channel, or a list of channels"));
        }
        if (channels.size() > definition.limits.subscriptions()) {
            return Optional.of(new BayeuxError(
                    403, "a client has at most " + definition.limits.subscriptions() + " subscriptions"));
        }
        return channels.stream()
                .flatMap(channel ->
                        server.gate().channelFault(channel).stream().map(fault -> new BayeuxError(400, channel, fault)))
                .findFirst();
    }

    private Optional<BayeuxError> refusal(Client client, String channel, BayeuxMessage message) {
        if (ChannelName.isMeta(channel)) {
            return Optional.of(new BayeuxError(403, channel, "nobody can subscribe to this"));
        }
        if (ChannelName.isService(channel)) {
            return Optional.empty(); // and nothing comes of it
        }
        Optional<BayeuxError> error = server.channels().exists(channel)
                ? Optional.empty()
                : server.gate().authorize(client, Right.CREATE, channel, message);
        return error.or(() -> server.gate().authorize(client, Right.SUBSCRIBE, channel, message));
    }

    private void unsubscribe(Batch batch, Incoming incoming) {
        BayeuxMessage message = incoming.message();
        Client client = incoming.client();
        List<String> channels = message.subscription();
        Optional<BayeuxError> error = incoming.error().or(() -> subscriptionError(message));
        for (String channel : error.isPresent() ? List.<String>of() : channels) {
            if (ChannelName.isBroadcast(channel) && !client.isSubscribed(channel) && error.isEmpty()) {
                error = Optional.of(new BayeuxError(404, channel, "Client not subscribed to '" + channel + "'"));
            }
        }
        if (error.isPresent()) {
            reply(batch, incoming, Replies.refused(message, error.get()).clientId(client.id()));
            return;
        }
        channels.forEach(channel -> server.unsubscribe(client, channel));
        reply(batch, incoming, echo(incoming));
    }

    private void disconnect(Batch batch, Incoming incoming) {
        if (incoming.error().isPresent()) {
            refuse(batch, incoming, incoming.error().get());
            return;
        }
        Client client = incoming.client();
        reply(batch, incoming, done(incoming).clientId(client.id()));
        server.remove(client);
    }
}
