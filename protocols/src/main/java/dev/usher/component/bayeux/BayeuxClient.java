package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.Advice;
import dev.usher.filters.bayeux.BayeuxError;
import dev.usher.filters.bayeux.BayeuxMessage;
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
public final class BayeuxClient {
    private static final Event<Void> ARM = Event.named("bayeux_client_arm");
    private static final Event<Void> PASSED = Event.named("bayeux_client_time_passed");
    private static final Event<Void> END = Event.named("bayeux_client_end");
    private static final String ALIVE = "bayeux_client";
    private static final long LOOK_NS = 30_000_000_000L; // how often a local client's session is looked after

    static final States<BayeuxClient> STATES = States.of(BayeuxClient.class)
            .start(BayeuxClient::start)
            .sig("DIE", BayeuxClient::died)
            .on(ARM, BayeuxClient::arm)
            .on(PASSED, BayeuxClient::passed)
            .on(END, BayeuxClient::end);

    private final BayeuxListener server;
    private final String id;
    private final String ip;
    private final Session local; // or null
    private final Map<String, Object> flags = new HashMap<>();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final ArrayDeque<Delivery> queue = new ArrayDeque<>(4);
    private final List<BayeuxExtension> extensions = new ArrayList<>(0);
    private final Rate rate;
    private Session session; // once it is welcome
    private Optional<String> browser = Optional.empty();
    private Carrier carrier; // the latest that it has connected by; or null
    private Poll poll; // while a connect is held
    private boolean alive;
    private boolean connected;
    private boolean commentFiltered;
    private Object state;
    private int eager; // messages in the queue that are not lazy
    private long due; // of the poll, or else of the end
    private long lazyDue; // 0 for none
    private long timer; // 0 for none
    private long armedFor; // when it passes

    boolean dirty; // among those who shall be looked at in the next turn
    long told; // the number of the latest message that it was told of

    BayeuxClient(BayeuxListener server, String id, String ip, Session local) {
        this.server = server;
        this.id = id;
        this.ip = ip;
        this.local = local;
        rate = new Rate(server.definition().messageRate);
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
                || browser.isEmpty()
                || from.browser().equals(browser);
    }

