package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.Advice;
import dev.usher.filters.bayeux.BayeuxError;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.ChannelName;
import dev.usher.filters.bayeux.MessageBuilder;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a client comes to be known to the server and stays so: handshake, connects, goodbye, and what is done when they
 * are lost (Bayeux 1.0 §4). Belongs to one client's session.
 */
final class Acquaintance implements ClientTransport.Told {
    static final Event<Void> RETRY = Event.named("bayeux_client_retry");
    static final Event<Heard> HEARD = Event.named("bayeux_client_heard", Heard.class);
    static final Event<Lost> LOST = Event.named("bayeux_client_has_lost", Lost.class);

    private static final String ACK = Unacknowledged.NAME;

    record Heard(ClientTransport from, List<BayeuxMessage> messages) {}

    record Lost(ClientTransport from, List<BayeuxMessage> messages, String why, boolean hopeless) {}

    private final BayeuxConnection client;
    private final BayeuxClient definition;
    private final Cookies cookies;
    private final Awaiting awaiting = new Awaiting();
    private final ClientAdvice advice;
    private ClientTransport transport;
    private List<String> spoken = List.of(); // by the server; empty while that is not known
    private String clientId; // or null
    private boolean acknowledges;
    private long acknowledged;
    private long lastId;
    private long retryTimer; // 0 for none
    private boolean again; // after the goodbye
    private String complained = ""; // of why the server is not reached

    Acquaintance(BayeuxConnection client, BayeuxClient definition) {
        this.client = client;
        this.definition = definition;
        cookies = new Cookies(client, definition);
        advice = new ClientAdvice(definition.backoffStep, definition.backoffMost);
        transport = made(definition.transports.get(0));
        Reload left = definition.reload;
        if (left != null) {
            clientId = left.clientId();
            acknowledges = left.acknowledges();
            acknowledged = left.acknowledged();
            lastId = left.lastId();
        }
    }

    Optional<String> clientId() {
        return Optional.ofNullable(clientId);
    }

    Transport transport() {
        return transport.kind();
    }

    boolean acknowledges() {
        return acknowledges;
    }

    Optional<Reload> left() {
        return clientId().map(id -> new Reload(id, acknowledges, acknowledged, lastId));
    }

    String nextId() {
        return Long.toString(++lastId);
    }

    void begin(Context poe) {
        if (client.state() != BayeuxState.DISCONNECTED) {
            return;
        }
        if (clientId == null) {
            shakeHands(poe);
        } else {
            client.become(poe, BayeuxState.CONNECTING); // one that was loaded again
            connect(poe, true);
        }
    }

    private ClientTransport made(Transport kind) {
        return kind == Transport.WEBSOCKET
                ? new SocketTransport(definition, cookies, this)
                : new PollingTransport(definition, kind, cookies, this);
    }

    private void use(Transport kind) {
        if (transport.kind() != kind) {
            transport.reset();
            transport = made(kind);
        }
    }

    // ---- saying

    private void shakeHands(Context poe) {
        client.become(poe, BayeuxState.HANDSHAKING);
        clientId = null;
        acknowledges = false;
        acknowledged = 0;
        BayeuxMessage message = Introduction.of(definition, nextId());
        try {
            message = Introduction.with(definition, message);
        } catch (RuntimeException e) {
            client.logger().error("{}: there is no ext for a handshake", client, e);
            fail(poe, message, null, "there is no ext for it: " + e.getMessage());
            retryLater(poe);
            return;
        }
        send(poe, List.of(new BayeuxConnection.Queued(message, null)));
    }

    private void connect(Context poe, boolean atOnce) {
        MessageBuilder message = BayeuxMessage.on(MetaChannels.CONNECT)
                .id(nextId())
                .clientId(clientId)
                .field("connectionType", transport.kind().word());
        if (atOnce) {
            message.advice(Advice.retry().timeout(Duration.ZERO));
        }
        if (acknowledges) {
            message.ext(Map.of(ACK, acknowledged));
        }
        send(poe, List.of(new BayeuxConnection.Queued(message.build(), null)));
    }

