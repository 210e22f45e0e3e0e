package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.Advice;
import dev.usher.filters.bayeux.BayeuxError;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Clock;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client, and the heap of its session, which owns its one timer. Belongs to the kernel's thread. A client is what has
 * shaken hands, over whatever transports it comes then, or a session of this kernel.
 *
 * <pre>
 *             connect           too long, disconnected, the server's end
 *   WAITING ----------- HELD ---------------+
 *      ^  |               |                 v
 *      |  +-------------- | ----------- GONE
 *      +----- answer -----+
 * </pre>
 */
public final class Client {
    private static final Event<Void> ARM = Event.named("bayeux_client_arm");
    private static final Event<Void> PASSED = Event.named("bayeux_client_time_passed");
    private static final Event<Void> END = Event.named("bayeux_client_end");
    private static final String ALIVE = "bayeux_client";
    private static final Event<Session> LOST = Event.named("bayeux_client_lost_its_session", Session.class);

    static final States<Client> STATES = States.of(Client.class)
            .start(Client::start)
            .stop(Client::stopped)
            .sig("DIE", Client::died)
            .on(ARM, Client::arm)
            .on(PASSED, Client::passed)
            .on(LOST, (client, poe, local) -> client.disconnect())
            .on(END, Client::end);

    private final BayeuxListener server;
    private final String id;
    private final String ip;
    private final Session local; // or null
    private final Map<String, Object> flags = new HashMap<>();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final ClientQueue queue;
    private final ClientTimer timer = new ClientTimer();
    final HeldConnect lastHeld = new HeldConnect();
    private final List<BayeuxExtension> extensions = new ArrayList<>(0);
    private final Rate rate;
    private Session session; // once it is welcome
    private Browser browser; // or null
    private Carrier carrier; // the latest that it has connected by; or null
    private Poll poll; // while a connect is held
    private boolean alive;
    private boolean connected;
    private boolean commentFiltered;
    private Object state;

    boolean dirty; // among those who shall be looked at in the next turn
    long told; // the number of the latest message that it was told of

    Client(BayeuxListener server, String id, String ip, Session local, Rate rate) {
        this.server = server;
        this.id = id;
        this.ip = ip;
        this.local = local;
        this.rate = rate;
        queue = new ClientQueue(server.definition().limits.queue());
    }

    // ---- what programs ask

    /** @return its id: whoever knows it can speak for it. Empty if it never shook hands */
    public String id() {
        return id;
    }

    /** @return its address at its handshake; empty for a session of this kernel */
    public String ip() {
        return ip;
    }

    /** @return whether it is a session of this kernel */
    public boolean isLocal() {
        return local != null;
    }

    /** @return the session that it is, if it is one of this kernel */
    public Optional<Session> localSession() {
        return Optional.ofNullable(local);
    }

    /** @return whether it never shook hands, and is only let through */
    public boolean isAnonymous() {
        return id.isEmpty();
    }

    /** @return whether it is known: its handshake is done and it was not forgotten */
    public boolean isAlive() {
        return alive;
    }

    /** @return what a program keeps with it by name, for as long as it lives: the manual's flags */
    public Map<String, Object> flags() {
        return flags;
    }

    /** @return what a program keeps with it: the manual's heap */
    public Optional<Object> state() {
        return Optional.ofNullable(state);
    }

    /** @param kept for {@link #state()} */
    public void state(Object kept) {
        state = kept;
    }

    /**
     * @param channel or pattern
     * @return whether it has subscribed to exactly that
     */
    public boolean isSubscribed(String channel) {
        return subscriptions.containsKey(channel);
    }

    /** @return its subscriptions by channel or pattern, oldest first: a copy */
    public Map<String, Subscription> subscriptions() {
        return Map.copyOf(subscriptions);
    }

    /** @return how many messages wait for it */
    public int queued() {
        return queue.size();
    }

    /** @return whether its connect is held */
    public boolean isPolling() {
        return poll != null;
    }

    boolean hasConnected() {
        return connected;
    }

    /** @return the transport that it connects by; empty before it does, and for a session of this kernel */
    public Optional<Transport> transport() {
        return Optional.ofNullable(carrier).map(Carrier::transport);
    }

