package dev.usher.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A session that is in one of several states and handles events as that state says (POE::NFA). Belongs to its kernel's
 * thread.
 *
 * <p>It does nothing before the first {@link #gotoState}, which takes effect at once. Later changes are queued unless
 * the machine is {@link #immediate}: the rest of the handler, and what is queued already, still find the old state. A
 * change runs {@link #LEAVE} in the old state if that handles it, then the enter event, if one was given, in the new
 * one.
 *
 * <p>An event is handled by the current state, else by what {@code poe.state(..)} has set, else by the state's
 * {@code otherwise}. An event that none of them handles is an exception, and so a DIE signal: a machine is exact about
 * what may happen when. Wheels and timers go on through all states.
 *
 * @param <H> the heap, POE's run state
 */
public final class Nfa<H> {
    /** Sent to a state that is about to be left, if it handles it. */
    public static final Event<Void> LEAVE = Event.named("leave");

    private static final Event<Move> GOTO = Event.named("_goto_state", Move.class);
    private static final Event<Move> CALL = Event.named("_call_state", Move.class);
    private static final Event<Move> RETURN = Event.named("_return_state", Move.class);
    private static final Event<Void> STOP = Event.named("_stop_machine");
    private static final Handlers.Plain<Object> NOTHING = (heap, poe) -> {};

    /** A change that was asked for. */
    private record Move(Event<?> back, String state, Event<?> enter, Object payload) {}

    /** A state to return to, and the event to enter it by. */
    private record Frame(String state, Event<?> enter) {}

    private final NfaStates<H> states;
    private final Deque<Frame> stack = new ArrayDeque<>();
    private final Map<Event<?>, Handler> everywhere = new LinkedHashMap<>();
    private Session session;
    private boolean immediate;
    private String current; // null before the first state

    private Nfa(NfaStates<H> states) {
        this.states = states;
        immediate = states.isImmediate();
    }

    /**
     * Makes a machine, a child of the session whose handler runs, else of the kernel.
     *
     * @param kernel the kernel
     * @param states its states
     * @param heap its heap
     * @param <H> the heap
     * @return the machine, in no state yet
     */
    public static <H> Nfa<H> spawn(Kernel kernel, NfaStates<H> states, H heap) {
        Nfa<H> machine = new Nfa<>(states);
        return machine.in(kernel.create(states.none(), heap));
    }

    /**
     * Makes a machine, a child of the session whose handler runs.
     *
     * @param poe the creating session's context
     * @param states its states
     * @param heap its heap
     * @param <H> the heap
     * @return the machine, in no state yet
     */
    public static <H> Nfa<H> spawn(Context poe, NfaStates<H> states, H heap) {
        Nfa<H> machine = new Nfa<>(states);
        return machine.in(poe.create(states.none(), heap));
    }

    private Nfa<H> in(Session created) {
        session = created;
        session.belongings().machine = this;
        return this;
    }

    /**
     * The machine whose handler runs (POE's MACHINE).
     *
     * @param poe the handler's context
     * @return the machine
     * @throws IllegalStateException if the handler is no machine's
     */
    public static Nfa<?> of(Context poe) {
        Nfa<?> machine = of(poe.session());
        if (machine == null) {
            throw new IllegalStateException(poe.session() + " is no machine: make it by Nfa.spawn");
        }
        return machine;
    }

    static Nfa<?> of(Session session) {
        return session.belongings == null ? null : session.belongings.machine;
    }

    // ---- what it is

    /** @return its session, to be posted to and named */
    public Session session() {
        return session;
    }

    /** @return its heap */
    @SuppressWarnings("unchecked") // it was given to spawn
    public H runstate() {
        return (H) session.heap;
    }

    /** @return the state it is in; empty before the first */
    public Optional<String> currentState() {
        return Optional.ofNullable(current);
    }

    /** @return whether states change inside the verbs instead of behind what is queued */
    public boolean isImmediate() {
        return immediate;
    }

    /**
     * Says whether states change at once.
     *
     * @param on whether
     */
    public void immediate(boolean on) {
        session.kernel.checkThread();
        immediate = on;
    }

    // ---- changes

    /**
     * Goes to another state, or to the same once more.
     *
     * @param state the state. If there is none of that name, an exception when the change takes effect
     * @return false if the machine has ended
     */
    public boolean gotoState(String state) {
        return move(GOTO, new Move(null, named(state), null, null), current == null || immediate);
    }

    /**
     * Goes to another state, or to the same once more.
     *
     * @param state the state
     * @param enter told to the new state, which must handle it
     * @return false if the machine has ended
     */
    public boolean gotoState(String state, Event<?> enter) {
        return gotoState(state, enter, null);
    }

    /**
     * Goes to another state, or to the same once more.
     *
     * @param state the state
     * @param enter told to the new state, which must handle it
     * @param payload goes along
     * @param <T> the payload
     * @return false if the machine has ended
     */
    public <T> boolean gotoState(String state, Event<T> enter, T payload) {
        Move move = new Move(null, named(state), Objects.requireNonNull(enter, "enter"), payload);
        return move(GOTO, move, current == null || immediate);
    }

    /**
     * Goes to a state from which {@link #returnState} comes back to this one.
     *
     * @param back told to this state on return, which must handle it; what {@code returnState} gives goes along
     * @param state the state to go to
     * @return false if the machine has ended
     */
    public boolean callState(Event<?> back, String state) {
        return move(CALL, new Move(Objects.requireNonNull(back, "back"), named(state), null, null), immediate);
    }

    /**
     * Goes to a state from which {@link #returnState} comes back to this one.
     *
     * @param back told to this state on return, which must handle it
     * @param state the state to go to
     * @param enter told to it
     * @return false if the machine has ended
     */
    public boolean callState(Event<?> back, String state, Event<?> enter) {
        return callState(back, state, enter, null);
    }

    /**
     * Goes to a state from which {@link #returnState} comes back to this one.
     *
     * @param back told to this state on return, which must handle it
     * @param state the state to go to
     * @param enter told to it
     * @param payload goes along
     * @param <T> the payload
     * @return false if the machine has ended
     */
    public <T> boolean callState(Event<?> back, String state, Event<T> enter, T payload) {
        Objects.requireNonNull(back, "back");
        return move(CALL, new Move(back, named(state), Objects.requireNonNull(enter, "enter"), payload), immediate);
    }

    /**
     * Goes back to where the latest {@code callState} was.
     *
     * @return false if the machine has ended
     */
    public boolean returnState() {
        return returnState(null);
    }

    /**
     * Goes back to where the latest {@code callState} was.
     *
     * @param payload goes along with the event that was named there; it must be of that event's class
     * @return false if the machine has ended
     */
    public boolean returnState(Object payload) {
        return move(RETURN, new Move(null, null, null, payload), immediate);
    }

    /**
     * Ends the machine behind what is queued, whatever holds it.
     *
     * @return false if it has ended already
     */
    public boolean stop() {
        session.kernel.checkThread();
        return session.kernel.postTo(session, STOP, null);
    }

    private static String named(String state) {
        return Objects.requireNonNull(state, "state");
    }

    private boolean move(Event<Move> event, Move move, boolean now) {
        Kernel kernel = session.kernel;
        kernel.checkThread();
        if (!now) {
            return kernel.postTo(session, event, move);
        }
        boolean alive = session.alive;
        kernel.callTo(session, event, move);
        return alive;
    }

    // ---- what its hidden events do

    /** A state's handlers, with what the machine itself needs beside them. */
    static <H> States<H> inner(States<H> handlers) {
        States<H> all = handlers.stop(NOTHING) // POE swallows it: even the state's otherwise handler is not told
                .on(GOTO, (heap, poe, move) -> of(poe).go(poe, move))
                .on(CALL, (heap, poe, move) -> of(poe).descend(poe, move))
                .on(RETURN, (heap, poe, move) -> of(poe).ascend(poe, move))
                .on(STOP, (heap, poe) -> poe.kernel().sessions.stop(poe.session()));
        return handlers.otherwise() != null ? all : all.otherwise((heap, poe, unhandled) -> refuse(poe, unhandled));
    }

    private static void refuse(Context poe, Unhandled unhandled) {
        if (States.happens(unhandled.event())) {
            return; // of its family a machine may hear nothing
        }
        throw new IllegalStateException("event '" + unhandled.event() + "' from " + poe.source() + " to " + of(poe)
                + ": there is neither a handler for it in that state nor an otherwise handler");
    }

    private void go(Context poe, Move move) {
        change(poe, target(move.state), move.state, move.enter, move.payload);
    }

    private void descend(Context poe, Move move) {
        States<H> target = target(move.state);
        check(target, move.state, move.enter);
        stack.push(new Frame(current, move.back));
        change(poe, target, move.state, move.enter, move.payload);
    }

    private void ascend(Context poe, Move move) {
        Frame frame = stack.poll();
        if (frame == null) {
            throw new IllegalStateException(this + " has nowhere to return to: callState comes first");
        }
        if (!frame.enter.accepts(move.payload)) {
            throw new IllegalArgumentException(this + " returns by '" + frame.enter + "', which takes a "
                    + frame.enter.type().getName() + ", not a "
                    + move.payload.getClass().getName());
        }
        change(poe, target(frame.state), frame.state, frame.enter, move.payload);
    }

    private States<H> target(String state) {
        States<H> target = state == null ? null : states.find(state);
        if (target == null) {
            throw new IllegalStateException(
                    this + " cannot go to '" + state + "': its states are " + String.join(", ", states.names()));
        }
        return target;
    }

    private void check(States<H> target, String state, Event<?> enter) {
        if (enter != null && target.find(enter) == null) {
            throw new IllegalStateException(
                    this + " cannot enter '" + state + "' by '" + enter + "': that state has no handler for it");
        }
    }

    private void change(Context poe, States<H> target, String state, Event<?> enter, Object payload) {
        check(target, state, enter);
        if (current != null && states.find(current).handles(LEAVE)) {
            tell(poe, LEAVE, null);
        }
        current = state;
        if (session.alive) {
            session.become(withEverywhere(target));
            if (enter != null) {
                tell(poe, enter, payload);
            }
        }
    }

    /** Sent by the machine in no event's name, as in POE. What its handler throws comes through. */
    private void tell(Context poe, Event<?> event, Object payload) {
        Event<?> was = poe.event;
        Event<?> active = poe.active;
        poe.event = null;
        poe.active = null;
        try {
            session.kernel.dispatcher.callWithin(poe, event, payload, 0);
        } finally {
            poe.event = was;
            poe.active = active;
        }
    }

    // ---- handlers of all states

    void state(Event<?> event, Handler handler) {
        States<H> own = states();
        own.with(event, handler); // for what it refuses
        everywhere.put(event, handler);
        session.become(withEverywhere(own));
    }

    void stateless(Event<?> event) {
        everywhere.remove(event);
        session.become(withEverywhere(states()));
    }

    private States<H> states() {
        return current == null ? states.none() : states.find(current);
    }

    private States<H> withEverywhere(States<H> own) {
        States<H> all = own;
        for (Map.Entry<Event<?>, Handler> each : everywhere.entrySet()) {
            if (own.find(each.getKey()) == null) {
                all = all.with(each.getKey(), each.getValue());
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return session + (current == null ? ", a machine in no state yet" : ", a machine in state '" + current + "'");
    }
}
