package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.Advice;
import dev.usher.filters.bayeux.BayeuxError;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.ChannelName;
import dev.usher.filters.bayeux.MessageBuilder;
import dev.usher.kernel.Clock;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * A {@link BayeuxClient} that runs, and the heap of its session. Belongs to the kernel's thread; from other threads
 * post the client's events to its session.
 *
 * <pre>
 *   DISCONNECTED --init--> HANDSHAKING ---> CONNECTING ---> CONNECTED ----- UNCONNECTED
 *        ^                      ^   ^            |              |                |
 *        |                      |   +------------+- "handshake" +----------------+
 *        +---- DISCONNECTING ---+---- disconnect, reconnect ----+
 * </pre>
 */
public final class BayeuxConnection implements ClientTransport.Told {
    private static final Event<Void> FLUSH = Event.named("bayeux_client_flush");
    private static final Event<Void> RETRY = Event.named("bayeux_client_retry");
    private static final Event<Heard> HEARD = Event.named("bayeux_client_heard", Heard.class);
    private static final Event<Lost> LOST = Event.named("bayeux_client_has_lost", Lost.class);
    private static final String ALIVE = "bayeux_client";
    private static final String ACK = Unacknowledged.NAME;

    static final States<BayeuxConnection> STATES = States.of(BayeuxConnection.class)
            .start(BayeuxConnection::start)
            .on(BayeuxClient.INIT, BayeuxConnection::begin)
            .answer(BayeuxClient.PUBLISH, (client, poe, wanted) -> client.enqueue(wanted.message(), null))
            .on(
                    BayeuxClient.SUBSCRIBE,
                    (client, poe, wanted) -> client.subscribe(wanted.channel(), poe, wanted.state()))
            .on(BayeuxClient.UNSUBSCRIBE, (client, poe, channel) -> client.unsubscribe(channel))
            .on(BayeuxClient.DISCONNECT, (client, poe) -> client.leave(poe, false))
            .on(BayeuxClient.RECONNECT, (client, poe) -> client.leave(poe, true))
            .on(BayeuxClient.SHUTDOWN, BayeuxConnection::end)
            .on(FLUSH, BayeuxConnection::flush)
            .on(RETRY, BayeuxConnection::retry)
            .on(HEARD, BayeuxConnection::heard)
            .on(LOST, BayeuxConnection::lost)
            .on(Awaiting.LATE, BayeuxConnection::late);

    private record Heard(ClientTransport from, List<BayeuxMessage> messages) {}

    private record Lost(ClientTransport from, List<BayeuxMessage> messages, String why, boolean hopeless) {}

    /** A message that waits to be sent, and who asked to be told of its reply, if anybody did. */
    private record Queued(BayeuxMessage message, MessageHook hook) {}

    private final BayeuxClient definition;
    private final Logger log;
    private final Interests interests = new Interests();
    private final Awaiting awaiting = new Awaiting();
    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    private final ClientAdvice advice;
    private Session session;
    private BayeuxState state = BayeuxState.DISCONNECTED;
    private ClientTransport transport;
    private List<String> spoken = List.of(); // by the server; empty while that is not known
    private String clientId; // or null
    private boolean acknowledges;
    private long acknowledged;
    private long lastId;
    private long retryTimer; // 0 for none
    private int batches;
    private boolean flushing; // FLUSH is on its way
    private boolean again; // after the goodbye

    BayeuxConnection(BayeuxClient definition) {
        this.definition = definition;
        log = definition.logger;
        advice = new ClientAdvice(definition.backoffStep, definition.backoffMost);
        transport = made(definition.transports.get(0));
    }

    // ---- what programs ask

    /** @return its session: the manual's accessor */
    public Session session() {
        return session;
    }

    /** @return the id that the server knows it by; empty before a handshake is done */
    public Optional<String> clientId() {
        return Optional.ofNullable(clientId);
    }

    /** @return what logs */
    public Logger logger() {
        return log;
    }

    /** @return where it stands */
    public BayeuxState state() {
        return state;
    }

    /** @return how it reaches the server now */
    public Transport transport() {
        return transport.kind();
    }

    /** @return whether the server sends again what was lost */
    public boolean acknowledges() {
        return acknowledges;
    }

