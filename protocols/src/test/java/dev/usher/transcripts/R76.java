package dev.usher.transcripts;

import dev.usher.kernel.Event;
import dev.usher.kernel.Nfa;
import dev.usher.kernel.NfaStates;

/** A machine calls states and returns from them, one inside another; immediately too. */
final class R76 extends Port {
    static final Event<Void> GO = Event.named("go");
    static final Event<String> ENTER = Event.named("enter", String.class);
    static final Event<String> BACK = Event.named("back", String.class);
    static final Event<String> HOME = Event.named("home", String.class);
    static final Event<Void> LEFTOVER = Event.named("leftover");

    private void run(boolean immediate) {
        NfaStates<Object> states = NfaStates.of(Object.class)
                .state(
                        "main",
                        main -> main.on(GO, (heap, poe) -> {
                                    L("main.go");
                                    Nfa.of(poe).callState(BACK, "sub", ENTER, "down");
                                    L("main.go ends in", R40.current(Nfa.of(poe)));
                                })
                                .on(BACK, (heap, poe, from) -> {
                                    L("main.back", from, "in", R40.current(Nfa.of(poe)));
                                    poe.yield(LEFTOVER);
                                })
                                .on(LEFTOVER, (heap, poe) -> {
                                    L("main.leftover");
                                    Nfa.of(poe).stop();
                                })
                                .on(Nfa.LEAVE, (heap, poe) -> L("main.leave")))
                .state(
                        "sub",
                        sub -> sub.on(ENTER, (heap, poe, how) -> {
                                    L("sub.enter", how);
                                    Nfa.of(poe).callState(HOME, "deep", ENTER, "deeper");
                                    L("sub.enter ends in", R40.current(Nfa.of(poe)));
                                })
                                .on(HOME, (heap, poe, from) -> {
                                    L("sub.home", from);
                                    Nfa.of(poe).returnState("from sub");
                                })
                                .on(Nfa.LEAVE, (heap, poe) -> L("sub.leave")))
                .state(
                        "deep",
                        deep -> deep.on(ENTER, (heap, poe, how) -> {
                            L("deep.enter", how);
                            Nfa.of(poe).returnState("from deep");
                            L("deep.enter ends in", R40.current(Nfa.of(poe)));
                        }));
        Nfa<Object> m = Nfa.spawn(kernel, states, new Object());
        m.immediate(immediate);
        m.gotoState("main", GO);
        kernel.run();
        L("run returned in", R40.current(m));
    }

    @Override
    void program() {
        run(false);
        L("immediate");
        run(true);
    }
}
