package dev.usher.component.bayeux;

import dev.usher.component.http.HttpConnection;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.Mounted;
import dev.usher.filters.bayeux.Advice;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.ChannelName;
import dev.usher.filters.bayeux.Json;
import dev.usher.filters.bayeux.MessageReader;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Bayeux server that runs, and the heap of its session: knows its clients and channels. A child of the HTTP server's
 * session that carries it. Belongs to the kernel's thread.
 *
 * <pre>
 *   SERVING ---> DRAINING ---> OVER
 * </pre>
 */
public final class BayeuxListener implements Mounted {
    private static final Logger LOG = LoggerFactory.getLogger(BayeuxServer.class);
    private static final Event<Void> LOOK = Event.named("bayeux_server_look");
    private static final Event<Void> OVER = Event.named("bayeux_server_over");
    private static final String ALIVE = "bayeux_server";

    static final Event<Batch> BATCH = Event.named("bayeux_server_got_batch", Batch.class);
    static final Event<Incoming> DECIDED = Event.named("bayeux_server_decided", Incoming.class);
    static final Event<Incoming> UNDECIDED = Event.named("bayeux_server_undecided", Incoming.class);

    static final States<BayeuxListener> STATES = States.of(BayeuxListener.class)
            .start(BayeuxListener::start)
            .sig("DIE", BayeuxListener::died)
            .on(BATCH, (server, poe, batch) -> batch.proceed(poe))
            .on(DECIDED, BayeuxListener::decided)
            .on(UNDECIDED, (server, poe, incoming) -> incoming.error(503, "this took too long to decide"))
            .on(LOOK, BayeuxListener::look)
            .on(OVER, BayeuxListener::over)
            .on(BayeuxServer.SUBSCRIBE, (server, poe, wanted) -> server.sessions.joins(poe, wanted))
            .on(BayeuxServer.UNSUBSCRIBE, (server, poe, wanted) -> server.sessions.leaves(wanted))
            .on(BayeuxServer.PUBLISH, (server, poe, wanted) -> server.sessions.says(wanted))
            .on(BayeuxServer.CLIENT_PUSH, (server, poe, wanted) -> server.sessions.clientPush(wanted))
            .on(BayeuxServer.CLIENT_DISCONNECT, (server, poe, wanted) -> server.sessions.clientDisconnect(wanted))
            .on(BayeuxServer.DELAY_SUB, (server, poe, wanted) -> server.delays.add(poe, wanted))
            .on(Delays.DUE, (server, poe, due) -> server.delays.due(due))
            .on(BayeuxServer.DRAIN, (server, poe) -> server.drain())
            .on(BayeuxServer.SHUTDOWN, (server, poe) -> server.shutdown());

    private enum Phase {
        SERVING,
        DRAINING,
        OVER
    }

    private final BayeuxServer definition;
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final Map<String, Integer> byAddress = new HashMap<>();
    private final ChannelTree channels = new ChannelTree();
    private final List<Client> toLookAt = new ArrayList<>();
    private final Polls polls;
    private final ClientIds ids;
    private final MessageReader reader;
    private final Gate gate;
    private final MetaChannels meta;
    private final Publishing publishing;
    private final LocalSessions sessions = new LocalSessions(this);
    private final Delays delays;
    private final Anonymous anonymous;
    private final boolean debugging = Debugging.isOn();
    private final Bus.Member member = this::distribute;
    private final Json later;
    private Session session;
    private Phase phase = Phase.SERVING;
    private long published; // how many messages
    private Delivery distributing; // the one on its way, or null
    private final ArrayDeque<Delivery> toDistribute = new ArrayDeque<>();

    BayeuxListener(BayeuxServer definition) {
        this.definition = definition;
        polls = new Polls(definition);
        ids = new ClientIds(definition.random);
        reader = new MessageReader(definition.limits.batch());
        gate = new Gate(this);
        meta = new MetaChannels(this);
        publishing = new Publishing(this);
        delays = new Delays(definition.logger);
        anonymous = new Anonymous(definition.messageRate);
        Advice advice = Advice.retry().interval(definition.drainInterval);
        later = (definition.hosts.isEmpty() ? advice : advice.hosts(definition.hosts)).json();
    }

    // ---- what programs ask

    /** @return its session: the manual's accessor */
    public Session session() {
        return session;
    }

    /** @return what logs */
    public Logger logger() {
        return definition.logger;
    }

    /** @return the clients, oldest first: a copy */
    public List<Client> clients() {
        return List.copyOf(clients.values());
    }

    /**
     * @param id of a client
     * @return the client, if there is one
     */
    public Optional<Client> find(String id) {
        return Optional.ofNullable(clients.get(id));
    }

