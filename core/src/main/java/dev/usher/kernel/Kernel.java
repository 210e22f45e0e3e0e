package dev.usher.kernel;

import dev.usher.network.Link;
import dev.usher.network.Network;
import dev.usher.network.NioNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kernel: it owns sessions, delivers their events one at a time and watches their links and timers (POE::Kernel, as an
 * object). A program may have many, each on one thread.
 *
 * <p>It belongs to the thread that made it, and to the thread that runs it from then on. Others use {@link
 * #postFromAnyThread} and {@link Postback}; any other call from them throws.
 */
public final class Kernel extends Posting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);
    private static final boolean CHECKED = Kernel.class.desiredAssertionStatus();

    final KernelTime time;
    final EventQueue queue = new EventQueue();
    final Alarms alarms = new Alarms();
    final Timers timers;
    final Aliases aliases = new Aliases();
    final References references = new References();
    final Sessions sessions = new Sessions(this);
    final Lifetimes lifetimes = new Lifetimes(sessions);
    final Signals signals = new Signals(this);
    final Pollers pollers;
    final Watchers watchers;
    final Inbox inbox;
    final Flushes flushes = new Flushes(this);
    final Offloads offloads;

    /** The kernel as a session: root of the tree, sender of its own events, active outside handlers. */
    final Session root;

    private final Clock clock;
    private final Loop loop;
    private final boolean catchExceptions;
    private final Map<Class<?>, Object> shared = new HashMap<>();
    private Thread owner = Thread.currentThread();
    private Context[] frames = new Context[8]; // one for each call that is under way; the first is outside handlers
    private int depth;
    private boolean running;
    private boolean finished;
    private Throwable failure;

    /** A kernel on the machine's clock and network. */
    public Kernel() {
        this(builder());
    }

    Kernel(KernelBuilder builder) {
        clock = builder.clock;
        time = new KernelTime(clock, builder.strictPoe);
        timers = new Timers(alarms, queue, time);
        pollers = new Pollers(builder.network == null ? new NioNetwork() : builder.network);
        watchers = new Watchers(this, pollers);
        inbox = new Inbox(pollers);
        offloads = new Offloads(this, builder.offloadExecutor);
        catchExceptions = builder.catchExceptions;
        root = new Session(this, 0, States.of(Object.class), null);
        root.hold(); // never to be released: nobody collects the kernel
        Context outside = new Context(this);
        outside.session = root;
        outside.sender = root;
        frames[0] = outside;
        loop = new Loop(this, builder.strictPoe, builder.spinNs);
    }

    /** @return a builder for a kernel that differs from {@code new Kernel()} */
    public static KernelBuilder builder() {
        return new KernelBuilder();
    }

    // ---- what programs use

    /**
     * Creates a session, as a child of the one whose handler runs, else of the kernel.
     *
     * @param states what it handles
     * @param heap its heap
     * @param arguments for its {@code start}, which runs before this returns
     * @param <H> the heap
     * @return the session
     */
    public <H> Session create(States<H> states, H heap, Object... arguments) {
        checkThread();
        return sessions.create(current(), states, heap, arguments);
    }

    /**
     * Runs until no session is left; returns at once if there is none. May be called again later. The kernel belongs to
     * the calling thread from now on.
     *
     * <p>An exception that no DIE handler took care of ends all sessions and is thrown from here as it was, checked ones
     * too.
     */
    public void run() {
        runWhile(() -> true);
    }

    /**
     * Runs like {@link #run}, but only while a condition holds; it is asked before each slice.
     *
     * @param condition asked on the kernel's thread
     */
    public void runWhile(BooleanSupplier condition) {
        claim();
        try {
            while (!finished && condition.getAsBoolean()) {
                loop.slice();
                throwFailure();
            }
        } finally {
            running = false;
            rest();
        }
    }

    /**
     * Runs one turn of the loop. It waits for links and timers if nothing is due. May be used inside a handler.
     *
     * @return false if there was nothing left to do
     */
    public boolean runOneTimeslice() {
        checkThread();
        if (finished) {
            rest();
            return false;
        }
        holdFrames(true);
        try {
            loop.slice();
        } finally {
            holdFrames(false);
        }
        throwFailure();
        return true;
    }

    /** Ends all sessions at once, children before parents; {@link #run} then returns. The running handler goes on. */
    public void stop() {
        checkThread();
        List<Session> family = Sessions.family(root);
        for (int i = family.size() - 1; i > 0; i--) {
            if (family.get(i).alive) {
                sessions.stop(family.get(i));
            }
        }
        finish();
    }

    /**
     * Posts from any thread. The event enters at the kernel's next poll, which this ends if need be.
     *
     * @param alias who gets it, by alias, or by an id in digits; looked up when it enters
     * @param event the event
     * @param payload goes along
     * @param <T> the payload
     */
    public <T> void postFromAnyThread(String alias, Event<T> event, T payload) {
        inbox.put(() -> {
            if (!post(alias, event, payload)) {
                LOG.debug("event '{}' from another thread: there is no session '{}'", event, alias);
            }
        });
    }

    /**
     * Posts from any thread. The event enters at the kernel's next poll, which this ends if need be. Nothing happens if
     * the session has ended by then.
     *
     * @param destination who gets it
     * @param event the event
     * @param payload goes along
     * @param <T> the payload
     */
    public <T> void postFromAnyThread(Session destination, Event<T> event, T payload) {
        inbox.put(() -> postTo(destination, event, payload));
    }

    /** @return the session whose handler runs; outside handlers the kernel itself */
    public Session activeSession() {
        return current().session;
    }

    /** @return the event that came from the queue, or null outside handlers; calls to the own session do not change it */
    public Event<?> activeEvent() {
        return current().active;
    }

    /** @return the clock it was made with */
    public Clock clock() {
        return clock;
    }

    /** @return the network it was made with */
    public Network network() {
        return pollers.network();
    }

    /** @return how much there is of everything, for tests and for those who watch over a server */
    public KernelCounts counts() {
        return new KernelCounts(
                sessions.count(), queue.count(), alarms.count(), watchers.count(), aliases.count(),
                references.held(), offloads.running());
    }

    /**
     * For wheels: something that all wheels of this kernel share, made when first asked for.
     *
     * @param type its class, which is its key
     * @param maker makes it
     * @param <S> the class
     * @return the one of this kernel
     */
    public <S> S shared(Class<S> type, Supplier<S> maker) {
        checkThread();
        Object found = shared.get(type);
        if (found == null) {
            found = maker.get();
            shared.put(type, found);
        }
        return type.cast(found);
    }

    /** Stops all sessions and lets go of the poller. A kernel that ran to its end needs no closing. */
    @Override
    public void close() {
        stop();
        pollers.close();
    }

    // ---- frames

    Context current() {
        return frames[depth];
    }

    boolean isOwnThread() {
        return Thread.currentThread() == owner;
    }

    void checkThread() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("this kernel belongs to thread '" + owner.getName() + "', and '"
                    + Thread.currentThread().getName() + "' must not touch it. From other threads use "
                    + "kernel.postFromAnyThread, or a Postback");
        }
    }

    private Context push(Session session, Session sender, Event<?> event, Event<?> from, Event<?> active, long wheel) {
        int d = ++depth;
        if (d == frames.length) {
            frames = Arrays.copyOf(frames, d * 2);
        }
        Context poe = frames[d];
        if (poe == null || CHECKED) {
            poe = new Context(this);
            frames[d] = poe;
        }
        poe.session = session;
        poe.sender = sender;
        poe.event = event;
        poe.from = from;
        poe.active = active;
        poe.wheel = wheel;
        return poe;
    }

    private void pop() {
        if (CHECKED) {
            frames[depth].expired = true;
        }
        depth--;
    }

    /** A slice inside a handler must not sweep away the sessions that wait for it to end. */
    private void holdFrames(boolean hold) {
        for (int i = 1; i <= depth; i++) {
            if (hold) {
                frames[i].session.hold();
            } else {
                frames[i].session.release();
            }
        }
    }

    // ---- delivery

    void enqueue(Session target, Session sender, Event<?> event, Object payload, Event<?> from) {
        queue.add(target, sender, event, payload, from, time.stamp());
        target.hold();
        if (sender != target) {
            sender.hold();
        }
    }

    void dispatch(QueuedEvent queued) {
        Session target = queued.target;
        Session sender = queued.sender;
        Event<?> event = queued.event;
        Event<?> from = queued.from;
        Object payload = queued.payload;
        queued.payload = null;
        queue.drop();
        if (target == null) {
            return; // its session ended meanwhile
        }
        target.release();
        if (sender != target) {
            sender.release();
        }
        dispatch(target, sender, event, payload, from);
    }

    void fire(Alarm alarm) {
        Session session = alarm.session;
        Event<?> event = alarm.event;
        Object payload = alarm.payload;
        Event<?> from = alarm.from;
        alarms.remove(alarm);
        session.release();
        dispatch(session, session, event, payload, from);
    }

    void dispatch(Session target, Session sender, Event<?> event, Object payload, Event<?> from) {
        Context poe = push(target, sender, event, from, event, 0);
        try {
            invoke(target, poe, event, payload);
        } catch (Throwable e) {
            died(e, target, sender, event, from);
        } finally {
            pop();
        }
        if (failure != null) {
            stop();
        }
    }

    Object call(Context caller, Session target, Event<?> event, Object payload) {
        if (target == caller.session) {
            return callWithin(caller, event, payload, caller.wheel);
        }
        Context poe = push(target, caller.session, event, caller.active, event, 0);
        try {
            return invoke(target, poe, event, payload);
        } catch (Throwable e) {
            if (!catchExceptions) {
                throw Sneaky.thrown(e);
            }
            died(e, target, caller.session, event, caller.active);
            return null;
        } finally {
            pop();
        }
    }

    /** A call to the own session is a call like any other in Java: what it throws comes through. */
    Object callWithin(Context caller, Event<?> event, Object payload, long wheel) {
        Session session = caller.session;
        Context poe = push(session, session, event, caller.active, caller.active, wheel);
        try {
            return invoke(session, poe, event, payload);
        } catch (Throwable e) {
            throw Sneaky.thrown(e);
        } finally {
            pop();
        }
    }

    /** Tells a session about itself or its family; without a handler of its own its {@code otherwise} is told. */
    Object tell(Session session, Event<?> event, Entry entry, Object payload, Session sender) {
        Session from = sender == null ? current().session : sender;
        Context poe = push(session, from, event, current().active, event, 0);
        try {
            if (entry != null) {
                if (session.options != 0) {
                    Delivery.trace(session, poe);
                }
                return entry.invoke(session.heap, poe, payload);
            }
            return Sessions.isStart(event) ? null : Delivery.unhandled(session, poe, event, payload);
        } catch (Throwable e) {
            if (Sessions.isStop(event) || signals.isDying()) {
                fail(e); // it cannot be signalled: its session is about to go, or is being told of another
            } else {
                died(e, session, from, event, poe.from);
            }
            return null;
        } finally {
            pop();
        }
    }

    void ready(Watch watch, Event<?> event, int mode) {
        Session session = watch.session;
        Context poe = push(session, session, event, null, event, 0);
        try {
            if (mode == Link.READ) {
                watch.watcher.onReadable(poe);
            } else {
                watch.watcher.onWritable(poe);
            }
        } catch (Throwable e) {
            died(e, session, session, event, null);
        } finally {
            pop();
        }
        if (failure != null) {
            stop();
        }
    }

    void flush(Session session, Flushable flushable) {
        Context poe = push(session, session, Flushes.FLUSH, null, Flushes.FLUSH, 0);
        try {
            flushable.flush(poe);
        } catch (Throwable e) {
            died(e, session, session, Flushes.FLUSH, null);
        } finally {
            pop();
        }
        if (failure != null) {
            stop();
        }
    }

    private Object invoke(Session target, Context poe, Event<?> event, Object payload) throws Exception {
        Entry entry = target.states.find(event);
        if (entry != null && entry.event == event && target.options == 0) {
            return entry.invoke(target.heap, poe, payload);
        }
        if (event == Signals.SIGNAL) {
            signals.dispatch(target, (Signals.Posted) payload);
            return null;
        }
        return event == Sessions.COLLECT ? null : Delivery.deliver(target, poe, entry, event, payload);
    }

    /** An exception left a handler: it becomes a DIE signal behind what is queued already, as in POE. */
    private void died(Throwable error, Session destination, Session source, Event<?> event, Event<?> from) {
        if (!catchExceptions || signals.isDying() || finished) {
            fail(error);
            return;
        }
        Death death = new Death(error, destination, source, event, from);
        if (!destination.alive) {
            LOG.error("{} threw after the session had ended", death.where(), error);
            return;
        }
        enqueue(destination, root, Signals.SIGNAL, new Signals.Posted(Signals.DIE, List.of(death)), null);
    }

    void fail(Throwable error) {
        if (failure == null) {
            failure = error;
        } else if (failure != error) {
            failure.addSuppressed(error);
        }
    }

    // ---- the loop's questions

    boolean isIdle() {
        return queue.isEmpty()
                && alarms.isEmpty()
                && watchers.count() == 0
                && references.held() == 0
                && offloads.running() == 0
                && flushes.isEmpty()
                && inbox.isEmpty();
    }

    boolean isFinished() {
        return finished;
    }

    void poll(long timeoutNs) {
        try {
            pollers.open().poll(timeoutNs, watchers);
        } catch (IOException e) {
            throw new UncheckedIOException("the poller broke", e);
        }
    }

    /** After handlers: ends the sessions that nothing holds, and all if an exception was left unhandled. */
    void settle() {
        lifetimes.sweep();
        if (failure != null) {
            stop();
        }
    }

    void begin() {
        finished = false;
    }

    void finish() {
        finished = true;
    }

    /** What a session had is taken from it, and its events both ways are forgotten. */
    void release(Session session) {
        signals.died(session);
        aliases.removeAll(session);
        references.removeAll(session);
        watchers.closeAll(session);
        timers.dropAll(session);
        if (session.holds() > 0) {
            forgetEvents(session);
        }
    }

    private void forgetEvents(Session session) {
        for (int i = queue.count() - 1; i >= 0; i--) {
            QueuedEvent queued = queue.at(i);
            Session target = queued.target;
            if (target != null && (target == session || queued.sender == session)) {
                queued.target = null;
                queued.payload = null;
                target.release();
                if (queued.sender != target) {
                    queued.sender.release();
                }
            }
        }
    }

    Session find(String name) {
        if (name == null) {
            return null;
        }
        if (!name.isEmpty() && name.length() < 19 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            Session session = find(Long.parseLong(name)); // an id goes before an alias of the same digits
            if (session != null) {
                return session;
            }
        }
        return aliases.find(name);
    }

    Session find(long id) {
        return id == 0 ? root : sessions.find(id);
    }

    void setState(Session session, Event<?> event, Handler handler) {
        if (session.option(SessionOption.DEBUG) && session.states.handles(event)) {
            LOG.warn("{} redefines its handler for '{}'", session, event);
        }
        session.states = session.states.with(event, handler);
    }

    void select(Session session, Link link, int mode, Event<Selected> event, Object extra) {
        EventWatcher watcher = eventWatcher(session, link);
        if (watcher == null) {
            if (event == null) {
                return;
            }
            watcher = new EventWatcher(link);
            watcher.watch = watchers.open(session, link, watcher);
        }
        watcher.set(mode, event, extra);
    }

    boolean toggleSelect(Session session, Link link, int mode, boolean on) {
        EventWatcher watcher = eventWatcher(session, link);
        return watcher != null && watcher.toggle(mode, on);
    }

    private static EventWatcher eventWatcher(Session session, Link link) {
        for (Watch watch = session.watches; watch != null; watch = watch.nextOfSession) {
            if (watch.link == link && watch.watcher instanceof EventWatcher watcher) {
                return watcher;
            }
        }
        return null;
    }

    /** Any thread: a signal of the operating system, for the whole tree. */
    void signalFromOs(String name) {
        inbox.put(() -> signals.raise(root, name, List.of()));
    }

    private void claim() {
        if (running) {
            throw new IllegalStateException("this kernel runs already: inside a handler use runOneTimeslice");
        }
        running = true;
        owner = Thread.currentThread();
    }

    /** Nothing is left to do: the poller's handles go back, after a last poll that lets closed links really close. */
    private void rest() {
        if (finished && pollers.isOpen()) {
            pollers.close();
        }
    }

    private void throwFailure() {
        if (failure != null && depth == 0) {
            Throwable thrown = failure;
            failure = null;
            throw Sneaky.thrown(thrown);
        }
    }

    @Override
    boolean postTo(Session destination, Event<?> event, Object payload) {
        return current().postTo(destination, event, payload);
    }

    @Override
    Object callTo(Session destination, Event<?> event, Object payload) {
        return current().callTo(destination, event, payload);
    }

    @Override
    boolean signalTo(Session destination, String name, List<Object> details) {
        return current().signalTo(destination, name, details);
    }

    @Override
    Session named(String name) {
        checkThread();
        return find(name);
    }

    @Override
    Session numbered(long id) {
        checkThread();
        return find(id);
    }
}
