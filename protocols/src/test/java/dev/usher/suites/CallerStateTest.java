package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.usher.kernel.Call;
import dev.usher.kernel.Callback;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Postback;
import dev.usher.kernel.PostbackArgs;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** caller_state: the event during which another one was sent, by post, yield, call, postback, callback and timers. */
class CallerStateTest extends SuiteCase {
    private static final Event<Void> POSTER = Event.named("poster");
    private static final Event<Void> TOLD = Event.named("told");
    private static final Call<Void, String> ASKED = Call.answering("asked", String.class);
    private static final Event<Void> INSIDE = Event.named("inside");
    private static final Event<PostbackArgs> BACK = Event.named("back", PostbackArgs.class);

    private String from(Context poe) {
        String line = poe.event() + " from " + poe.callerEvent() + " active " + kernel.activeEvent();
        saw(line);
        return line;
    }

    private final States<Object> listening = States.ofAny()
            .start((me, poe) -> poe.aliasSet("listener"))
            .on(TOLD, (me, poe) -> from(poe))
            .answer(ASKED, (me, poe) -> from(poe))
            .on(BACK, (me, poe, args) -> from(poe));

    private void during(Consumer<Context> act) {
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> poe.yield(POSTER))
                        .on(POSTER, (me, poe) -> act.accept(poe))
                        .on(TOLD, (me, poe) -> from(poe))
                        .on(INSIDE, (me, poe) -> {
                            from(poe);
                            poe.yield(TOLD);
                            poe.post("listener", TOLD);
                        })
                        .answer(ASKED, (me, poe) -> from(poe)),
                null);
        kernel.run();
    }

    @Test
    void shouldNameTheEventInWhichItWasPosted() {
        kernel.create(listening, null);

        during(poe -> poe.post("listener", TOLD));

        shows("told from poster active told");
    }

    @Test
    void shouldNameTheEventInWhichItWasYielded() {
        during(poe -> poe.yield(TOLD));

        shows("told from poster active told");
    }

    @Test
    void shouldNameTheEventInWhichItWasCalled() {
        kernel.create(listening, null);

        during(poe -> assertEquals("asked from poster active asked", poe.call("listener", ASKED, null)));

        shows("asked from poster active asked");
    }

    @Test
    void shouldKeepTheOuterEventActiveInACallToTheOwnSession() {
        during(poe -> assertEquals("asked from poster active poster", poe.call(poe.session(), ASKED, null)));

        shows("asked from poster active poster");
    }

    @Test
    void shouldNameTheActiveEventForWhatAnInnerCallSends() {
        kernel.create(listening, null);

        during(poe -> poe.call(poe.session(), INSIDE));

        shows("inside from poster active poster", "told from poster active told", "told from poster active told");
    }

    @Test
    void shouldNameTheEventInWhichAPostbackWasUsed() {
        Postback[] made = new Postback[1];
        kernel.create(listening.start((me, poe) -> made[0] = poe.postback(BACK)), null);

        during(poe -> {
            made[0].post();
            made[0].close();
        });

        shows("back from poster active back");
    }

    @Test
    void shouldNameTheEventInWhichACallbackWasUsed() {
        Callback[] made = new Callback[1];
        kernel.create(listening.start((me, poe) -> made[0] = poe.callback(BACK)), null);

        during(poe -> {
            made[0].call();
            made[0].close();
        });

        shows("back from poster active back");
    }

    @Test
    void shouldNameTheEventThatSetATimer() {
        during(poe -> poe.delay(TOLD, Duration.ofSeconds(1)));

        shows("told from poster active told");
    }

    @Test
    void shouldNameNoEventOutsideHandlers() {
        Session listener = kernel.create(
                listening.on(TOLD, (me, poe) -> {
                    assertNull(poe.callerEvent());
                    assertSame(kernel.idToSession(0).orElseThrow(), poe.sender());
                    saw("told");
                }),
                null);
        kernel.post(listener, TOLD);
        kernel.call(listener, TOLD);

        runShows("told", "told");
    }

    @Test
    void shouldNameTheStartInWhichItWasSent() {
        kernel.create(States.ofAny().start((me, poe) -> poe.yield(TOLD)).on(TOLD, (me, poe) -> from(poe)), null);

        runShows("told from _start active told");
    }
}