    /**
     * Lets an extension see its messages.
     *
     * @param extension added behind those there are
     */
    public void extend(BayeuxExtension extension) {
        extensions.add(extension);
    }

    /**
     * Sends it a message, out of sequence.
     *
     * @param message goes to nobody else
     */
    public void push(BayeuxMessage message) {
        deliver(new Delivery(message, false));
    }

    /** Forgets it: it has to shake hands again. */
    public void disconnect() {
        server.remove(this);
    }

    // ---- subscriptions

    Map<String, Subscription> ownSubscriptions() {
        return subscriptions;
    }

    List<BayeuxExtension> extensions() {
        return extensions;
    }

    boolean mayTalk() {
        return !rate.isOn() || rate.allows(now());
    }

    // ---- by which way

    boolean isOf(Carrier from) {
        return !server.definition().trustBrowser
                || browser == null
                || from.browser().equals(browser.name);
    }

    void browser(Browser its) {
        browser = its;
    }

    /** The browser that it is in, or null. */
    Browser browser() {
        return browser;
    }

    void commentFiltered(boolean on) {
        commentFiltered = on;
    }

    boolean isCommentFiltered() {
        return commentFiltered;
    }

    /** It is reached by this from now on. */
    void reachedBy(Carrier by) {
        carrier = by;
    }

    /** A socket is lost. */
    void lost(Carrier by) {
        if (poll != null && poll.carrier == by) {
            released();
        }
        if (carrier == by) {
            carrier = null;
        }
    }

    /** Answers whether this is its first connect. */
    boolean connects() {
        boolean first = !connected;
        connected = true;
        if (poll != null) {
            supersede();
        }
        return first;
    }

    /** Another connect has come: this one is answered, so that neither end keeps a connection for it. */
    private void supersede() {
        Poll old = released();
        BayeuxError error = new BayeuxError(408, "another connect has come");
        BayeuxMessage reply = Replies.refused(old.reply, error)
                .advice(Advice.retry().interval(server.definition().multipleClientsInterval))
                .build();
        old.answer(List.of(sent(reply)));
    }

    void hold(Poll held) {
        poll = held;
        server.polls().joined(held);
        held.carrier.holds(held);
        timer.lasts(now() + held.timeoutNs);
        watch();
        if (!queue.isEmpty()) {
            server.lookAt(this); // lazy messages, whose time begins
        }
    }

    /** The poll is over, whoever answers it: nobody else shall, whatever fails on the way. */
    Poll released() {
        Poll old = poll;
        poll = null;
        old.carrier.holds(null);
        server.polls().left(old);
        waits();
        return old;
    }

    /** No connect is held: it must come back in time. */
    void waits() {
        timer.lasts(now() + server.definition().patienceNs);
        watch();
    }

    /** Sees to it that the timer passes in time. */
    private void watch() {
        if (timer.isLate()) {
            session.kernel().call(session, ARM);
        }
    }

    // ---- messages for it

    ClientQueue queue() {
        return queue;
    }

    boolean hasMessages() {
        return queue.isPressing();
    }

    void deliver(Delivery delivery) {
        if (!alive) {
            return;
        }
        if (local != null) {
            tell(Subscription.DELIVER, delivery.message);
            return;
        }
        Optional<BayeuxMessage> passed = server.gate().out(this, delivery.message);
        if (passed.isEmpty()) {
            return;
        }
        Delivery changed = passed.get() == delivery.message ? delivery : new Delivery(passed.get(), delivery.lazy);
        if (queue.isFull() && !makeRoom(changed)) {
            return;
        }
        queue.add(changed);
        server.lookAt(this);
    }

    /** A local session is told. */
    void tell(Event<BayeuxMessage> event, BayeuxMessage message) {
        session.kernel().post(local, event, message);
    }

    private boolean makeRoom(Delivery wanted) {
        server.overflow(this, wanted.message);
        QueuePolicy policy = server.definition().queuePolicy;
        if (policy == QueuePolicy.DISCONNECT) {
            server.remove(this);
            return false;
        }
        if (policy == QueuePolicy.CONFLATE) {
            queue.dropChannel(wanted.message.channel());
        }
        if (queue.isFull()) {
            queue.dropOldest();
        }
        return true;
    }