    void send(Context poe, List<BayeuxConnection.Queued> all) {
        List<BayeuxMessage> messages = new ArrayList<>(all.size());
        for (BayeuxConnection.Queued queued : all) {
            BayeuxMessage message = queued.message();
            boolean connects = message.channel().equals(MetaChannels.CONNECT);
            if (clientId != null && message.clientId().isEmpty()) {
                message = message.change().clientId(clientId).build();
            }
            Optional<BayeuxMessage> passed = Optional.of(message);
            for (ClientExtension extension : definition.extensions) {
                passed = passed.flatMap(last -> extension.outgoing(client, last));
            }
            if (passed.isEmpty() && !isOfLife(message)) {
                continue;
            }
            message = passed.orElse(message);
            long heldNs = connects && message.adviceTimeout() != 0 ? advice.timeoutNs() : 0;
            awaiting.add(poe, message, queued.hook(), definition.maxNetworkDelay.toNanos() + heldNs);
            messages.add(message);
        }
        if (!messages.isEmpty()) {
            transport.send(poe, messages);
        }
    }

    private static boolean isOfLife(BayeuxMessage message) {
        return switch (message.channel()) {
            case MetaChannels.HANDSHAKE, MetaChannels.CONNECT, MetaChannels.DISCONNECT -> true;
            default -> false;
        };
    }

    // ---- hearing

    @Override
    public void heard(ClientTransport from, List<BayeuxMessage> messages) {
        client.session().kernel().call(client.session(), HEARD, new Heard(from, messages));
    }

    @Override
    public void failed(ClientTransport from, List<BayeuxMessage> messages, String why, boolean hopeless) {
        client.session().kernel().call(client.session(), LOST, new Lost(from, messages, why, hopeless));
    }

    void heard(Context poe, Heard heard) {
        for (BayeuxMessage message : heard.messages) {
            if (heard.from == transport) {
                receive(poe, message);
            }
        }
        if (heard.from == transport) {
            transport.proceed(poe);
        }
    }

    private void receive(Context poe, BayeuxMessage came) {
        Optional<BayeuxMessage> passed = Optional.of(came);
        for (int i = definition.extensions.size() - 1; i >= 0; i--) {
            ClientExtension extension = definition.extensions.get(i);
            passed = passed.flatMap(last -> extension.incoming(client, last));
        }
        if (passed.isEmpty() && !isOfLife(came)) {
            return;
        }
        BayeuxMessage message = passed.orElse(came);
        boolean isReply = message.successful().isPresent();
        Awaiting.Awaited awaited = isReply ? awaiting.take(poe, message) : null;
        boolean good = message.successful().orElse(true);
        boolean told = client.tell(poe, awaited == null ? null : awaited.hook, message);
        if (!isReply || message.isMeta() || ChannelName.isService(message.channel()) || !good) {
            told |= client.deliver(poe, message); // replies to what was published tell nobody else anything
        }
        if (!good && !told && !isOvertaken(message)) {
            client.complain(poe, message);
        }
        switch (message.channel()) {
            case MetaChannels.HANDSHAKE -> shaken(poe, message, good);
            case MetaChannels.CONNECT -> answered(poe, message, good);
            case MetaChannels.DISCONNECT -> left(poe);
            default -> {
                // It was delivered.
            }
        }
    }

    /** A connect that the server ends because this client leaves, and says so before it says goodbye. */
    private boolean isOvertaken(BayeuxMessage reply) {
        return client.state() == BayeuxState.DISCONNECTING && reply.channel().equals(MetaChannels.CONNECT);
    }

    // ---- what the protocol's own replies mean

