package dev.usher.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The handlers of one kind of session, shared by all sessions of that kind. Immutable, so any thread may use it: each
 * verb answers a new table with one handler more. A later handler for an event replaces an earlier one, as in
 * POE::Session.
 *
 * @param <H> the heap of such sessions
 */
public final class States<H> {
    private static final Entry[] NO_SIGNALS = {};
    private static final int START = 0;
    private static final int STOP = 1;
    private static final int CHILD = 2;
    private static final int PARENT = 3;
    private static final int OTHERWISE = 4;

    /** POE's names of what a session is told about itself and its family. */
    private static final Event<?>[] LIFE = {
        Event.any("_start"), Event.any("_stop"), Event.any("_child"), Event.any("_parent"), Event.any("_default")
    };

    /** Names that the kernel's own events have. */
    private static final Event<?>[] INTERNAL = {Signals.SIGNAL, Sessions.COLLECT, Later.LATER, WheelTimer.TICK};

    private final Class<?> heap;
    private final Entry[] table; // open addressing by the event's hash, at most half full
    private final Entry[] life;
    private final Entry[] signals;
    private final int options;

    private States(Class<?> heap, Entry[] table, Entry[] life, Entry[] signals, int options) {
        this.heap = heap;
        this.table = table;
        this.life = life;
        this.signals = signals;
        this.options = options;
    }

    /**
     * An empty table.
     *
     * @param heap the class of the sessions' heaps
     * @param <H> the heap
     * @return the table
     */
    public static <H> States<H> of(Class<H> heap) {
        return new States<>(Objects.requireNonNull(heap, "heap"), new Entry[4], new Entry[5], NO_SIGNALS, 0);
    }

    /**
     * An empty table for heaps whose class has type parameters: {@code States.<Room<String>>ofAny()}.
     *
     * @param <H> the heap
     * @return the table
     */
    public static <H> States<H> ofAny() {
        return new States<>(Object.class, new Entry[4], new Entry[5], NO_SIGNALS, 0);
    }

    /**
     * Handles an event that needs no payload.
     *
     * @param event the event
     * @param handler what to do
     * @return the table with the handler
     */
    public States<H> on(Event<?> event, Handlers.Plain<? super H> handler) {
        return with(event, handler);
    }

    /**
     * Handles an event with its payload.
     *
     * @param event the event
     * @param handler what to do
     * @param <T> the payload
     * @return the table with the handler
     * @throws IllegalArgumentException if the name is already used here with another payload class, or is reserved
     */
    public <T> States<H> on(Event<T> event, Handlers.Taking<? super H, ? super T> handler) {
        return with(event, handler);
    }

    /**
     * Answers a question that needs no payload.
     *
     * @param call the question
     * @param handler what to answer
     * @param <R> the answer
     * @return the table with the handler
     */
    public <R> States<H> answer(Call<?, R> call, Handlers.PlainAnswering<? super H, ? extends R> handler) {
        return with(call, handler);
    }

    /**
     * Answers a question.
     *
     * @param call the question
     * @param handler what to answer
     * @param <T> the payload
     * @param <R> the answer
     * @return the table with the handler
     */
    public <T, R> States<H> answer(Call<T, R> call, Handlers.Answering<? super H, ? super T, ? extends R> handler) {
        return with(call, handler);
    }

    /**
     * Runs when a session begins ({@code _start}).
     *
     * @param handler what to do
     * @return the table with the handler
     */
    public States<H> start(Handlers.Plain<? super H> handler) {
        return withLife(START, handler);
    }

    /**
     * Runs when a session begins, with the arguments given to {@code create}.
     *
     * @param handler what to do
     * @return the table with the handler
     */
    public States<H> start(Handlers.Taking<? super H, Object[]> handler) {
        return withLife(START, handler);
    }

    /**
     * Runs when a session begins; the answer reaches the parent's {@code child}.
     *
     * @param handler what to do
     * @return the table with the handler
     */
    public States<H> answerStart(Handlers.Answering<? super H, Object[], ?> handler) {
        return withLife(START, handler);
    }

    /**
     * Runs when a session ends ({@code _stop}).
     *
     * @param handler what to do
     * @return the table with the handler
     */
    public States<H> stop(Handlers.Plain<? super H> handler) {
        return withLife(STOP, handler);
    }

    /**
     * Runs when a session ends; the answer reaches the parent's {@code child}.
     *
     * @param handler what to do
     * @return the table with the handler
     */
    public States<H> answerStop(Handlers.PlainAnswering<? super H, ?> handler) {
        return withLife(STOP, handler);
    }

    /**
     * Runs when a child is created, gained or lost ({@code _child}).
     *
     * @param handler what to do
     * @return the table with the handler
     */
    public States<H> child(Handlers.Taking<? super H, Child> handler) {
        return withLife(CHILD, handler);
    }

    /**
     * Runs when the session gets another parent ({@code _parent}).
     *
     * @param handler what to do
     * @return the table with the handler
     */
    public States<H> parent(Handlers.Taking<? super H, Parent> handler) {
        return withLife(PARENT, handler);
    }

    /**
     * Runs for events that have no handler ({@code _default}).
     *
     * @param handler what to do
     * @return the table with the handler
     */
    public States<H> otherwise(Handlers.Taking<? super H, Unhandled> handler) {
        return withLife(OTHERWISE, handler);
    }

