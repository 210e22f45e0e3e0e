package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Call;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Nfa;
import dev.usher.kernel.NfaStates;
import dev.usher.kernel.PostbackArgs;
import dev.usher.kernel.Session;
import dev.usher.kernel.SessionOption;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedClient;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** ses_nfa: machines, what they are told in which state, and how they come to another one. */
class SesNfaTest extends SuiteCase {
    private static final Event<Void> PUSH = Event.named("push");
    private static final Event<Void> ENTERED = Event.named("entered");
    private static final Event<Integer> COUNTED = Event.named("counted", Integer.class);
    private static final Event<PostbackArgs> TOLD = Event.named("told", PostbackArgs.class);
    private static final Call<PostbackArgs, Object> ASKED = Call.named("asked", PostbackArgs.class, Object.class);
    private static final Event<Opened> ACCEPTED = Event.named("accepted", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> LINE = Event.named("line", String.class);

    /** A machine's heap whose methods are handlers: object states. */
    private static final class Switch {
        int on;
        int off;

        void turnOn(Context poe) {
            on++;
            Nfa.of(poe).gotoState("on", ENTERED);
        }

        void turnOff(Context poe) {
            off++;
            Nfa.of(poe).gotoState("off");
        }
    }

    private final NfaStates<Switch> states = NfaStates.of(Switch.class)
            .state("off", off -> off.on(PUSH, Switch::turnOn).on(Nfa.LEAVE, (it, poe) -> saw("leave off")))
            .state(
                    "on",
                    on -> on.on(PUSH, Switch::turnOff)
                            .on(ENTERED, (it, poe) -> saw("enter " + name(poe)))
                            .on(Nfa.LEAVE, (it, poe) -> saw("leave on")));

    private static String name(Context poe) {
        return Nfa.of(poe).currentState().orElseThrow();
    }

    /** Methods that are no object's: package states. */
    private static final class Switching {
        static void on(Switch it, Context poe) {
            it.turnOn(poe);
        }

        static void off(Switch it, Context poe) {
            it.turnOff(poe);
        }
    }

    private final NfaStates<Switch> inPackage = NfaStates.of(Switch.class)
            .state("off", off -> off.on(PUSH, Switching::on).on(Nfa.LEAVE, (it, poe) -> saw("leave off")))
            .state(
                    "on",
                    on -> on.on(PUSH, Switching::off)
                            .on(ENTERED, (it, poe) -> saw("enter " + name(poe)))
                            .on(Nfa.LEAVE, (it, poe) -> saw("leave on")));

    private final NfaStates<Switch> inline = NfaStates.of(Switch.class)
            .state(
                    "off",
                    off -> off.on(PUSH, (it, poe) -> {
                                it.on++;
                                Nfa.of(poe).gotoState("on", ENTERED);
                            })
                            .on(Nfa.LEAVE, (it, poe) -> saw("leave off")))
            .state(
                    "on",
                    on -> on.on(PUSH, (it, poe) -> {
                                it.off++;
                                Nfa.of(poe).gotoState("off");
                            })
                            .on(ENTERED, (it, poe) -> saw("enter " + name(poe)))
                            .on(Nfa.LEAVE, (it, poe) -> saw("leave on")));

    @Test
    void shouldHandleOneEventAsEachStateSaysByMethodsOfItsHeap() {
        shouldHandleOneEventAsEachStateSays(states);
    }

    @Test
    void shouldHandleOneEventAsEachStateSaysByMethodsOfAPackage() {
        shouldHandleOneEventAsEachStateSays(inPackage);
    }

    @Test
    void shouldHandleOneEventAsEachStateSaysByFunctions() {
        shouldHandleOneEventAsEachStateSays(inline);
    }

    private void shouldHandleOneEventAsEachStateSays(NfaStates<Switch> states) {
        Nfa<Switch> machine = Nfa.spawn(kernel, states, new Switch());
        assertEquals(Optional.empty(), machine.currentState());
        machine.gotoState("off");
        assertEquals(Optional.of("off"), machine.currentState());

        kernel.refcountIncrement(machine.session().id(), "held");

        for (int i = 0; i < 3; i++) {
            kernel.post(machine.session(), PUSH);
            simulation.runUntilIdle();
        }

        shows("leave off", "enter on", "leave on", "leave off", "enter on");
        assertEquals(2, machine.runstate().on);
        assertEquals(1, machine.runstate().off);
        kernel.refcountDecrement(machine.session().id(), "held");
    }

    @Test
    void shouldChangeBehindWhatIsQueuedUnlessImmediate() {
        Nfa<Switch> queued = Nfa.spawn(kernel, states, new Switch());
        Nfa<Switch> immediate = Nfa.spawn(kernel, states.immediate(), new Switch());
        queued.gotoState("off");
        immediate.gotoState("off");

        for (Nfa<Switch> machine : List.of(queued, immediate)) {
            kernel.post(machine.session(), PUSH);
            kernel.post(machine.session(), PUSH);
        }
        kernel.run();

        assertEquals(2, queued.runstate().on, "both came in the state off");
        assertEquals(1, immediate.runstate().on);
        assertEquals(1, immediate.runstate().off);
        assertTrue(immediate.isImmediate());
        assertEquals(Optional.of("off"), immediate.currentState());
        assertEquals(Optional.of("on"), queued.currentState());
    }

    @Test
    void shouldEndWhereNothingHoldsItAndRefuseToMoveThen() {
        Nfa<Switch> machine = Nfa.spawn(kernel, states, new Switch());
        machine.gotoState("off");

        kernel.run();

        assertFalse(machine.session().isAlive());
        assertFalse(machine.gotoState("on", ENTERED));
        assertFalse(machine.returnState());
        assertFalse(machine.stop());
    }

    @Test
    void shouldStopWhateverHoldsIt() {
        Nfa<Switch> machine = Nfa.spawn(
                kernel, states.state("held", held -> held.on(PUSH, (it, poe) -> poe.aliasSet("me"))), new Switch());
        machine.gotoState("held", PUSH);
        machine.stop();

        simulation.runUntilIdle();

        assertFalse(machine.session().isAlive());
        assertEquals(0, kernel.counts().aliases());
    }

    @Test
    void shouldPostAndCallBackInWhateverStateItIs() {
        Session[] other = new Session[1];
        NfaStates<Object> both = NfaStates.of(Object.class)
                .state(
                        "one",
                        one -> one.on(PUSH, (it, poe) -> {
                            var postback = poe.postbackOnce(TOLD, "fixed");
                            var callback = poe.callback(ASKED, "fixed");
                            Nfa.of(poe).gotoState("two");
                            other[0] = poe.create(
                                    States.of(Object.class)
                                            .start((o, me) -> me.yield(PUSH))
                                            .on(PUSH, (o, me) -> {
                                                postback.post("given");
                                                saw("called " + callback.call("asked"));
                                                callback.close();
                                            }),
                                    new Object());
                        }))
                .state(
                        "two",
                        two -> two.on(TOLD, (it, poe, args) -> saw("told " + args.fixed() + args.given() + name(poe)))
                                .answer(ASKED, (it, poe, args) -> args.fixed() + "" + args.given() + name(poe)));
        Nfa.spawn(kernel, both, new Object()).gotoState("one", PUSH);

        runShows("called [fixed][asked]two", "told [fixed][given]two");
        assertFalse(other[0].isAlive());
    }

    @Test
    void shouldGetEventsOfAWheelInAnyState() {
        NfaStates<Object> states = NfaStates.of(Object.class)
                .state(
                        "listening",
                        listening -> listening
                                .on(
                                        PUSH,
                                        (it, poe) -> SocketFactory.listen(9000)
                                                .successEvent(ACCEPTED)
                                                .failureEvent(FAILED)
                                                .open(poe))
                                .on(ACCEPTED, (it, poe, accepted) -> {
                                    ReadWrite.with(new LineFilter())
                                            .inputEvent(LINE)
                                            .errorEvent(FAILED)
                                            .open(poe, accepted.link());
                                    Nfa.of(poe).gotoState("odd");
                                }))
                .state(
                        "odd",
                        odd -> odd.on(LINE, (it, poe, line) -> {
                                    saw("odd " + line + " of wheel " + (poe.wheelId() > 0));
                                    Nfa.of(poe).gotoState("even");
                                })
                                .otherwise((it, poe, ended) -> saw("ended")))
                .state(
                        "even",
                        even -> even.on(LINE, (it, poe, line) -> {
                                    saw("even " + line);
                                    Nfa.of(poe).gotoState("odd");
                                })
                                .otherwise((it, poe, ended) -> saw("ended")));
        Nfa<Object> machine = Nfa.spawn(kernel, states, new Object());
        machine.gotoState("listening", PUSH);
        SimulatedClient client = simulation.connect(9000);
        simulation.runUntilIdle();

        for (String line : new String[] {"one", "two", "three"}) {
            client.send(line + "\n");
            simulation.runUntilIdle();
        }

        shows("odd one of wheel true", "even two", "odd three of wheel true");
        machine.stop();
        simulation.runUntilIdle();
    }

    @Test
    void shouldTellOptionsOfItsSession() {
        Nfa<Switch> machine = Nfa.spawn(kernel, states, new Switch());

        assertFalse(machine.session().option(SessionOption.TRACE, true));

        assertEquals(Set.of(SessionOption.TRACE), machine.session().options());
        assertEquals(Set.of("off", "on"), states.names());
        machine.stop();
        kernel.run();
    }

    @Test
    void shouldNotDieOfWhatHappensToItsFamily() {
        NfaStates<Object> parent = NfaStates.of(Object.class)
                .state(
                        "one",
                        one -> one.on(PUSH, (it, poe) -> {
                                    poe.create(
                                            States.of(Object.class).stop((o, child) -> saw("child stops")),
                                            new Object());
                                    poe.yield(ENTERED);
                                })
                                .on(ENTERED, (it, poe) -> saw("lives")));

        Nfa.spawn(kernel, parent, new Object()).gotoState("one", PUSH);

        runShows("lives", "child stops");
    }

    @Test
    void shouldRefuseHandlersThatNoStateCanHave() {
        NfaStates<Object> states = NfaStates.of(Object.class);

        String[] texts = {
            refusal(() -> states.state("one", one -> one.start((it, poe) -> {}))),
            refusal(() -> states.state("one", one -> one.stop((it, poe) -> {}))),
            refusal(() -> states.state("one", one -> one.sig("INT", (it, poe, info) -> {}))),
            refusal(() -> states.state("one", one -> one.option(SessionOption.DEBUG, true))),
            refusal(() -> Nfa.spawn(kernel, states, new Object()))
        };

        assertTrue(texts[0].contains("start or stop"), texts[0]);
        assertEquals(texts[0], texts[1]);
        assertTrue(texts[2].contains("poe.sig"), texts[2]);
        assertTrue(texts[3].contains("machine.session().option"), texts[3]);
        assertTrue(texts[4].contains("one state at least"), texts[4]);
    }

    @Test
    void shouldLiveAsLongAsItsCallbackIsOpen() {
        Nfa<Switch> machine = Nfa.spawn(kernel, states, new Switch());
        machine.gotoState("off");
        var callback = machine.session().callback(ASKED);

        simulation.advance(Duration.ofSeconds(1));

        assertTrue(machine.session().isAlive());
        callback.close();
        kernel.run();
        assertFalse(machine.session().isAlive());
    }

    @Test
    void shouldRememberNoCallOfAStateThatItCannotEnter() {
        Event<SignalInfo> died = Event.named("died", SignalInfo.class);
        NfaStates<Object> states = NfaStates.of(Object.class)
                .state(
                        "one",
                        one -> one.on(PUSH, (it, poe) -> {
                                    poe.sig("DIE", died);
                                    Nfa.of(poe).callState(ENTERED, "none");
                                    Nfa.of(poe).returnState();
                                })
                                .on(ENTERED, (it, poe) -> saw("never"))
                                .on(died, (it, poe, signal) -> {
                                    saw(signal.death().error().getMessage());
                                    poe.sigHandled();
                                }));

        Nfa.spawn(kernel, states, new Object()).gotoState("one", PUSH);

        runShows(
                "session 1, a machine in state 'one' cannot go to 'none': its states are one",
                "session 1, a machine in state 'one' has nowhere to return to: callState comes first");
    }

    @Test
    void shouldNameBothClassesWhenReturningWithAnother() {
        NfaStates<Object> states = NfaStates.of(Object.class)
                .state(
                        "one",
                        one -> one.on(PUSH, (it, poe) -> Nfa.of(poe).callState(COUNTED, "two", ENTERED))
                                .on(COUNTED, (it, poe, count) -> saw("never")))
                .state("two", two -> two.on(ENTERED, (it, poe) -> Nfa.of(poe).returnState("text")));
        Nfa.spawn(kernel, states, new Object()).gotoState("one", PUSH);

        Exception thrown = assertThrows(IllegalArgumentException.class, kernel::run);

        assertEquals(
                "session 1, a machine in state 'two' returns by 'counted', which takes a java.lang.Integer, not a"
                        + " java.lang.String",
                thrown.getMessage());
    }

    private static String refusal(Executable refused) {
        return assertThrows(IllegalArgumentException.class, refused).getMessage();
    }
}