    /** @return how many channels and patterns have subscribers, or are kept */
    public int channelCount() {
        return channels.channels();
    }

    /**
     * @param channel or pattern
     * @return how many clients have subscribed to exactly that
     */
    public int subscribers(String channel) {
        return channels.subscribers(channel);
    }

    /** @return how many connects are held */
    public int pollsOpen() {
        return polls.open();
    }

    /** @return what there is at this moment: walks all clients */
    public BayeuxCounts counts() {
        return BayeuxCounts.of(clients.values(), published);
    }

    /** @return whether new clients are sent away */
    public boolean isDraining() {
        return phase != Phase.SERVING;
    }

    /**
     * Publishes.
     *
     * @param message has a channel of its own and data; its client id is told in this process only
     * @throws IllegalArgumentException if the channel is none to publish on
     */
    public void publish(Publish message) {
        String channel = message.channel();
        Optional<String> fault = ChannelName.fault(channel);
        if (fault.isPresent() || ChannelName.isPattern(channel) || !ChannelName.isBroadcast(channel)) {
            throw new IllegalArgumentException("nothing can be published on '" + channel + "': "
                    + fault.orElse("a channel is needed that is no pattern, and not under /meta or /service"));
        }
        publish(message.message(), message.lazy());
    }

    // ---- for those who help it

    BayeuxServer definition() {
        return definition;
    }

    MessageReader reader() {
        return reader;
    }

    Gate gate() {
        return gate;
    }

    MetaChannels meta() {
        return meta;
    }

    Publishing publishing() {
        return publishing;
    }

    Polls polls() {
        return polls;
    }

    ChannelTree channels() {
        return channels;
    }

    Client client(String id) {
        return clients.get(id);
    }

    /** How to go on for who is sent away. */
    Json later() {
        return later;
    }

    // ---- clients

    Client provisional(Carrier carrier) {
        return new Client(this, ids.next(), carrier.address(), null, new Rate(definition.messageRate));
    }

    Client anonymous(Carrier carrier) {
        long now = session.kernel().clock().nanoTime();
        return new Client(this, "", carrier.address(), null, anonymous.of(carrier.address(), now));
    }

    boolean isFull(Client client) {
        return isDraining()
                || clients.size() >= definition.limits.clients()
                || definition.limits.clientsPerAddress() > 0
                        && byAddress.getOrDefault(client.ip(), 0) >= definition.limits.clientsPerAddress();
    }

    void welcome(Context poe, Client client, Carrier carrier) {
        Optional<String> browser = carrier.browser();
        if (browser.isEmpty() && carrier.transport() != Transport.WEBSOCKET) {
            browser = Optional.of(ids.next());
            carrier.remember(browser.get());
        }
        browser.ifPresent(name -> client.browser(polls.joins(name)));
        join(poe, client);
    }

    void join(Context poe, Client client) {
        clients.put(client.id(), client);
        if (!client.isLocal() && definition.limits.clientsPerAddress() > 0) {
            byAddress.merge(client.ip(), 1, Integer::sum);
        }
        Session its = poe.create(Client.STATES, client);
        if (debugging) {
            Debugging.trace(its);
        }
        definition.logger.debug("{} connects from {}", client, client.isLocal() ? "here" : client.ip());
        tell(ServerEvent.of("client_connect", client));
    }

    void remove(Client client) {
        if (!clients.remove(client.id(), client)) {
            return;
        }
        if (!client.isLocal() && definition.limits.clientsPerAddress() > 0) {
            byAddress.computeIfPresent(client.ip(), (address, count) -> count == 1 ? null : count - 1);
        }
        if (client.browser() != null) {
            polls.leaves(client.browser());
        }
        List.copyOf(client.ownSubscriptions().keySet()).forEach(channel -> unsubscribe(client, channel));
        client.gone();
        definition.logger.debug("{} is forgotten", client);
        tell(ServerEvent.of("client_disconnect", client));
    }

    // ---- subscriptions

    void subscribe(Client client, String channel, Event<BayeuxMessage> state, boolean told) {
        if (client.isSubscribed(channel)) {
            return; // Bayeux 1.0 §4.3: it is, whoever asks again
        }
        Subscription subscription = new Subscription(
                client, channel, state, told, session.kernel().clock().wallTime());
        client.ownSubscriptions().put(channel, subscription);
        channels.add(subscription);
        tell(ServerEvent.of("subscribe", client.id(), channel));
    }

    void unsubscribe(Client client, String channel) {
        Subscription subscription = client.ownSubscriptions().remove(channel);
        if (subscription != null) {
            channels.remove(subscription);
            tell(ServerEvent.of("unsubscribe", client.id(), channel));
        }
    }