    private boolean onlyByConnects() {
        return queue.isAcknowledged() || server.definition().metaConnectDeliverOnly;
    }

    /** Whether messages may go with an answer that is about to be sent. */
    boolean rides(Carrier on, boolean connects) {
        return on.isOpen()
                && (connects || !onlyByConnects())
                && (!queue.isEmpty() || connects && queue.isAcknowledged());
    }

    void takeInto(List<BayeuxMessage> all) {
        queue.takeInto(all);
        timer.noLazy();
    }

    /** Sends what waits, if there is a way. */
    void flush() {
        dirty = false;
        if (!alive || queue.isEmpty()) {
            return;
        }
        if (!queue.hasEager() && !isLazyDue()) {
            return;
        }
        if (carrier instanceof WebSocketCarrier socket && !onlyByConnects()) {
            while (!queue.isEmpty() && socket.takesMore()) {
                socket.push(queue.take());
            }
            timer.noLazy();
        } else if (poll != null && poll.carrier.isOpen()) {
            answerPoll();
        }
    }

    private void answerPoll() {
        Poll old = released();
        List<BayeuxMessage> all = new ArrayList<>(1 + queue.size());
        all.add(sent(old.reply));
        if (old.carrier.isOpen()) {
            takeInto(all);
        }
        old.answer(all);
    }

    /** A reply, as extensions let it go: when it goes, since they may say how long it was held. */
    BayeuxMessage sent(BayeuxMessage reply) {
        return server.gate().outgoing(this, reply);
    }

    private boolean isLazyDue() {
        long now = now();
        if (!timer.hasLazy()) {
            timer.lazy(now + server.definition().lazyNs);
            watch();
        }
        return timer.isLazyOver(now);
    }

    // ---- its session

    Session session() {
        return session;
    }

    Clock clock() {
        return server.session().kernel().clock();
    }

    private long now() {
        return server.session().kernel().nowNs();
    }

    private void start(Context poe) {
        session = poe.session();
        alive = true;
        poe.refcountIncrement(session.id(), ALIVE);
        if (local != null) {
            local.tellEnd(session, LOST);
        } else {
            timer.lasts(now() + server.definition().patienceNs);
            arm(poe);
        }
    }

    /** Its session has ended before it was forgotten: a signal has killed it. */
    private void stopped(Context poe) {
        server.remove(this);
    }

    private void arm(Context poe) {
        if (alive) {
            timer.arm(poe, PASSED, now());
        } else {
            timer.disarm(poe);
        }
    }

    private void passed(Context poe) {
        timer.passed();
        long now = now();
        if (timer.isOver(now)) {
            if (poll != null) {
                answerPoll();
            } else {
                server.remove(this);
            }
        } else if (timer.isLazyOver(now)) {
            flush();
            timer.noLazy();
        }
        arm(poe);
    }

    /** Its connect is answered with word of where, or when, to go on. */
    void sendAway() {
        if (poll != null) {
            Poll old = released(); // before extensions see its answer, which may forget the client
            BayeuxMessage reply = old.reply.change().advice(server.later()).build();
            List<BayeuxMessage> all = new ArrayList<>(1 + queue.size());
            all.add(sent(reply));
            takeInto(all);
            old.answer(all);
        }
    }

    /** A fault here must not end the others. */
    private void died(Context poe, SignalInfo signal) {
        if (signal.death().destination() == session) {
            poe.sigHandled();
            server.failed(this, signal.death().error());
        }
    }

    /** It is forgotten: what is held for it is answered. */
    void gone() {
        alive = false;
        if (poll != null) {
            answerPoll();
        }
        queue.clear();
        carrier = null;
        session.kernel().call(session, END);
    }

    private void end(Context poe) {
        timer.disarm(poe);
        poe.refcountDecrement(session.id(), ALIVE);
    }

    @Override
    public String toString() {
        return isAnonymous() ? "an anonymous client" : "Bayeux client " + session;
    }
}
