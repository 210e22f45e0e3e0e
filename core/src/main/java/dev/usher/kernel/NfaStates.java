package dev.usher.kernel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The states of one kind of machine, each with handlers of its own, shared by all machines of that kind. Immutable, so
 * any thread may use it: each verb answers a new description.
 *
 * <pre>{@code
 * static final NfaStates<Door> STATES = NfaStates.of(Door.class)
 *         .state("closed", state -> state
 *                 .on(KNOCK, (door, poe) -> Nfa.of(poe).gotoState("open", ENTERED)))
 *         .state("open", state -> state
 *                 .on(ENTERED, (door, poe) -> door.guests++)
 *                 .on(Nfa.LEAVE, (door, poe) -> door.light = false));
 * }</pre>
 *
 * @param <H> the heap of such machines, POE's run state
 */
public final class NfaStates<H> {
    private final Class<H> heap;
    private final Map<String, States<H>> states;
    private final boolean immediate;

    private NfaStates(Class<H> heap, Map<String, States<H>> states, boolean immediate) {
        this.heap = heap;
        this.states = states;
        this.immediate = immediate;
    }

    /**
     * A description without states.
     *
     * @param heap the class of the machines' heaps
     * @param <H> the heap
     * @return the description
     */
    public static <H> NfaStates<H> of(Class<H> heap) {
        return new NfaStates<>(Objects.requireNonNull(heap, "heap"), Map.of(), false);
    }

    /**
     * Adds a state, or replaces one of that name.
     *
     * @param name the state
     * @param handlers adds the state's handlers to an empty table
     * @return the description with the state
     * @throws IllegalArgumentException if the table has handlers that a machine's state cannot have
     */
    public NfaStates<H> state(String name, UnaryOperator<States<H>> handlers) {
        return state(name, handlers.apply(States.of(heap)));
    }

    /**
     * Adds a state, or replaces one of that name.
     *
     * @param name the state
     * @param handlers what it handles
     * @return the description with the state
     * @throws IllegalArgumentException if the table has handlers that a machine's state cannot have
     */
    public NfaStates<H> state(String name, States<H> handlers) {
        Objects.requireNonNull(name, "name");
        if (handlers.start() != null || handlers.stop() != null) {
            throw wrong(
                    name,
                    "start or stop, which a machine is not told of. Use an enter event of gotoState, and "
                            + "Nfa.LEAVE");
        }
        if (handlers.signals().length > 0) {
            throw wrong(name, "sig, which would not follow the machine. Use poe.sig(..) and handle its event");
        }
        if (handlers.options() != 0) {
            throw wrong(name, "an option, which belongs to the machine. Use machine.session().option(..)");
        }
        Map<String, States<H>> more = new LinkedHashMap<>(states);
        more.put(name, Nfa.inner(handlers));
        return new NfaStates<>(heap, more, immediate);
    }

    private static IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException("state '" + name + "' has " + what);
    }

    /**
     * Has machines of this kind change their states inside {@code gotoState}, {@code callState} and {@code returnState}
     * instead of behind what is queued (POE's option {@code immediate}).
     *
     * @return the description with the option
     */
    public NfaStates<H> immediate() {
        return new NfaStates<>(heap, states, true);
    }

    /** @return the names of the states, in order of description */
    public Set<String> names() {
        return Collections.unmodifiableSet(states.keySet());
    }

    States<H> find(String name) {
        return states.get(name);
    }

    boolean isImmediate() {
        return immediate;
    }

    /** What a machine handles before its first state. */
    States<H> none() {
        if (states.isEmpty()) {
            throw new IllegalArgumentException("a machine needs one state at least: add it by state(name, handlers)");
        }
        return Nfa.inner(States.of(heap));
    }
}