    // ---- publishing

    void publish(BayeuxMessage message, boolean lazy) {
        tell(ServerEvent.of("publish", message.clientId(), message));
        definition.bus.publish(message, lazy || definition.isLazy(message.channel()));
    }

    /** From the bus: to all subscribers, once to each. */
    private void distribute(BayeuxMessage message, boolean lazy) {
        toDistribute.add(new Delivery(message, lazy));
        if (distributing != null) {
            return; // a callback has published: one after another
        }
        try {
            while ((distributing = toDistribute.poll()) != null) {
                published++;
                channels.match(distributing.message.channel(), this::deliver);
            }
        } finally {
            distributing = null;
        }
    }

    private void deliver(Subscription subscription) {
        Client client = subscription.client;
        if (client.told == published) {
            return; // by a subscription that is more specific
        }
        client.told = published;
        if (!definition.echo
                && client.id().equals(distributing.message.clientId().orElse(null))) {
            return;
        }
        if (!client.isLocal()) {
            client.deliver(distributing);
        } else if (subscription.isTold()) {
            client.tell(subscription.state(), distributing.message);
        }
    }

    /** Messages of one turn go together: who got some is looked at in the next. */
    void lookAt(Client client) {
        if (!client.dirty) {
            client.dirty = true;
            toLookAt.add(client);
            if (toLookAt.size() == 1) {
                session.kernel().post(session, LOOK);
            }
        }
    }

    private void look(Context poe) {
        for (int i = 0; i < toLookAt.size(); i++) {
            Client client = toLookAt.get(i);
            try {
                client.flush();
            } catch (Throwable e) { // else those behind it would never be looked at
                LOG.error("{}: {} could not be sent its messages", this, client, e);
            }
        }
        toLookAt.clear();
    }

    void failed(Client client, Throwable error) {
        LOG.error("{}: {} failed, and is forgotten", this, client, error);
        remove(client);
    }

    void overflow(Client client, BayeuxMessage message) {
        tell(ServerEvent.of("queue_overflow", Optional.of(client.id()), message));
    }

    private void decided(Context poe, Incoming incoming) {
        if (incoming.timer != 0) {
            poe.alarmRemove(incoming.timer);
            incoming.timer = 0;
        }
        incoming.batch().goOn(poe, incoming);
    }

    // ---- telling the program

    void tell(ServerEvent event) {
        if (definition.callback != null) {
            try {
                definition.callback.accept(event);
            } catch (Throwable e) { // what it is told of goes on
                LOG.error("{}: the callback failed on {}", this, event.event(), e);
            }
        }
    }

    // ---- from the HTTP server

    @Override
    public void connected(Context poe, HttpConnection connection) {
        if (debugging) {
            Debugging.trace(connection.session());
        }
    }

    @Override
    public void shutdown(Context poe) {
        poe.call(session, OVER);
    }

    // ---- its life

    private void start(Context poe) {
        session = poe.session();
        if (debugging) {
            Debugging.trace(session);
            session.parent().ifPresent(Debugging::trace);
        }
        poe.refcountIncrement(session.id(), ALIVE);
        if (!definition.alias.isEmpty() && !poe.aliasSet(definition.alias).ok()) {
            LOG.warn("{}: the alias '{}' is taken by another session", session, definition.alias);
        }
        definition.persistent.forEach(channel -> channels.keep(channel, true));
        definition.bus.join(member);
        definition.logger.info("{}: Bayeux server started", session);
    }

    /** Takes no new clients, and sends those there are away when they connect again. */
    public void drain() {
        if (phase == Phase.SERVING) {
            phase = Phase.DRAINING;
            clients().forEach(Client::sendAway);
        }
    }

    /** Ends: a server of its own port stops listening; one that is mounted leaves the HTTP server as it is. */
    public void shutdown() {
        if (definition.http != null) {
            session.kernel().call(session.parent().orElseThrow(), HttpServer.SHUTDOWN);
        } else {
            session.kernel().call(session, OVER);
        }
    }

    private void over(Context poe) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        definition.logger.info("{}: shutting down", session);
        definition.bus.leave(member);
        clients().forEach(Client::sendAway);
        clients().forEach(this::remove);
        poe.alarmRemoveAll();
        poe.aliasList().forEach(poe::aliasRemove);
        poe.refcountDecrement(session.id(), ALIVE);
    }

    private void died(Context poe, SignalInfo signal) {
        if (signal.death().destination() == session) {
            LOG.error("{}: {}", session, signal.death().where(), signal.death().error());
            poe.sigHandled();
        }
    }

    @Override
    public String toString() {
        return "BayeuxListener " + session;
    }
}