    private void shaken(Context poe, BayeuxMessage reply, boolean good) {
        if (client.state() != BayeuxState.HANDSHAKING) {
            return;
        }
        advice.forget();
        advice.take(reply);
        boolean isLater = reply.advice().isPresent() && !advice.reconnect().equals(ClientAdvice.NONE);
        Optional<Transport> common = common(reply);
        if (good && reply.clientId().isPresent() && common.isPresent() && !isTooNew(reply)) {
            advice.succeeded();
            clientId = reply.clientId().get();
            spoken = reply.supportedConnectionTypes();
            acknowledges = definition.acknowledge && reply.ext(ACK).isPresent();
            client.nothingTold();
            use(common.get());
            client.become(poe, BayeuxState.CONNECTING);
            connect(poe, true);
        } else if (!good && isLater) {
            retryLater(poe);
        } else {
            if (good) {
                client.complain(poe, failure(reply, "the server's handshake cannot be understood: " + reply));
            }
            client.become(poe, BayeuxState.DISCONNECTED);
        }
    }

    private static boolean isTooNew(BayeuxMessage reply) {
        return reply.minimumVersion().map(MetaChannels::isNewer).orElse(false);
    }

    /** The transport that it came by, if the server says that it speaks that, or the best that both speak. */
    private Optional<Transport> common(BayeuxMessage reply) {
        List<String> words = reply.supportedConnectionTypes();
        return words.contains(transport.kind().word())
                ? Optional.of(transport.kind())
                : definition.transports.stream()
                        .filter(kind -> words.contains(kind.word()))
                        .findFirst();
    }

    private void answered(Context poe, BayeuxMessage reply, boolean good) {
        if (client.state() != BayeuxState.CONNECTING
                && client.state() != BayeuxState.CONNECTED
                && client.state() != BayeuxState.UNCONNECTED) {
            return;
        }
        advice.take(reply);
        if (good) {
            if (acknowledges && reply.ext(ACK).orElse(null) instanceof Number number) {
                acknowledged = number.longValue();
            }
            advice.succeeded();
            complained = "";
            client.become(poe, BayeuxState.CONNECTED);
            client.flushSoon();
            if (advice.reconnect().equals(ClientAdvice.NONE)) {
                reset(poe, "the server wants no more connects");
                client.become(poe, BayeuxState.DISCONNECTED);
            } else {
                later(poe, advice.intervalNs());
            }
            return;
        }
        switch (advice.reconnect()) {
            case ClientAdvice.HANDSHAKE -> {
                reset(poe, "the server knows this client no more");
                clientId = null;
                advice.forget();
                client.become(poe, BayeuxState.HANDSHAKING);
                later(poe, advice.failedNs());
            }
            case ClientAdvice.NONE -> {
                reset(poe, "the server wants no more connects");
                clientId = null;
                client.become(poe, BayeuxState.DISCONNECTED);
            }
            default -> {
                client.become(poe, BayeuxState.UNCONNECTED);
                later(poe, advice.failedNs());
            }
        }
    }

    private void later(Context poe, long delayNs) {
        if (retryTimer != 0) {
            poe.alarmRemove(retryTimer);
            retryTimer = 0;
        }
        if (delayNs == 0) {
            retry(poe);
        } else {
            retryTimer = poe.delaySetNs(RETRY, delayNs, null);
        }
    }

    private void retryLater(Context poe) {
        later(poe, Math.max(1, advice.failedNs())); // not at once: the caller has not done yet
    }

    void retry(Context poe) {
        retryTimer = 0;
        switch (client.state()) {
            case HANDSHAKING -> shakeHands(poe);
            case CONNECTED -> connect(poe, false);
            case CONNECTING, UNCONNECTED -> connect(poe, true);
            default -> {
                // It has said goodbye meanwhile.
            }
        }
    }

    // ---- losing

    void lost(Context poe, Lost lost) {
        if (lost.from != transport) {
            return;
        }
        boolean fatal =
                lost.messages.stream().anyMatch(Acquaintance::isOfLife) || transport.kind() == Transport.WEBSOCKET;
        for (BayeuxMessage message : lost.messages) {
            message.id().map(id -> awaiting.take(poe, id)).ifPresent(awaited -> lose(poe, awaited, lost.why));
        }
        if (!fatal) {
            transport.proceed(poe);
            client.flushSoon();
            return;
        }
        if (lost.hopeless && !lost.why.equals(complained)) {
            complained = lost.why; // once: it will be tried again and again
            client.logger()
                    .warn(
                            "{}: {} does not reach the server: {}",
                            client,
                            transport.kind().word(),
                            lost.why);
        } else {
            client.logger().debug("{}: {}", client, lost.why);
        }
        disrupted(poe, lost.why, lost.hopeless);
    }

