package dev.usher.transcripts;

import dev.usher.kernel.Call;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.Nfa;
import dev.usher.kernel.NfaStates;
import dev.usher.kernel.PostbackArgs;
import dev.usher.kernel.SignalInfo;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a machine dies of, and what every state of it handles. */
final class R80 extends Port {
    static final Event<Void> GO = Event.named("go");
    static final Event<SignalInfo> DIED = Event.named("died", SignalInfo.class);
    static final Event<Void> ANY = Event.named("any");
    static final Event<Void> ENTER = Event.named("enter");
    static final Event<Void> NONE = Event.named("none");
    static final Event<Void> LATE = Event.named("late");
    static final Event<PostbackArgs> PB = Event.named("pb", PostbackArgs.class);
    static final Call<PostbackArgs, String> CB = Call.named("cb", PostbackArgs.class, String.class);

    /** What Usher's exceptions say, and Perl's. */
    private static final String[][] TEXTS = {
        {"cannot go to", "nonexistent state"},
        {"cannot enter", "nonexistent enter event"},
        {"nowhere to return to", "empty stack"},
        {"neither a handler", "neither a handler"},
    };

    private void run(String what, Handlers.Plain<Object> act) {
        NfaStates<Object> states = NfaStates.of(Object.class)
                .state(
                        "one",
                        one -> one.on(GO, (heap, poe) -> {
                                    poe.sig("DIE", DIED);
                                    act.on(heap, poe);
                                })
                                .on(DIED, (heap, poe, signal) -> {
                                    L(
                                            what,
                                            "died",
                                            text(signal.death().error().getMessage()),
                                            "in",
                                            R40.current(Nfa.of(poe)));
                                    poe.sigHandled();
                                    poe.sig("DIE");
                                })
                                .on(ANY, (heap, poe) -> L("one.any"))
                                .on(Nfa.LEAVE, (heap, poe) -> L("one.leave")))
                .state(
                        "two",
                        two -> two.on(ENTER, (heap, poe) -> {
                            L("two.enter");
                            poe.yield(ANY);
                        }));
        Nfa<Object> m = Nfa.spawn(kernel, states, new Object());
        m.gotoState("one", GO);
        kernel.run();
        L("run returned in", R40.current(m));
    }

    private static String text(String message) {
        for (String[] pair : TEXTS) {
            Matcher said = Pattern.compile(pair[0]).matcher(message);
            if (said.find()) {
                return pair[1];
            }
        }
        return message;
    }

    @Override
    void program() {
        run("no state", (heap, poe) -> Nfa.of(poe).gotoState("none"));
        run("no enter event", (heap, poe) -> Nfa.of(poe).gotoState("two", NONE));
        run("empty stack", (heap, poe) -> Nfa.of(poe).returnState());
        run("no handler", (heap, poe) -> poe.yield(NONE));
        run("everywhere", (heap, poe) -> {
            poe.state(ANY, (none, inAny) -> L("any in", R40.current(Nfa.of(inAny))));
            poe.yield(ANY);
            Nfa.of(poe).gotoState("two", ENTER);
        });
        Nfa<Object> m = Nfa.spawn(
                kernel,
                NfaStates.of(Object.class)
                        .state(
                                "one",
                                one -> one.on(GO, (heap, poe) -> {
                                            L("go");
                                            poe.aliasSet("m");
                                            Nfa.of(poe).stop();
                                            poe.delay(LATE, seconds(1));
                                        })
                                        .on(LATE, (heap, poe) -> L("late no"))
                                        .otherwise((heap, poe, unhandled) -> L("default no", unhandled.event()))),
                new Object());
        m.gotoState("one", GO);
        kernel.run();
        L("stopped");
        Nfa<Object> n = Nfa.spawn(
                kernel,
                NfaStates.of(Object.class)
                        .state(
                                "one",
                                one -> one.on(GO, (heap, poe) -> {
                                            L("post");
                                            poe.postbackOnce(PB, "fixed").post("given");
                                            try (var callback = poe.callback(CB, "f")) {
                                                L("callback", callback.call("g"));
                                            }
                                        })
                                        .on(PB, (heap, poe, args) -> L("pb", args.fixed(), args.given()))
                                        .answer(
                                                CB,
                                                (heap, poe, args) ->
                                                        "cb " + args.fixed().get(0) + " "
                                                                + args.given().get(0))),
                new Object());
        n.gotoState("one", GO);
        kernel.run();
        L("run returned");
    }
}
