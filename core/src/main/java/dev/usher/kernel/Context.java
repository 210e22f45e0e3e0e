package dev.usher.kernel;

import dev.usher.network.Link;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * What a handler is told beside its heap and payload, and the verbs it may use (the rest of POE's {@code @_}). Always
 * named {@code poe}. Belongs to the kernel's thread and is valid until the handler returns: the kernel uses it again
 * for other events. With assertions on, later use throws.
 *
 * <p>All verbs act for the current session. Delays count from the kernel's time, which is read once a slice. A session
 * may be stopped while a handler of its own runs, by a signal or by {@link Kernel#stop}: the handler goes on to its
 * end, but can keep nothing any more, no event, timer, name or watch. What it posts to others then, the kernel sends.
 */
public final class Context extends Timing {
    static final int OUTSIDE = 0;
    static final int QUEUED = 1;

    final Kernel kernel;
    final int level; // of handlers under way: OUTSIDE, QUEUED, or more
    Session session;
    Session sender; // null: the session itself
    Event<?> event;
    Event<?> from;
    Event<?> active; // the event that came from queue or poll, where that is another; null: this one
    Context outer; // whose handler waits for this one's, while it runs; unknown to a queued event's
    Object payload; // while it is queued
    long wheel;
    boolean expired;

    Context(Kernel kernel, int level) {
        this.kernel = kernel;
        this.level = level;
    }

    private boolean valid() {
        if (expired) {
            throw new IllegalStateException("this context was valid until its handler returned. Keep the kernel, the "
                    + "session or a postback instead");
        }
        return true;
    }

    @Override
    Kernel checked() {
        assert valid();
        kernel.checkThread();
        return kernel;
    }

    /** The event that came from queue or poll, also inside calls to the own session; null outside handlers. */
    Event<?> active() {
        Event<?> other = active;
        return other == null ? event : other;
    }

    Session source() {
        Session other = sender;
        return other == null ? session : other;
    }

    /** @return the kernel */
    public Kernel kernel() {
        assert valid();
        return kernel;
    }

    /** @return the session whose handler runs */
    public Session session() {
        assert valid();
        return session;
    }

    /** @return the session that sent the event; the kernel for events of its own */
    public Session sender() {
        assert valid();
        return source();
    }

    /** @return the event that is handled; in an {@code otherwise} handler, {@code _default} */
    public Event<?> event() {
        assert valid();
        return event;
    }

    /** @return the event during which this one was sent, or null if it was sent outside handlers */
    public Event<?> callerEvent() {
        assert valid();
        return from;
    }

    /** @return the id of the wheel that sends the event, 0 for none */
    public long wheelId() {
        assert valid();
        return wheel;
    }

    /**
     * Queues an event without payload for this session.
     *
     * @param event the event
     */
    public void yield(Event<?> event) {
        toSelf(event, null);
    }

    /**
     * Queues an event for this session.
     *
     * @param event the event
     * @param payload goes along
     * @param <T> the payload
     */
    public <T> void yield(Event<T> event, T payload) {
        toSelf(event, payload);
    }

    /**
     * Creates a session as a child of this one. Its {@code start} runs before this returns.
     *
     * @param states what it handles
     * @param heap its heap
     * @param arguments for its {@code start}
     * @param <H> the heap
     * @return the session
     */
    public <H> Session create(States<H> states, H heap, Object... arguments) {
        return checked().sessions.create(this, states, heap, arguments);
    }

    // ---- names, references, family

    /**
     * Names this session, which keeps it alive.
     *
     * @param alias the name
     * @return NONE, also if the name was its own already; EEXIST if another session has it; ESRCH if this one has ended
     */
    public Errno aliasSet(String alias) {
        Objects.requireNonNull(alias, "alias");
        checked();
        return session.alive ? kernel.aliases.set(session, alias) : Errno.ESRCH;
    }

    /**
     * Takes a name of this session away.
     *
     * @param alias the name
     * @return NONE, ESRCH (no such name) or EPERM (another session's)
     */
    public Errno aliasRemove(String alias) {
        return checked().aliases.remove(session, alias);
    }

    /** @return this session's names, sorted */
    public List<String> aliasList() {
        checked();
        return Aliases.list(session);
    }

    /**
     * Keeps a session alive by one more reference of a tag; a tag counts once, whatever its number.
     *
     * @param id the session's id
     * @param tag the caller's name for its reason
     * @return the tag's new number, or ESRCH
     */
    public Outcome<Integer> refcountIncrement(long id, String tag) {
        Session target = checked().find(id);
        return target == null ? Outcome.failed(Errno.ESRCH) : Outcome.done(kernel.references.increment(target, tag));
    }

    /**
     * Takes one reference of a tag away.
     *
     * @param id the session's id
     * @param tag the caller's name for its reason
     * @return the tag's new number, -1 if there was none, or ESRCH
     */
    public Outcome<Integer> refcountDecrement(long id, String tag) {
        Session target = checked().find(id);
        return target == null ? Outcome.failed(Errno.ESRCH) : Outcome.done(kernel.references.decrement(target, tag));
    }

    /**
     * Gives a child of this session to the kernel.
     *
     * @param child the child
     * @return NONE, ESRCH (it has ended) or EPERM (not a child of this session)
     */
    public Errno detachChild(Session child) {
        checked();
        if (!child.alive) {
            return Errno.ESRCH;
        }
        return child.parent == session ? kernel.sessions.detach(child, session, false) : Errno.EPERM;
    }

    /**
     * Leaves this session's parent for the kernel.
     *
     * @return NONE, EPERM if the parent is the kernel already, or ESRCH if this session has ended
     */
    public Errno detachMyself() {
        checked();
        return session.alive
                ? kernel.sessions.detach(session, session.parent, Sessions.isStart(active()))
                : Errno.ESRCH;
    }

    // ---- states and signals

    /**
     * Sets or replaces a handler of this session alone, also for events queued already.
     *
     * @param event the event
     * @param handler what to do; its heap is this session's
     * @param <H> the heap
     * @param <T> the payload
     */
    public <H, T> void state(Event<T> event, Handlers.Taking<H, T> handler) {
        checked();
        session.state(event, handler);
    }

    /**
     * Removes a handler of this session alone.
     *
     * @param event the event
     */
    public void state(Event<?> event) {
        checked();
        session.become(session.states.without(event));
    }

    /**
     * Has a signal sent to this session as an event. Does not keep the session alive.
     *
     * @param name the signal: INT, TERM, HUP, ... of the operating system, DIE, IDLE, or one of the program's own
     * @param event what to send; replaces what was said before
     */
    public void sig(String name, Event<SignalInfo> event) {
        sig(name, event, null);
    }

    /**
     * Has a signal sent to this session as an event, with something to send along.
     *
     * @param name the signal
     * @param event what to send; replaces what was said before
     * @param extra comes back in {@link SignalInfo#extra}
     */
    public void sig(String name, Event<SignalInfo> event, Object extra) {
        Objects.requireNonNull(event, "event");
        checked();
        if (session.alive) {
            kernel.signals.watch(session, name, event, extra);
        }
    }

    /**
     * Has a signal sent no more.
     *
     * @param name the signal
     */
    public void sig(String name) {
        checked().signals.unwatch(session, name);
    }

    /** Says that the signal being handled is taken care of: a terminal one ends nobody. */
    public void sigHandled() {
        checked().signals.handled();
    }

    // ---- links

    /**
     * Sends an event whenever a link can be read, or ends that. Beginning again replaces event and extra.
     *
     * @param link the link, which the program closes itself, after this was ended
     * @param event what to send; null ends it
     * @param extra comes back in {@link Selected#extra}
     */
    public void selectRead(Link link, Event<Selected> event, Object extra) {
        checked();
        if (session.alive) {
            EventWatcher.select(kernel.watchers, session, link, Link.READ, event, extra);
        }
    }

    /**
     * Sends an event whenever a link can be written, or ends that. Beginning again replaces event and extra.
     *
     * @param link the link, which the program closes itself, after this was ended
     * @param event what to send; null ends it
     * @param extra comes back in {@link Selected#extra}
     */
    public void selectWrite(Link link, Event<Selected> event, Object extra) {
        checked();
        if (session.alive) {
            EventWatcher.select(kernel.watchers, session, link, Link.WRITE, event, extra);
        }
    }

    /**
     * Sends no events for a link for a while; it goes on keeping the session alive.
     *
     * @param link the link
     * @param mode {@link Link#READ} or {@link Link#WRITE}
     * @return false if this session does not watch the link in that mode
     */
    public boolean selectPause(Link link, int mode) {
        checked();
        return EventWatcher.toggle(session, link, mode, false);
    }

    /**
     * Sends events for a link again.
     *
     * @param link the link
     * @param mode {@link Link#READ} or {@link Link#WRITE}
     * @return false if this session does not watch the link in that mode
     */
    public boolean selectResume(Link link, int mode) {
        checked();
        return EventWatcher.toggle(session, link, mode, true);
    }

    /**
     * For wheels: watches a link, asking for nothing yet.
     *
     * @param link the link
     * @param watcher whom to call
     * @return the watch, which keeps this session alive; if this one has ended, a closed watch, and the watcher is told
     *     of the end at once
     */
    public Watch watch(Link link, Watcher watcher) {
        return checked().watchers.open(session, link, watcher);
    }

    /**
     * For wheels: delivers an event to this session at once, as the wheel's. What the handler throws comes through.
     *
     * @param event the event; null delivers nothing
     * @param payload goes along
     * @param wheelId the wheel's id
     * @param <T> the payload
     */
    public <T> void deliver(Event<T> event, T payload, long wheelId) {
        if (event != null) {
            checked().dispatcher.callWithin(this, event, payload, wheelId);
        }
    }

    /**
     * For wheels: delivers an event to this session through the queue, as the wheel's, where at once would surprise:
     * what goes wrong while a wheel is made is told after it was made.
     *
     * @param event the event; null delivers nothing
     * @param payload goes along
     * @param wheelId the wheel's id
     * @param <T> the payload
     */
    public <T> void deliverLater(Event<T> event, T payload, long wheelId) {
        if (event != null) {
            toSelf(Later.LATER, new Later(event, payload, wheelId));
        }
    }

    // ---- postbacks and work elsewhere

    /**
     * Makes a function that posts an event to this session.
     *
     * @param event the event
     * @param fixed goes along each time
     * @return the function, to be closed when done with
     */
    public Postback postback(Event<PostbackArgs> event, Object... fixed) {
        holdForFunction();
        return new Postback(session, event, fixed, false);
    }

    /**
     * Makes a function that posts an event to this session once and then closes itself.
     *
     * @param event the event
     * @param fixed goes along
     * @return the function
     */
    public Postback postbackOnce(Event<PostbackArgs> event, Object... fixed) {
        holdForFunction();
        return new Postback(session, event, fixed, true);
    }

    /**
     * Makes a function that calls an event of this session.
     *
     * @param event the event
     * @param fixed goes along each time
     * @return the function, to be closed when done with
     */
    public Callback callback(Event<PostbackArgs> event, Object... fixed) {
        holdForFunction();
        return new Callback(session, event, fixed);
    }

    /**
     * Has work that blocks done on another thread; its result comes back as an event. Keeps this session alive until
     * then.
     *
     * @param work runs on another thread: it must not touch the kernel, nor what handlers touch
     * @param done gets the result
     * @param failed gets the exception
     * @param <R> the result
     */
    public <R> void offload(Callable<? extends R> work, Event<R> done, Event<Throwable> failed) {
        checked();
        if (session.alive) {
            kernel.offloads.start(session, work, done, failed);
        }
    }

    private void holdForFunction() {
        checked();
        if (session.alive) {
            kernel.references.increment(session, Postback.TAG);
        }
    }

    private void toSelf(Event<?> event, Object payload) {
        checked();
        if (session.alive) {
            kernel.enqueueOwn(session, event, payload, active());
        }
    }

    // ---- what the verbs inherited from Timing and Posting come down to

    @Override
    long setTimer(Event<?> event, Object payload, long due) {
        Objects.requireNonNull(event, "event");
        return session.alive ? kernel.timers.set(session, event, payload, active(), due) : Alarms.NO_ID;
    }

    @Override
    Session self() {
        return session;
    }

    @Override
    boolean postTo(Session destination, Event<?> event, Object payload) {
        if (!reaches(destination)) {
            return false;
        }
        kernel.enqueue(destination, session.alive ? session : kernel.root, event, payload, active());
        return true;
    }

    @Override
    Object callTo(Session destination, Event<?> event, Object payload) {
        Objects.requireNonNull(event, "event");
        return reaches(destination) ? kernel.dispatcher.call(this, destination, event, payload) : null;
    }

    @Override
    boolean signalTo(Session destination, String name, List<Object> details) {
        if (!reaches(destination)) {
            return false;
        }
        Signals.Posted signal = new Signals.Posted(Objects.requireNonNull(name, "name"), details);
        kernel.enqueue(destination, session.alive ? session : kernel.root, Signals.SIGNAL, signal, active());
        return true;
    }

    private boolean reaches(Session destination) {
        checked();
        if (destination == null) {
            return false;
        }
        if (destination.kernel != kernel) {
            throw new IllegalArgumentException(
                    destination + " lives in another kernel: use postFromAnyThread of that kernel");
        }
        return destination.alive;
    }

    @Override
    Session named(String name) {
        return checked().find(name);
    }

    @Override
    Session numbered(long id) {
        return checked().find(id);
    }
}