    void late(Context poe, String id) {
        Awaiting.Awaited awaited = awaiting.take(poe, id);
        if (awaited == null) {
            return;
        }
        String why = "no answer came in time";
        lose(poe, awaited, why);
        if (isOfLife(awaited.message)) {
            disrupted(poe, why, transport.kind() == Transport.WEBSOCKET && client.state() == BayeuxState.HANDSHAKING);
        }
    }

    private void lose(Context poe, Awaiting.Awaited awaited, String why) {
        if (awaited.message.channel().equals(MetaChannels.SUBSCRIBE)) {
            awaited.message.subscription().forEach(client.interests()::untell);
            if (awaited.hook == null) {
                return; // it is asked again
            }
        }
        fail(poe, awaited.message, awaited.hook, why);
    }

    void fail(Context poe, BayeuxMessage message, MessageHook hook, String why) {
        BayeuxMessage failure = failure(message, why);
        boolean told = client.tell(poe, hook, failure);
        if (message.isMeta()) {
            told |= client.deliver(poe, failure);
        }
        if (!told && !isOfLife(message)) {
            client.complain(poe, failure); // it tries those again, and their loss is told as a state
        }
    }

    private static BayeuxMessage failure(BayeuxMessage message, String why) {
        return BayeuxMessage.answering(message).error(new BayeuxError(408, why)).build();
    }

    /** Gives up all that is under way; what waits to be sent goes on waiting. */
    void reset(Context poe, String why) {
        transport.reset();
        if (retryTimer != 0) {
            poe.alarmRemove(retryTimer);
            retryTimer = 0;
        }
        awaiting.takeAll(poe).forEach(awaited -> lose(poe, awaited, why));
    }

    private void disrupted(Context poe, String why, boolean hopeless) {
        BayeuxState was = client.state();
        reset(poe, why);
        if (hopeless) {
            use(other());
        }
        switch (was) {
            case HANDSHAKING -> retryLater(poe);
            case CONNECTING -> retryLater(poe);
            case CONNECTED, UNCONNECTED -> {
                client.become(poe, BayeuxState.UNCONNECTED);
                retryLater(poe);
            }
            case DISCONNECTING -> left(poe);
            default -> {
                // Nothing is wanted any more.
            }
        }
    }

    /** The next transport that the server speaks, as far as that is known; behind the last the first. */
    private Transport other() {
        List<Transport> all = definition.transports;
        int at = all.indexOf(transport.kind());
        for (int i = 1; i < all.size(); i++) {
            Transport next = all.get((at + i) % all.size());
            if (spoken.isEmpty() || spoken.contains(next.word())) {
                return next;
            }
        }
        return transport.kind();
    }

    // ---- leaving

    void leave(Context poe, boolean comesBack) {
        again = comesBack;
        if (client.state() == BayeuxState.DISCONNECTING || client.state() == BayeuxState.OVER) {
            return;
        }
        if (client.state() != BayeuxState.CONNECTED) {
            left(poe);
            return;
        }
        client.flushNow(poe);
        client.become(poe, BayeuxState.DISCONNECTING);
        BayeuxMessage goodbye =
                BayeuxMessage.on(MetaChannels.DISCONNECT).id(nextId()).build();
        send(poe, List.of(new BayeuxConnection.Queued(goodbye, null)));
    }

    private void left(Context poe) {
        reset(poe, "the client has said goodbye");
        clientId = null;
        client.become(poe, BayeuxState.DISCONNECTED);
        if (again) {
            again = false;
            shakeHands(poe);
        }
    }
}
