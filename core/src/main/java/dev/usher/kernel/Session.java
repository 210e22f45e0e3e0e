package dev.usher.kernel;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One session: an id, a heap and the states that handle its events (POE::Session). It lives as long as something in the
 * kernel holds it: queued events to or from it, alarms, watched links, output not yet written, children, aliases,
 * references, offloaded work. Belongs to its kernel's thread; a reference to it holds nothing.
 */
public sealed class Session permits TracedSession {
    final long id;
    final Object heap;
    States<?> states;
    private Entry[] table; // that of the states, a step nearer

    Session parent;
    Session firstChild;
    Session lastChild;
    Session nextSibling;
    Session previousSibling;

    Alarm alarms; // first of the session's alarms, or null
    Watch watches; // first of its watches, or null
    Belongings belongings; // what few sessions have, or null

    private static final int ENDED = 1 << 6; // with the options: whatever is not zero there goes the longer way

    private int holds;
    int markedAt = Lifetimes.UNMARKED;
    byte options;
    boolean stopping; // its end has begun
    boolean alive = true;

    /**
     * Behind the others, where the JVM leaves it: 64 bytes away from {@link #holds}, which every event changes. Threads
     * that post read this, and would wait each time for the line of the cache.
     */
    final Kernel kernel;

    Session(Kernel kernel, long id, States<?> states, Object heap) {
        this.kernel = kernel;
        this.id = id;
        this.heap = heap;
        become(states);
        options = (byte) (states.options() | kernel.sessionBits);
    }

    /** @return 1 for a kernel's first session, then counting up; never used again. The kernel itself has 0 */
    public final long id() {
        return id;
    }

    /** @return the heap given to {@code create} */
    public final Object heap() {
        return heap;
    }

    /** @return the kernel it lives in */
    public final Kernel kernel() {
        return kernel;
    }

    /** @return the session that created or inherited it; empty for the kernel itself and for sessions that ended */
    public final Optional<Session> parent() {
        return Optional.ofNullable(parent);
    }

    /** @return whether it has not ended yet */
    public final boolean isAlive() {
        return alive;
    }

    /**
     * Reads an option.
     *
     * @param option which
     * @return its value
     */
    public final boolean option(SessionOption option) {
        return option.in(options);
    }

    /**
     * Sets an option.
     *
     * @param option which
     * @param on its new value
     * @return its old value
     */
    public final boolean option(SessionOption option, boolean on) {
        boolean old = option.in(options);
        options = (byte) option.set(options, on);
        return old;
    }

    /**
     * Makes a function that posts an event to this session. On the kernel's thread.
     *
     * @param event the event
     * @param fixed goes along each time
     * @return the function, to be closed when done with
     */
    public final Postback postback(Event<PostbackArgs> event, Object... fixed) {
        holdForFunction();
        return new Postback(this, event, fixed, false);
    }

    /**
     * Makes a function that posts an event to this session once and then closes itself. On the kernel's thread.
     *
     * @param event the event
     * @param fixed goes along
     * @return the function
     */
    public final Postback postbackOnce(Event<PostbackArgs> event, Object... fixed) {
        holdForFunction();
        return new Postback(this, event, fixed, true);
    }

    /**
     * Makes a function that calls an event of this session. On the kernel's thread.
     *
     * @param event the event
     * @param fixed goes along each time
     * @return the function, to be closed when done with
     */
    public final Callback callback(Event<PostbackArgs> event, Object... fixed) {
        holdForFunction();
        return new Callback(this, event, fixed);
    }

    /**
     * Has another session told when this one has ended. On the kernel's thread. Nobody is told of what has ended
     * before, and asking twice is as asking once.
     *
     * @param told who is told, by a post, if it lives then; this holds neither of the two
     * @param event what it gets, with this session
     */
    public final void tellEnd(Session told, Event<Session> event) {
        kernel.checkThread();
        if (alive) {
            belongings().endings.removeIf(ending -> !ending.told().alive);
            belongings.endings.add(new Belongings.Ending(told, event));
        }
    }

    private void holdForFunction() {
        kernel.checkThread();
        if (alive) {
            kernel.references.increment(this, Postback.TAG);
        }
    }

    /** @return the options that are on */
    public final Set<SessionOption> options() {
        EnumSet<SessionOption> on = EnumSet.noneOf(SessionOption.class);
        for (SessionOption each : SessionOption.values()) {
            if (option(each)) {
                on.add(each);
            }
        }
        return on;
    }

    /** Where the handler mostly is; another's entry or null may stand there. */
    Entry likely(Event<?> event) {
        Entry[] entries = table;
        return entries[event.hash() & entries.length - 1];
    }

    void ended() {
        alive = false;
        options |= ENDED;
        if (belongings != null) {
            for (Belongings.Ending ending : belongings.endings) {
                kernel.post(ending.told(), ending.event(), this);
            }
        }
    }

    /** One more reason to live; a mark for the sweep is taken back. */
    void hold() {
        holds++;
        if (markedAt != Lifetimes.UNMARKED) {
            markedAt = Lifetimes.UNMARKED;
        }
    }

    /** One reason less; without any it is marked for the next sweep. */
    void release() {
        if (--holds == 0) {
            kernel.lifetimes.mark(this);
        }
    }

    /** Like {@link #release}, for an event about to be delivered: who delivers it marks the session afterwards. */
    void releaseUnmarked() {
        holds--;
    }

    int holds() {
        return holds;
    }

    /** Gives this session alone another handler: it has a table of its own from then on. */
    void state(Event<?> event, Handler handler) {
        if (option(SessionOption.DEBUG) && states.handles(event)) {
            Logs.SESSION.warn("{} redefines its handler for '{}'", this, event);
        }
        Nfa<?> machine = Nfa.of(this);
        if (machine == null) {
            become(states.with(event, handler));
        } else {
            machine.state(event, handler);
        }
    }

    void stateless(Event<?> event) {
        Nfa<?> machine = Nfa.of(this);
        if (machine == null) {
            become(states.without(event));
        } else {
            machine.stateless(event);
        }
    }

    void become(States<?> other) {
        states = other;
        table = other.table();
    }

    Belongings belongings() {
        if (belongings == null) {
            belongings = new Belongings();
        }
        return belongings;
    }

    @Override
    public final String toString() {
        return id == 0 ? "the kernel" : "session " + id + Aliases.of(this);
    }
}
