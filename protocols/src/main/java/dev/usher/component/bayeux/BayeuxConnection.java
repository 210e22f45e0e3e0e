package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.ChannelName;
import dev.usher.kernel.Clock;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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
public final class BayeuxConnection {
    private static final Event<Void> FLUSH = Event.named("bayeux_client_flush");
    private static final String ALIVE = "bayeux_client";

    static final States<BayeuxConnection> STATES = States.of(BayeuxConnection.class)
            .start(BayeuxConnection::start)
            .on(BayeuxClient.INIT, (client, poe) -> client.acquaintance.begin(poe))
            .answer(BayeuxClient.PUBLISH, (client, poe, wanted) -> client.enqueue(wanted.message(), null))
            .on(
                    BayeuxClient.SUBSCRIBE,
                    (client, poe, wanted) -> client.subscribe(wanted.channel(), poe, wanted.state()))
            .on(BayeuxClient.UNSUBSCRIBE, (client, poe, channel) -> client.unsubscribe(channel))
            .on(BayeuxClient.DISCONNECT, (client, poe) -> client.acquaintance.leave(poe, false))
            .on(BayeuxClient.RECONNECT, (client, poe) -> client.acquaintance.leave(poe, true))
            .on(BayeuxClient.SHUTDOWN, BayeuxConnection::end)
            .on(FLUSH, BayeuxConnection::flush)
            .on(Acquaintance.RETRY, (client, poe) -> client.acquaintance.retry(poe))
            .on(Acquaintance.HEARD, (client, poe, heard) -> client.acquaintance.heard(poe, heard))
            .on(Acquaintance.LOST, (client, poe, lost) -> client.acquaintance.lost(poe, lost))
            .on(Awaiting.LATE, (client, poe, id) -> client.acquaintance.late(poe, id));

    /** A message that waits to be sent, and who asked to be told of its reply, if anybody did. */
    record Queued(BayeuxMessage message, MessageHook hook) {}

    private final BayeuxClient definition;
    private final Logger log;
    private final Interests interests = new Interests();
    private final Acquaintance acquaintance;
    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    private Session session;
    private BayeuxState state = BayeuxState.DISCONNECTED;
    private int batches;
    private boolean flushing; // FLUSH is on its way

    BayeuxConnection(BayeuxClient definition) {
        this.definition = definition;
        log = definition.logger;
        acquaintance = new Acquaintance(this, definition);
    }

    // ---- what programs ask

    /** @return its session: the manual's accessor */
    public Session session() {
        return session;
    }

    /** @return the id that the server knows it by; empty before a handshake is done */
    public Optional<String> clientId() {
        return acquaintance.clientId();
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
        return acquaintance.transport();
    }

    /** @return whether the server sends again what was lost */
    public boolean acknowledges() {
        return acquaintance.acknowledges();
    }

    /** @return how many messages wait to be sent */
    public int queued() {
        return queue.size();
    }

    Interests interests() {
        return interests;
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
     * @param data in whatever form {@link dev.usher.filters.bayeux.Json#of(Object)} takes it, or
     *     {@link dev.usher.filters.bayeux.BinaryData}
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
        Optional<Reload> left = acquaintance.left();
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

    private String enqueue(BayeuxMessage said, MessageHook replied) {
        BayeuxMessage message = said.change().id(acquaintance.nextId()).build();
        queue.addLast(new Queued(message, replied));
        flushSoon();
        return message.id().orElseThrow();
    }

    void flushSoon() {
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
    }

    void become(Context poe, BayeuxState next) {
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

    private void end(Context poe) {
        if (state == BayeuxState.OVER) {
            return;
        }
        acquaintance.reset(poe, "the client was shut down");
        become(poe, BayeuxState.OVER);
        queue.clear();
        poe.alarmRemoveAll();
        poe.aliasList().forEach(poe::aliasRemove);
        poe.refcountDecrement(session.id(), ALIVE);
    }

    // ---- saying and telling

    private void flush(Context poe) {
        flushing = false;
        while (queue.size() > definition.maxQueued) {
            Queued last = queue.pollLast();
            acquaintance.fail(poe, last.message, last.hook, "too many messages wait to be sent");
        }
        if (state == BayeuxState.CONNECTED && batches == 0) {
            List<String> untold = interests.untold(); // which were lost, or forgotten with this client
            for (int i = untold.size() - 1; i >= 0; i--) {
                interests.tell(untold.get(i));
                BayeuxMessage asks = subscription(untold.get(i))
                        .change()
                        .id(acquaintance.nextId())
                        .build();
                queue.addFirst(new Queued(asks, null));
            }
            if (!queue.isEmpty()) {
                List<Queued> all = new ArrayList<>(queue);
                queue.clear();
                acquaintance.send(poe, all);
            }
        }
    }

    /** Whatever waits for the end of a batch. */
    void flushNow(Context poe) {
        batches = 0;
        flush(poe);
    }

    /** The server knows a new client, which has subscribed to nothing. */
    void nothingTold() {
        interests.nothingTold();
        queue.removeIf(queued -> isSubscribing(queued) && queued.hook == null);
    }

    private static boolean isSubscribing(Queued queued) {
        String channel = queued.message.channel();
        return channel.equals(MetaChannels.SUBSCRIBE) || channel.equals(MetaChannels.UNSUBSCRIBE);
    }

    boolean tell(Context poe, MessageHook hook, BayeuxMessage message) {
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

    boolean deliver(Context poe, BayeuxMessage message) {
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

    void complain(Context poe, BayeuxMessage message) {
        if (!tell(poe, definition.error, message)) {
            log.debug("{}: {}", this, message);
        }
    }

    @Override
    public String toString() {
        return "BayeuxConnection " + session + " " + state;
    }
}