    /**
     * Runs for events that have no handler; the answer is that of the call.
     *
     * @param handler what to answer
     * @return the table with the handler
     */
    public States<H> answerOtherwise(Handlers.Answering<? super H, Unhandled, ?> handler) {
        return withLife(OTHERWISE, handler);
    }

    /**
     * Handles a signal in every session of this kind, at no cost per session. A session's own {@code sig} for the same
     * name goes before it.
     *
     * @param name the signal
     * @param handler what to do
     * @return the table with the handler
     */
    public States<H> sig(String name, Handlers.Taking<? super H, SignalInfo> handler) {
        Entry entry = Entry.ofLife(Event.named(name, SignalInfo.class), handler);
        Entry[] more = Arrays.copyOf(signals, signals.length + 1);
        System.arraycopy(signals, 0, more, 1, signals.length);
        more[0] = entry; // in front: the latest wins
        return new States<>(heap, table, life, more, options);
    }

    /**
     * Sets an option that sessions of this kind begin with.
     *
     * @param option the option
     * @param on its value
     * @return the table with the option
     */
    public States<H> option(SessionOption option, boolean on) {
        return new States<>(heap, table, life, signals, option.set(options, on));
    }

    /**
     * Whether there is a handler for an event.
     *
     * @param event the event
     * @return whether posting it here runs a handler of its own
     */
    public boolean handles(Event<?> event) {
        return find(event) != null;
    }

    /** Whether there is a handler for an event, be it the one for all others. */
    boolean handlesSomehow(Event<?> event) {
        return find(event) != null || otherwise() != null;
    }

    States<H> without(Event<?> event) {
        Entry[] fewer = new Entry[table.length];
        for (Entry entry : table) {
            if (entry != null && !entry.event.equals(event)) {
                insert(fewer, entry);
            }
        }
        return new States<>(heap, fewer, life, signals, options);
    }

    /** A dynamic handler may be of any heap: that of the session that sets it. */
    States<H> with(Event<?> event, Handler handler) {
        for (Event<?> reserved : LIFE) {
            if (reserved.equals(event)) {
                throw new IllegalArgumentException(
                        "'" + event + "' is not posted but happens: use start, stop, child, parent or otherwise");
            }
        }
        for (Event<?> reserved : INTERNAL) {
            if (reserved.equals(event)) {
                throw new IllegalArgumentException("'" + event + "' is the kernel's own: use another name");
            }
        }
        Entry old = find(event);
        if (old != null && old.event.type() != event.type()) {
            throw new IllegalArgumentException("event '" + event + "' has payload "
                    + old.event.type().getName() + " in this table and cannot also have "
                    + event.type().getName());
        }
        List<Entry> more = new ArrayList<>();
        for (Entry entry : table) {
            if (entry != null && entry != old) {
                more.add(entry);
            }
        }
        more.add(Entry.ofEvent(event, Objects.requireNonNull(handler, "handler")));
        return new States<>(heap, placed(more), life, signals, options);
    }

    /** A table in which each entry stands where it is looked for first, if eight times the size makes that possible. */
    private static Entry[] placed(List<Entry> entries) {
        int smallest = Integer.highestOneBit(entries.size()) << 2;
        for (int size = smallest; size <= smallest << 3; size <<= 1) {
            Entry[] table = new Entry[size];
            boolean fits = true;
            for (Entry entry : entries) {
                fits &= insert(table, entry);
            }
            if (fits) {
                return table;
            }
        }
        Entry[] table = new Entry[smallest];
        entries.forEach(entry -> insert(table, entry));
        return table;
    }

    private States<H> withLife(int which, Handler handler) {
        Entry[] more = life.clone();
        more[which] = Entry.ofLife(LIFE[which], Objects.requireNonNull(handler, "handler"));
        return new States<>(heap, table, more, signals, options);
    }

    /** Answers whether the first place was free. */
    private static boolean insert(Entry[] table, Entry entry) {
        int mask = table.length - 1;
        int first = entry.event.hash() & mask;
        int i = first;
        while (table[i] != null) {
            i = (i + 1) & mask;
        }
        table[i] = entry;
        return i == first;
    }

    Entry[] table() {
        return table;
    }

    Entry find(Event<?> event) {
        Entry[] entries = table;
        int mask = entries.length - 1;
        int i = event.hash() & mask;
        for (Entry entry = entries[i]; entry != null; entry = entries[i]) {
            if (entry.event == event || entry.event.equals(event)) {
                return entry;
            }
            i = (i + 1) & mask;
        }
        return null;
    }

    Entry start() {
        return life[START];
    }

    Entry stop() {
        return life[STOP];
    }

    Entry child() {
        return life[CHILD];
    }

    Entry parent() {
        return life[PARENT];
    }

    Entry otherwise() {
        return life[OTHERWISE];
    }

    Entry signal(String name) {
        for (Entry entry : signals) {
            if (entry.event.name().equals(name)) {
                return entry;
            }
        }
        return null;
    }

    Entry[] signals() {
        return signals;
    }

    int options() {
        return options;
    }

    void checkHeap(Object value) {
        if (value != null && !heap.isInstance(value)) {
            throw new IllegalArgumentException("these states are for heaps of " + heap.getName() + ", not of "
                    + value.getClass().getName());
        }
    }
}