    /** @return how many messages wait to be sent */
    public int queued() {
        return queue.size();
    }

    Clock clock() {
        return session.kernel().clock();
    }

    // ---- what programs say

    /** Asks the server for an id, and connects. */
    public void init() {
        post(BayeuxClient.INIT);
    }

    /**
     * Publishes, once it is connected. What is published in one turn goes together.
     *
     * @param channel a channel, or a service
     * @param data in whatever form {@link dev.usher.filters.bayeux.Json#of(Object)} takes it
     * @return the message's id
     */
    public String publish(String channel, Object data) {
        return publish(channel, data, null);
    }

    /**
     * Publishes, and asks for the reply.
     *
     * @param channel a channel, or a service
     * @param data as above
     * @param replied told once: of the reply, or of one of failure if none came
     * @return the message's id
     */
    public String publish(String channel, Object data, MessageHook replied) {
        return enqueue(BayeuxMessage.on(channel).data(data).build(), replied);
    }

    /**
     * Hears of a channel's messages. The server is asked once for all who want to hear of it, and asked again when it
     * has forgotten this client.
     *
     * @param channel or pattern; what comes on {@code /meta} and {@code /service} channels is heard without asking
     * @param hook told of each; the same again is told once
     */
    public void subscribe(String channel, MessageHook hook) {
        add(channel, new Interests.Interest(hook, null, null), null);
    }

    /**
     * Hears of a channel's messages, and asks for the server's reply.
     *
     * @param channel or pattern
     * @param hook told of each message
     * @param replied told of the reply, if the server has to be asked
     */
    public void subscribe(String channel, MessageHook hook, MessageHook replied) {
        add(channel, new Interests.Interest(hook, null, null), replied);
    }

    private void subscribe(String channel, Context poe, Event<BayeuxMessage> event) {
        add(channel, new Interests.Interest(null, poe.sender(), event), null);
    }

    /**
     * Nobody hears of a channel any more.
     *
     * @param channel or pattern
     */
    public void unsubscribe(String channel) {
        if (interests.remove(channel) && interests.untell(channel)) {
            enqueue(
                    BayeuxMessage.on(MetaChannels.UNSUBSCRIBE)
                            .subscription(channel)
                            .build(),
                    null);
        }
    }

    /** What is said from now on waits for {@link #endBatch}. May be nested. */
    public void startBatch() {
        batches++;
    }

    /** What was said since {@link #startBatch} goes together. */
    public void endBatch() {
        if (batches > 0 && --batches == 0) {
            flushSoon();
        }
    }

    /**
     * Sends what is said meanwhile together.
     *
     * @param says something
     */
    public void batch(Runnable says) {
        startBatch();
        try {
            says.run();
        } finally {
            endBatch();
        }
    }

    /** Says goodbye to the server, behind all that was said before. */
    public void disconnect() {
        post(BayeuxClient.DISCONNECT);
    }

    /** Says goodbye, and asks for another id. */
    public void reconnect() {
        post(BayeuxClient.RECONNECT);
    }

    /** Ends it, whatever is under way. */
    public void shutdown() {
        post(BayeuxClient.SHUTDOWN);
    }

    /**
     * Ends it without a goodbye, so that another may take its place before the server forgets it.
     *
     * @return what that one needs; empty if the server does not know this one
     */
    public Optional<Reload> reload() {
        Optional<Reload> left = clientId().map(id -> new Reload(id, acknowledges, acknowledged, lastId));
        session.kernel().call(session, BayeuxClient.SHUTDOWN);
        return left;
    }

    private void post(Event<Void> event) {
        session.kernel().post(session, event);
    }

    private void add(String channel, Interests.Interest interest, MessageHook replied) {
        Optional<String> fault = ChannelName.fault(channel);
        if (fault.isPresent()) {
            throw new IllegalArgumentException("cannot subscribe to '" + channel + "': " + fault.get());
        }
        interests.add(channel, interest);
        if (Interests.isOfServer(channel) && interests.tell(channel)) {
            enqueue(subscription(channel), replied);
        }
    }

    private static BayeuxMessage subscription(String channel) {
        return BayeuxMessage.on(MetaChannels.SUBSCRIBE).subscription(channel).build();
    }

