package dev.usher.kernel;

import dev.usher.network.Disk;
import dev.usher.network.Link;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A kernel: it owns sessions, delivers their events one at a time and watches their links and timers (POE::Kernel, as
 * an object). A program may have many, each on one thread.
 *
 * <p>It belongs to the thread that made it, and to the thread that runs it from then on. Others use
 * {@link #postFromAnyThread} and {@link Postback}; any other call from them throws.
 */
public final class Kernel extends Telling implements AutoCloseable {
    final KernelTime time;
    long lagNs; // of the latest timer
    final EventQueue queue;
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
    final PidWatches pids;
    final Processes processes;
    final Disk disk;
    final String name; // in URIs; empty for none
    final Neighbours neighbours;
    final Dispatcher dispatcher;
    final Tracer tracer;
    private final boolean lines; // what it says: other threads read it here, where no event writes beside it
    final Refusals refusals;

    /** Options that all sessions have because of what is traced and checked. */
    int sessionBits;

    /** Who looks on while handlers run; null for nobody. */
    final Observation observation;

    /** The kernel as a session: root of the tree, sender of its own events, active outside handlers. */
    final Session root;

    private final Oversight oversight;
    final Clock clock;
    final Entropy entropy;
    private final Loop loop;
    private final Map<Class<?>, Object> shared = new HashMap<>();
    private volatile Thread owner = Thread.currentThread();
    private boolean running;
    private boolean finished;
    private long lastWheelId;
    private long lastPostback;

    /** A kernel on the machine's clock and network. */
    public Kernel() {
        this(builder());
    }

    Kernel(KernelBuilder builder) {
        Switches switches = Switches.of(builder);
        tracer = new Tracer(switches, builder.seams);
        lines = tracer.lines;
        refusals = new Refusals(switches, tracer);
        Ends ends = Ends.of(builder);
        observation = Observation.of(this, builder, tracer, ends.clock());
        sessionBits = switches.sessionBits()
                | Observation.sessionBits(observation)
                | (builder.seams == null ? 0 : SessionOption.WATCHED);
        oversight = new Oversight(this, switches);
        clock = ends.clock();
        entropy = new Entropy(ends.entropy());
        time = new KernelTime(clock, builder.strictPoe);
        queue = tracer.lines ? TracedQueue.of(this, time) : new EventQueue(this, time);
        timers = tracer.lines ? TracedTimers.of(alarms, queue, time, tracer) : new Timers(alarms, queue, time);
        pollers = new Pollers(ends.network());
        inbox = ends.seams() == null ? new Inbox(this, pollers) : SeamedInbox.of(this, pollers, ends.seams());
        watchers = new Watchers(this, pollers, inbox);
        offloads = new Offloads(this, ends.offloads());
        StartedProcesses started = new StartedProcesses(ends.processes());
        processes = started;
        pids = new PidWatches(this, started);
        disk = ends.disk();
        name = builder.name;
        neighbours = ends.neighbours();
        root = new Session(this, 0, States.of(Object.class), null);
        root.hold(); // never to be released: nobody collects the kernel
        dispatcher = new Dispatcher(this, switches.catchExceptions());
        loop = new Loop(this, builder.strictPoe, builder.spinNs, builder.gatherNs);
    }

    /** @return a builder for a kernel that differs from {@code new Kernel()} */
    public static KernelBuilder builder() {
        return new KernelBuilder();
    }

    // ---- what programs use

    /** @return nanoseconds since the kernel was made, read from its clock once a slice: what activity is timed by */
    public long nowNs() {
        return time.now();
    }

    /**
     * Tells how busy the kernel is: with other work out of the way it is next to nothing.
     *
     * @return nanoseconds from when the latest timer was due until it fired; 0 before the first
     */
    public long lagNs() {
        return lagNs;
    }

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
        readTimeOutside();
        return sessions.create(current(), states, heap, arguments);
    }

    /**
     * Runs until no session is left; returns at once if there is none. May be called again later. The kernel belongs to
     * the calling thread from now on.
     *
     * <p>An exception that no DIE handler took care of ends all sessions and is thrown from here as it was, checked
     * ones too.
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
                dispatcher.throwFailure();
                oversight.look();
            }
        } finally {
            running = false;
            rest();
        }
    }

    /**
     * Runs one turn of the loop. It waits for links and timers if nothing is due. May be used inside a handler, where
     * it does not take the kernel for idle: the handler itself may go on to post.
     *
     * @return false if there was nothing left to do
     */
    public boolean runOneTimeslice() {
        checkThread();
        oversight.ran();
        if (dispatcher.isInHandler() && isIdle()) {
            return false;
        }
        if (finished) {
            rest();
            return false;
        }
        dispatcher.holdFrames(true);
        try {
            loop.slice();
        } finally {
            dispatcher.holdFrames(false);
        }
        dispatcher.throwFailure();
        oversight.look();
        return true;
    }

    /**
     * Ends all sessions at once, children before parents; {@link #run} then returns. The running handler goes on. What
     * a stop handler throws comes from {@code run}, or from here if nothing runs.
     */
    public void stop() {
        checkThread();
        endAll();
        dispatcher.throwFailure();
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
        Objects.requireNonNull(event, "event");
        inbox.put(new Mail.Post(this, alias, event, carried(payload)));
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
        Objects.requireNonNull(event, "event");
        if (destination.kernel != this) {
            throw new IllegalArgumentException(destination.id + " is a session of another kernel");
        }
        inbox.post(destination, event, carried(payload));
    }

    /** A postback's number, in order of making. */
    long numbered(Postback postback) {
        inbox.made(postback, ++lastPostback);
        return lastPostback;
    }

    /** What a thread that is not the kernel's sends: the line is known only there. */
    Object carried(Object payload) {
        return lines ? Traced.here(payload) : payload;
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

    /** @return for wheels: an id of this kernel's that no wheel has had */
    public long nextWheelId() {
        checkThread();
        return ++lastWheelId;
    }

    /**
     * For wheels: whether some session watches a link.
     *
     * @param link a link of this kernel's network
     * @return whether it does
     */
    public boolean isWatched(Link link) {
        checkThread();
        return watchers.isWatched(link);
    }

    /**
     * For wheels: has a wheel asked, once, at the end of this slice, to write what was put to it. Keeps the wheel's
     * session alive until then.
     *
     * @param owner the wheel's session, which may be another than the one whose handler runs
     * @param flushable the wheel
     */
    public void flushLater(Session owner, Flushable flushable) {
        checkThread();
        flushes.add(owner, flushable);
    }

    /**
     * For wheels: refuses to go on in another thread than the kernel's.
     *
     * @throws IllegalStateException in another thread, naming what to use instead
     */
    public void checkThread() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("this kernel belongs to thread '" + owner.getName() + "', and '"
                    + Thread.currentThread().getName() + "' must not touch it. From other threads use "
                    + "kernel.postFromAnyThread, or a Postback");
        }
    }

    /** Stops all sessions and lets go of the poller. A kernel that ran to its end needs no closing. */
    @Override
    public void close() {
        try {
            stop();
        } finally {
            rest();
        }
    }

    // ---- frames

    Context current() {
        return dispatcher.current();
    }

    /** Any thread: whether it is the kernel's and inside a handler. A thread that is about to hand over is not. */
    boolean isInHandler() {
        return dispatcher.isInHandler() && Thread.currentThread() == owner;
    }

    // ---- delivery

    void enqueue(Session target, Session sender, Event<?> event, Object payload, Event<?> from) {
        Objects.requireNonNull(event, "event");
        if (sender == target) {
            enqueueOwn(target, event, payload, from);
            return;
        }
        queue.add(target, sender, event, payload, from);
        target.hold();
        sender.hold();
    }

    void enqueueOwn(Session session, Event<?> event, Object payload, Event<?> from) {
        queue.add(session, null, Objects.requireNonNull(event, "event"), payload, from);
        session.hold();
    }

    // ---- the loop's questions

    boolean isIdle() {
        return queue.isEmpty()
                && alarms.isEmpty()
                && watchers.count() == 0
                && references.held() == 0
                && offloads.running() == 0
                && pids.count() == 0
                && flushes.isEmpty()
                && inbox.isEmpty();
    }

    boolean isFinished() {
        return finished;
    }

    /** Whether {@link #settle} has anything to do. */
    boolean isUnsettled() {
        return lifetimes.place() > 0 || dispatcher.failed();
    }

    /** After handlers: ends the sessions that nothing holds, and all if an exception was left unhandled. */
    void settle() {
        lifetimes.sweep();
        if (dispatcher.failed()) {
            endAll();
        }
    }

    void begin() {
        finished = false;
        oversight.begun();
    }

    Session newSession(long id, States<?> states, Object heap) {
        return tracer.refcnt ? TracedSession.of(this, id, states, heap) : new Session(this, id, states, heap);
    }

    /** Ends all sessions, and those that their stop handlers create, but for those whose end is under way below. */
    void endAll() {
        boolean some = true;
        while (some) {
            some = false;
            List<Session> family = Sessions.family(root);
            for (int i = family.size() - 1; i > 0; i--) {
                if (!family.get(i).stopping) {
                    sessions.stop(family.get(i));
                    some = true;
                }
            }
        }
        finished = true;
    }

    /** What a session had is taken from it. Its events, both ways, are skipped when the queue comes to them. */
    void release(Session session) {
        signals.died(session);
        aliases.removeAll(session);
        references.removeAll(session);
        watchers.closeAll(session);
        timers.dropAll(session);
        offloads.forget(session);
        pids.removeAll(session);
    }

    Session find(String name) {
        if (name == null) {
            return null;
        }
        long id = Sessions.id(name);
        Session session = sessions.find(id); // an id goes before an alias of the same digits
        if (session == null) {
            session = aliases.find(name);
        }
        return session == null && id == 0 ? root : session;
    }

    Session find(long id) {
        return id == 0 ? root : sessions.find(id);
    }

    /** Any thread: a signal of the operating system, for the whole tree. */
    void signalFromOs(String name) {
        inbox.put(new Mail.Signal(this, name));
    }

    /** Outside handlers no slice has read the clock: what a handler that is entered from there sets counts from now. */
    private void readTimeOutside() {
        if (!dispatcher.isInHandler()) {
            queue.stale();
        }
    }

    private void claim() {
        if (running) {
            throw new IllegalStateException("this kernel runs already: inside a handler use runOneTimeslice");
        }
        running = true;
        owner = Thread.currentThread();
        oversight.ran();
    }

    /** Nothing is left to do: the poller's handles go back, and nobody is remembered. */
    private void rest() {
        if (finished) {
            queue.clear();
            lifetimes.sweep();
            dispatcher.forget();
            pids.forget();
            pollers.close();
            oversight.ended();
            Observation.rest(observation);
        }
    }

    @Override
    Kernel checked() {
        checkThread();
        return this;
    }

    @Override
    boolean postTo(Session destination, Event<?> event, Object payload) {
        return current().postTo(destination, event, payload);
    }

    @Override
    Object callTo(Session destination, Event<?> event, Object payload) {
        readTimeOutside();
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
