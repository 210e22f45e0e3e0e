package dev.usher.transcripts;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Nfa;
import dev.usher.kernel.NfaStates;
import java.util.List;

/** A machine: what is queued before a change finds the old state, what is queued behind it the new one. */
final class R40 extends Port {
    static final Event<String> BEGIN = Event.named("begin", String.class);
    static final Event<String> TICK = Event.named("tick", String.class);
    static final Event<List<?>> ENTER = list("enter");
    static final Event<List<?>> STRANGE = list("strange");
    static final Event<Void> LATE = Event.named("late");
    static final Event<Void> AGAIN = Event.named("again");

    /** The run state. */
    static final class Count {
        int n;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // classes have no type parameters
    static Event<List<?>> list(String name) {
        return (Event) Event.named(name, List.class);
    }

    static Object current(Nfa<?> machine) {
        return machine.currentState().orElse("(undef)");
    }

    static String who(Context poe) {
        return poe.sender().id() == 0 ? "KERNEL" : poe.sender() == poe.session() ? "machine" : "other";
    }

    private Object[] told(String what, Context poe, Object more) {
        Object caller = poe.callerEvent() == null ? "undef" : poe.callerEvent();
        return new Object[] {
            what + " state=" + current(Nfa.of(poe)),
            "event=" + poe.event(),
            "sender=" + who(poe),
            "caller=" + caller,
            more
        };
    }

    @Override
    void program() {
        NfaStates<Count> states = NfaStates.of(Count.class)
                .state(
                        "one",
                        one -> one.on(BEGIN, (runstate, poe, arg) -> {
                                    L(told("begin", poe, "arg=" + arg));
                                    poe.yield(TICK, "before");
                                    Nfa.of(poe).gotoState("two", ENTER, List.of("x", "y"));
                                    poe.yield(TICK, "behind");
                                    L("rest of begin in", current(Nfa.of(poe)));
                                })
                                .on(TICK, (runstate, poe, arg) -> {
                                    runstate.n++;
                                    L("one.tick", arg);
                                })
                                .on(Nfa.LEAVE, (runstate, poe) -> L(told("leave", poe, List.of()))))
                .state(
                        "two",
                        two -> two.on(ENTER, (runstate, poe, args) -> L(told("enter", poe, args)))
                                .on(TICK, (runstate, poe, arg) -> {
                                    runstate.n++;
                                    L("two.tick", arg);
                                    poe.yield(STRANGE, List.of(1, 2));
                                    poe.delay(LATE, seconds(0.05));
                                })
                                .on(LATE, (runstate, poe) -> {
                                    L("late");
                                    Nfa.of(poe).gotoState("two", AGAIN);
                                })
                                .on(AGAIN, (runstate, poe) -> {
                                    L("again, no leave here, n=" + runstate.n);
                                    Nfa.of(poe).gotoState("three");
                                })
                                .otherwise((runstate, poe, unhandled) -> L(
                                        "two._default",
                                        unhandled.event(),
                                        unhandled.payload(),
                                        "event=" + poe.event())))
                .state("three", three -> three);
        Nfa<Count> m = Nfa.spawn(kernel, states, new Count());
        L("state", current(m));
        m.gotoState("one", BEGIN, "first");
        L("state", current(m));
        kernel.run();
        L("run returned in", current(m));
    }
}