    private String nextId() {
        return Long.toString(++lastId);
    }

    private String enqueue(BayeuxMessage said, MessageHook replied) {
        BayeuxMessage message = said.change().id(nextId()).build();
        queue.addLast(new Queued(message, replied));
        flushSoon();
        return message.id().orElseThrow();
    }

    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            post(FLUSH);
        }
    }

    // ---- its life

    private void start(Context poe) {
        session = poe.session();
        poe.refcountIncrement(session.id(), ALIVE);
        if (!definition.alias.isEmpty() && !poe.aliasSet(definition.alias).ok()) {
            log.warn("{}: the alias '{}' is taken by another session", session, definition.alias);
        }
        Reload left = definition.reload;
        if (left != null) {
            clientId = left.clientId();
            acknowledges = left.acknowledges();
            acknowledged = left.acknowledged();
            lastId = left.lastId();
        }
    }

    private void become(Context poe, BayeuxState next) {
        if (state == next || state == BayeuxState.OVER) {
            return;
        }
        state = next;
        log.debug("{}: {}", this, next);
        if (definition.stateHook != null) {
            try {
                definition.stateHook.on(this, poe, next);
            } catch (Exception e) {
                log.error("{}: the hook of states failed on {}", this, next, e);
            }
        }
    }

    private void begin(Context poe) {
        if (state != BayeuxState.DISCONNECTED) {
            return;
        }
        if (clientId == null) {
            shakeHands(poe);
        } else {
            become(poe, BayeuxState.CONNECTING); // one that was loaded again
            connect(poe, true);
        }
    }

    private ClientTransport made(Transport kind) {
        return kind == Transport.WEBSOCKET
                ? new SocketTransport(definition, this)
                : new PollingTransport(definition, kind, this);
    }

    private void use(Transport kind) {
        if (transport.kind() != kind) {
            transport.reset();
            transport = made(kind);
        }
    }

    private void end(Context poe) {
        if (state == BayeuxState.OVER) {
            return;
        }
        reset(poe, "the client was shut down");
        become(poe, BayeuxState.OVER);
        queue.clear();
        poe.alarmRemoveAll();
        poe.aliasList().forEach(poe::aliasRemove);
        poe.refcountDecrement(session.id(), ALIVE);
    }

    // ---- saying

    private void shakeHands(Context poe) {
        become(poe, BayeuxState.HANDSHAKING);
        clientId = null;
        acknowledges = false;
        acknowledged = 0;
        List<String> words = definition.transports.stream().map(Transport::word).toList();
        Map<String, Object> ext = new LinkedHashMap<>();
        if (definition.ext instanceof Map<?, ?> said) {
            said.forEach((name, value) -> ext.put(name.toString(), value));
        }
        if (definition.acknowledge) {
            ext.put(ACK, true);
        }
        MessageBuilder message = BayeuxMessage.on(MetaChannels.HANDSHAKE)
                .id(nextId())
                .speaks(MetaChannels.VERSION, MetaChannels.VERSION, words);
        send(
                poe,
                List.of(new Queued(
                        ext.isEmpty() ? message.build() : message.ext(ext).build(), null)));
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
        send(poe, List.of(new Queued(message.build(), null)));
    }

    private void flush(Context poe) {
        flushing = false;
        while (queue.size() > definition.maxQueued) {
            Queued last = queue.pollLast();
            fail(poe, last.message, last.hook, "too many messages wait to be sent");
        }
        if (state == BayeuxState.CONNECTED && batches == 0) {
            List<String> untold = interests.untold(); // which were lost, or forgotten with this client
            for (int i = untold.size() - 1; i >= 0; i--) {
                interests.tell(untold.get(i));
                BayeuxMessage asks =
                        subscription(untold.get(i)).change().id(nextId()).build();
                queue.addFirst(new Queued(asks, null));
            }
            if (!queue.isEmpty()) {
                List<Queued> all = new ArrayList<>(queue);
                queue.clear();
                send(poe, all);
            }
        }
    }

    private void send(Context poe, List<Queued> all) {
        List<BayeuxMessage> messages = new ArrayList<>(all.size());
        for (Queued queued : all) {
            BayeuxMessage message = queued.message;
            boolean connects = message.channel().equals(MetaChannels.CONNECT);
            if (clientId != null && message.clientId().isEmpty()) {
                message = message.change().clientId(clientId).build();
            }
            Optional<BayeuxMessage> passed = Optional.of(message);
            for (ClientExtension extension : definition.extensions) {
                passed = passed.flatMap(last -> extension.outgoing(this, last));
            }
            if (passed.isEmpty() && !isOfLife(message)) {
                continue;
            }
            message = passed.orElse(message);
            long heldNs = connects && message.adviceTimeout() != 0 ? advice.timeoutNs() : 0;
            awaiting.add(poe, message, queued.hook, definition.maxNetworkDelay.toNanos() + heldNs);
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
        session.kernel().call(session, HEARD, new Heard(from, messages));
    }

    @Override
    public void failed(ClientTransport from, List<BayeuxMessage> messages, String why, boolean hopeless) {
        session.kernel().call(session, LOST, new Lost(from, messages, why, hopeless));
    }

    private void heard(Context poe, Heard heard) {
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
            passed = passed.flatMap(last -> extension.incoming(this, last));
        }
        if (passed.isEmpty() && !isOfLife(came)) {
            return;
        }
        BayeuxMessage message = passed.orElse(came);
        boolean isReply = message.successful().isPresent();
        Awaiting.Awaited awaited =
                isReply ? message.id().map(id -> awaiting.take(poe, id)).orElse(null) : null;
        boolean good = message.successful().orElse(true);
        boolean told = tell(poe, awaited == null ? null : awaited.hook, message);
        if (!isReply || message.isMeta() || ChannelName.isService(message.channel()) || !good) {
            told |= deliver(poe, message); // replies to what was published tell nobody else anything
        }
        if (!good && !told) {
            complain(poe, message);
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

    private boolean tell(Context poe, MessageHook hook, BayeuxMessage message) {
        if (hook == null) {
            return false;
        }
        try {
            hook.on(this, poe, message);
        } catch (Exception e) {
            log.error("{}: a callback failed on '{}'", this, message.channel(), e);
        }
        return true;
    }

    private boolean deliver(Context poe, BayeuxMessage message) {
        List<Interests.Interest> interested = interests.of(message.channel());
        for (Interests.Interest interest : interested) {
            if (interest.hook() != null) {
                tell(poe, interest.hook(), message);
            } else {
                poe.post(interest.session(), interest.state(), message);
            }
        }
        return !interested.isEmpty();
    }

    private void complain(Context poe, BayeuxMessage message) {
        if (!tell(poe, definition.error, message)) {
            log.debug("{}: {}", this, message);
        }
    }

    // ---- what the protocol's own replies mean

    private void shaken(Context poe, BayeuxMessage reply, boolean good) {
        if (state != BayeuxState.HANDSHAKING) {
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
            interests.nothingTold();
            queue.removeIf(queued -> isSubscribing(queued) && queued.hook == null);
            use(common.get());
            become(poe, BayeuxState.CONNECTING);
            connect(poe, true);
        } else if (!good && isLater) {
            retryLater(poe);
        } else {
            if (good) {
                complain(poe, failure(reply, "the server's handshake cannot be understood: " + reply));
            }
            become(poe, BayeuxState.DISCONNECTED);
        }
    }

    private static boolean isSubscribing(Queued queued) {
        String channel = queued.message.channel();
        return channel.equals(MetaChannels.SUBSCRIBE) || channel.equals(MetaChannels.UNSUBSCRIBE);
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
        if (state != BayeuxState.CONNECTING && state != BayeuxState.CONNECTED && state != BayeuxState.UNCONNECTED) {
            return;
        }
        advice.take(reply);
        if (good) {
            if (acknowledges && reply.ext(ACK).orElse(null) instanceof Number number) {
                acknowledged = number.longValue();
            }
            advice.succeeded();
            become(poe, BayeuxState.CONNECTED);
            flushSoon();
            if (advice.reconnect().equals(ClientAdvice.NONE)) {
                reset(poe, "the server wants no more connects");
                become(poe, BayeuxState.DISCONNECTED);
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
                become(poe, BayeuxState.HANDSHAKING);
                later(poe, advice.failedNs());
            }
            case ClientAdvice.NONE -> {
                reset(poe, "the server wants no more connects");
                clientId = null;
                become(poe, BayeuxState.DISCONNECTED);
            }
            default -> {
                become(poe, BayeuxState.UNCONNECTED);
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

    private void retry(Context poe) {
        retryTimer = 0;
        switch (state) {
            case HANDSHAKING -> shakeHands(poe);
            case CONNECTED -> connect(poe, false);
            case CONNECTING, UNCONNECTED -> connect(poe, true);
            default -> {
                // It has said goodbye meanwhile.
            }
        }
    }

    // ---- losing

    private void lost(Context poe, Lost lost) {
        if (lost.from != transport) {
            return;
        }
        boolean fatal =
                lost.messages.stream().anyMatch(BayeuxConnection::isOfLife) || transport.kind() == Transport.WEBSOCKET;
        for (BayeuxMessage message : lost.messages) {
            message.id().map(id -> awaiting.take(poe, id)).ifPresent(awaited -> lose(poe, awaited, lost.why));
        }
        if (!fatal) {
            transport.proceed(poe);
            flushSoon();
            return;
        }
        log.debug("{}: {}", this, lost.why);
        disrupted(poe, lost.why, lost.hopeless);
    }

    private void late(Context poe, String id) {
        Awaiting.Awaited awaited = awaiting.take(poe, id);
        if (awaited == null) {
            return;
        }
        String why = "no answer came in time";
        lose(poe, awaited, why);
        if (isOfLife(awaited.message)) {
            disrupted(poe, why, transport.kind() == Transport.WEBSOCKET && state == BayeuxState.HANDSHAKING);
        }
    }

    private void lose(Context poe, Awaiting.Awaited awaited, String why) {
        if (awaited.message.channel().equals(MetaChannels.SUBSCRIBE)) {
            awaited.message.subscription().forEach(interests::untell);
            if (awaited.hook == null) {
                return; // it is asked again
            }
        }
        fail(poe, awaited.message, awaited.hook, why);
    }

    private void fail(Context poe, BayeuxMessage message, MessageHook hook, String why) {
        BayeuxMessage failure = failure(message, why);
        boolean told = tell(poe, hook, failure);
        if (message.isMeta()) {
            told |= deliver(poe, failure);
        }
        if (!told && !isOfLife(message)) {
            complain(poe, failure); // it tries those again, and their loss is told as a state
        }
    }

    private static BayeuxMessage failure(BayeuxMessage message, String why) {
        return BayeuxMessage.answering(message).error(new BayeuxError(408, why)).build();
    }

    /** Gives up all that is under way; what waits to be sent goes on waiting. */
    private void reset(Context poe, String why) {
        transport.reset();
        if (retryTimer != 0) {
            poe.alarmRemove(retryTimer);
            retryTimer = 0;
        }
        awaiting.takeAll(poe).forEach(awaited -> lose(poe, awaited, why));
    }

    private void disrupted(Context poe, String why, boolean hopeless) {
        BayeuxState was = state;
        reset(poe, why);
        if (hopeless) {
            use(other());
        }
        switch (was) {
            case HANDSHAKING -> retryLater(poe);
            case CONNECTING -> retryLater(poe);
            case CONNECTED, UNCONNECTED -> {
                become(poe, BayeuxState.UNCONNECTED);
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

    private void leave(Context poe, boolean comesBack) {
        again = comesBack;
        if (state == BayeuxState.DISCONNECTING || state == BayeuxState.OVER) {
            return;
        }
        if (state != BayeuxState.CONNECTED) {
            left(poe);
            return;
        }
        batches = 0;
        flush(poe);
        become(poe, BayeuxState.DISCONNECTING);
        BayeuxMessage goodbye =
                BayeuxMessage.on(MetaChannels.DISCONNECT).id(nextId()).build();
        send(poe, List.of(new Queued(goodbye, null)));
    }

    private void left(Context poe) {
        reset(poe, "the client has said goodbye");
        clientId = null;
        become(poe, BayeuxState.DISCONNECTED);
        if (again) {
            again = false;
            shakeHands(poe);
        }
    }

    @Override
    public String toString() {
        return "BayeuxConnection " + session + (clientId == null ? "" : " " + state);
    }
}