    void browser(String name) {
        browser = Optional.of(name);
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

    Carrier pollCarrier() {
        return poll == null ? null : poll.carrier;
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
        old.answer(List.of(reply));
    }

    void hold(Poll held) {
        poll = held;
        server.polls().joined(held);
        held.carrier.holds(held);
        due = now() + held.timeoutNs;
        watch();
        if (!queue.isEmpty()) {
            server.lookAt(this); // lazy messages, whose time begins
        }
    }

    /** The poll is over, whoever answers it. */
    Poll released() {
        Poll old = poll;
        poll = null;
        server.polls().left(old);
        waits();
        return old;
    }

    /** No connect is held: it must come back in time. */
    void waits() {
        due = now() + server.definition().patienceNs;
        watch();
    }

    /**
     * Sees to it that the timer passes in time. One that passes too early is set again then: connects that come and go
     * quickly never touch it.
     */
    private void watch() {
        if (timer == 0 || next() < armedFor) {
            session.kernel().call(session, ARM);
        }
    }

    private long next() {
        return lazyDue != 0 && lazyDue < due ? lazyDue : due;
    }

    // ---- messages for it

    boolean hasMessages() {
        return eager > 0;
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
        if (queue.size() >= server.definition().limits.queue() && !makeRoom(changed)) {
            return;
        }
        queue.addLast(changed);
        eager += changed.lazy ? 0 : 1;
        server.lookAt(this);
    }

    /** A local session is told; one that has ended is forgotten. */
    void tell(Event<BayeuxMessage> event, BayeuxMessage message) {
        if (!local.isAlive()) {
            server.remove(this);
        } else {
            session.kernel().post(local, event, message);
        }
    }

    private boolean makeRoom(Delivery wanted) {
        server.overflow(this, wanted.message);
        QueuePolicy policy = server.definition().queuePolicy;
        if (policy == QueuePolicy.DISCONNECT) {
            server.remove(this);
            return false;
        }
        if (policy == QueuePolicy.CONFLATE) {
            String channel = wanted.message.channel();
            queue.removeIf(old -> old.message.channel().equals(channel));
            recount();
        }
        if (queue.size() >= server.definition().limits.queue()) {
            eager -= queue.removeFirst().lazy ? 0 : 1;
        }
        return true;
    }

    private void recount() {
        eager = 0;
        for (Delivery waiting : queue) {
            eager += waiting.lazy ? 0 : 1;
        }
    }

    /** Whether messages may go with an answer that is about to be sent. */
    boolean rides(Carrier on, boolean connects) {
        return !queue.isEmpty() && on.isOpen() && (connects || !server.definition().metaConnectDeliverOnly);
    }

    void takeInto(List<BayeuxMessage> all) {
        for (Delivery waiting = queue.pollFirst(); waiting != null; waiting = queue.pollFirst()) {
            all.add(waiting.message);
        }
        eager = 0;
        lazyDue = 0;
    }

    /** Sends what waits, if there is a way. */
    void flush() {
        dirty = false;
        if (!alive || queue.isEmpty()) {
            return;
        }
        if (eager == 0 && !isLazyDue()) {
            return;
        }
        if (carrier instanceof WebSocketCarrier socket && !server.definition().metaConnectDeliverOnly) {
            while (!queue.isEmpty() && socket.takesMore()) {
                Delivery next = queue.pollFirst();
                eager -= next.lazy ? 0 : 1;
                socket.push(next);
            }
            lazyDue = 0;
        } else if (poll != null && poll.carrier.isOpen()) {
            answerPoll();
        }
    }

    private void answerPoll() {
        Poll old = released();
        List<BayeuxMessage> all = new ArrayList<>(1 + queue.size());
        all.add(old.reply);
        takeInto(all);
        old.answer(all);
    }

    private boolean isLazyDue() {
        long now = now();
        if (lazyDue == 0) {
            lazyDue = now + server.definition().lazyNs;
            watch();
        }
        return now >= lazyDue;
    }

    // ---- its session

    Session session() {
        return session;
    }

    private long now() {
        return server.session().kernel().clock().nanoTime();
    }

    private void start(Context poe) {
        session = poe.session();
        alive = true;
        poe.refcountIncrement(session.id(), ALIVE);
        due = now() + (local != null ? LOOK_NS : server.definition().patienceNs);
        arm(poe);
    }

    private void arm(Context poe) {
        if (timer != 0) {
            poe.alarmRemove(timer);
            timer = 0;
        }
        if (alive) {
            armedFor = next();
            timer = poe.delaySetNs(PASSED, Math.max(0, armedFor - now()), null);
        }
    }

    private void passed(Context poe) {
        timer = 0;
        long now = now();
        if (local != null) {
            due = now + LOOK_NS;
            if (!local.isAlive()) {
                server.remove(this);
            }
        } else if (now >= due) {
            if (poll != null) {
                answerPoll();
            } else {
                server.remove(this);
            }
        } else if (lazyDue != 0 && now >= lazyDue) {
            flush();
            lazyDue = 0;
        }
        arm(poe);
    }

    /** Its connect is answered with word of where, or when, to go on. */
    void sendAway() {
        if (poll != null) {
            Poll old = poll;
            BayeuxMessage reply = old.reply.change().advice(server.later()).build();
            List<BayeuxMessage> all = new ArrayList<>(1 + queue.size());
            all.add(reply);
            takeInto(all);
            released();
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
        poe.alarmRemoveAll();
        timer = 0;
        poe.refcountDecrement(session.id(), ALIVE);
    }

    @Override
    public String toString() {
        return isAnonymous() ? "an anonymous client" : "Bayeux client " + session;
    }
}
