package dev.usher.kernel;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
public final class Context extends Watching {
    private static final int EXPIRED = -1;
    static final int OUTSIDE = 0;
    static final int QUEUED = 1;

    final Kernel kernel;
    int level; // of handlers under way: OUTSIDE, QUEUED, or more; EXPIRED behind the handler's end
    Session session;
    Session sender; // null: the session itself
    Event<?> event;
    Event<?> from;
    Event<?> active; // the event that came from queue or poll, where that is another; null: this one
    Context outer; // whose handler waits for this one's, while it runs; unknown to a queued event's
    Object payload; // while it is queued
    long wheel;
    StackTraceElement line; // where it was sent from, if that is traced
    Cause cause; // the same

    Context(Kernel kernel, int level) {
        this.kernel = kernel;
        this.level = level;
    }

    /** The handler has returned, and assertions are on: nobody may use this any more. */
    void expire() {
        level = EXPIRED;
    }

    private boolean valid() {
        if (level == EXPIRED) {
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

    /**
     * Names an event of this session in text, with the kernel's name if it has one: what a request to another kernel
     * takes along for its answer, as a reply address.
     *
     * @param answer the event
     * @return the URI, good as long as the session lives
     */
    public PoeUri uri(Event<?> answer) {
        return PoeUri.of(String.valueOf(session().id), answer.name()).withKernel(kernel.name);
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

    /**
     * Where the event was sent from (POE's CALLER_FILE and CALLER_LINE).
     *
     * @return the program's line that posted, called or set it; empty for what no line has sent, and always unless
     *     {@link Trace#EVENTS} is on, since looking costs a thousand times what an event costs
     */
    public Optional<StackTraceElement> callerLine() {
        assert valid();
        return line();
    }

    /** @return where the event came from; empty for what nobody sent, and always unless {@link Trace#CAUSES} is on */
    public Optional<Cause> cause() {
        assert valid();
        return Optional.ofNullable(cause);
    }

    Optional<StackTraceElement> line() {
        return Optional.ofNullable(line);
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
        Errno errno = session.alive ? kernel.aliases.set(session, alias) : Errno.ESRCH;
        return kernel.refusals.of("aliasSet", errno);
    }

    /**
     * Takes a name of this session away.
     *
     * @param alias the name
     * @return NONE, ESRCH (no such name) or EPERM (another session's)
     */
    public Errno aliasRemove(String alias) {
        Errno errno = checked().aliases.remove(session, alias);
        return kernel.refusals.of("aliasRemove", errno);
    }

    /** @return this session's names, sorted */
    public List<String> aliasList() {
        checked();
        return Aliases.list(session);
    }

    /**
     * Gives a child of this session to the kernel.
     *
     * @param child the child
     * @return NONE, ESRCH (it has ended) or EPERM (not a child of this session)
     */
    public Errno detachChild(Session child) {
        checked();
        Errno errno = Errno.ESRCH;
        if (child.alive) {
            errno = child.parent == session ? kernel.sessions.detach(child, session, false) : Errno.EPERM;
        }
        return kernel.refusals.of("detachChild", errno);
    }

    /**
     * Leaves this session's parent for the kernel.
     *
     * @return NONE, EPERM if the parent is the kernel already, or ESRCH if this session has ended
     */
    public Errno detachMyself() {
        checked();
        Errno errno = Errno.ESRCH;
        if (session.alive) {
            errno = kernel.sessions.detach(session, session.parent, Sessions.isStart(active()));
        }
        return kernel.refusals.of("detachMyself", errno);
    }

    // ---- states

    /**
     * Sets or replaces a handler of this session alone, also for events queued already.
     *
     * @param event the event
     * @param handler what to do; its heap is this session's
     * @param <H> the heap
     * @return NONE, or ESRCH if this session has ended
     * @throws IllegalArgumentException if the name is used here with another payload class, or is the kernel's own
     */
    public <H> Errno state(Event<?> event, Handlers.Plain<H> handler) {
        return setState(event, handler);
    }

    /**
     * Sets or replaces a handler of this session alone, also for events queued already.
     *
     * @param event the event
     * @param handler what to do; its heap is this session's
     * @param <H> the heap
     * @param <T> the payload
     * @return NONE, or ESRCH if this session has ended
     * @throws IllegalArgumentException if the name is used here with another payload class, or is the kernel's own
     */
    public <H, T> Errno state(Event<T> event, Handlers.Taking<H, T> handler) {
        return setState(event, handler);
    }

    /**
     * Sets or replaces who answers a question to this session alone.
     *
     * @param call the question
     * @param handler what to answer; its heap is this session's
     * @param <H> the heap
     * @param <T> the payload
     * @param <R> the answer
     * @return NONE, or ESRCH if this session has ended
     * @throws IllegalArgumentException if the name is used here with another payload class, or is the kernel's own
     */
    public <H, T, R> Errno answer(Call<T, R> call, Handlers.Answering<H, T, R> handler) {
        return setState(call, handler);
    }

    /**
     * Removes a handler of this session alone.
     *
     * @param event the event
     * @return NONE, also if there was none, or ESRCH if this session has ended
     */
    public Errno state(Event<?> event) {
        checked();
        if (session.alive) {
            session.stateless(event);
        }
        return kernel.refusals.of("state", session.alive ? Errno.NONE : Errno.ESRCH);
    }

    private Errno setState(Event<?> event, Handler handler) {
        checked();
        if (session.alive) {
            session.state(event, handler);
        }
        return kernel.refusals.of("state", session.alive ? Errno.NONE : Errno.ESRCH);
    }

    // ---- wheels

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
        checked();
        return session.postback(event, fixed);
    }

    /**
     * Makes a function that posts an event to this session once and then closes itself.
     *
     * @param event the event
     * @param fixed goes along
     * @return the function
     */
    public Postback postbackOnce(Event<PostbackArgs> event, Object... fixed) {
        checked();
        return session.postbackOnce(event, fixed);
    }

    /**
     * Makes a function that calls an event of this session.
     *
     * @param event the event
     * @param fixed goes along each time
     * @return the function, to be closed when done with
     */
    public Callback callback(Event<PostbackArgs> event, Object... fixed) {
        checked();
        return session.callback(event, fixed);
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
            return false; // and the name that was not found was told of
        }
        if (destination.kernel != kernel) {
            throw new IllegalArgumentException(
                    destination + " lives in another kernel: use postFromAnyThread of that kernel");
        }
        if (!destination.alive) {
            kernel.refusals.nobody(destination);
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
