package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Call;
import dev.usher.kernel.Death;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * 07_exceptions, 01_normal: what a handler throws becomes the DIE signal of its session; where somebody of the family
 * handles that, nobody ends and the program goes on.
 */
class Exceptions01NormalTest extends SuiteCase {
    private static final Event<Void> BOOM = Event.named("boom");
    private static final Event<Void> AFTER = Event.named("after");
    private static final Event<SignalInfo> DIED = Event.named("died", SignalInfo.class);
    private static final Call<Void, String> ASK = Call.answering("ask", String.class);

    private final IllegalStateException error = new IllegalStateException("goodbye sweet world");

    private States<String> states(boolean handles) {
        return States.of(String.class)
                .start((name, poe) -> {
                    poe.aliasSet(name);
                    poe.sig("DIE", DIED);
                    poe.delay(AFTER, Duration.ofSeconds(5));
                })
                .on(BOOM, (name, poe) -> {
                    poe.yield(AFTER);
                    throw error;
                })
                .answer(ASK, (name, poe) -> {
                    throw error;
                })
                .on(AFTER, (name, poe) -> saw(name + " after"))
                .on(DIED, (name, poe, info) -> {
                    saw(name + " died");
                    if (handles) {
                        poe.sigHandled();
                    }
                });
    }

    @Test
    void shouldGoOnAfterAnExceptionThatWasHandledAndTellWhatItWas() {
        Session[] source = new Session[1];
        Session target = kernel.create(
                states(true).on(DIED, (name, poe, info) -> {
                    Death death = info.death();
                    saw(info.name() + " " + death.error().getMessage() + " in " + death.event() + " from "
                            + death.from());
                    assertSame(error, death.error());
                    assertSame(poe.session(), death.destination());
                    assertSame(source[0], death.source());
                    assertTrue(death.where().contains("'boom'"), death.where());
                    poe.sigHandled();
                }),
                "target");
        source[0] = kernel.create(
                States.ofAny().start((me, poe) -> poe.yield(AFTER)).on(AFTER, (me, poe) -> poe.post(target, BOOM)),
                null);

        simulation.runUntilIdle();

        shows("target after", "DIE goodbye sweet world in boom from after"); // what was queued comes first
        assertTrue(target.isAlive());
        runShows("target after");
    }

    @Test
    void shouldReachDescendantsFirstThenTheThrowerThenItsAncestorsAndNoSiblings() {
        Session top = kernel.create(
                states(true).start((name, poe) -> {
                    poe.sig("DIE", DIED);
                    poe.create(states(false), "sibling");
                    poe.create(
                            states(false).start((middle, it) -> {
                                it.sig("DIE", DIED);
                                it.aliasSet(middle);
                                it.create(states(false), "below");
                                it.delay(AFTER, Duration.ofSeconds(5));
                            }),
                            "thrower");
                }),
                "top");
        kernel.create(states(false), "cousin");
        kernel.post("thrower", BOOM);

        simulation.runUntilIdle();

        shows("thrower after", "below died", "thrower died", "top died");
        assertTrue(top.isAlive());
        assertEquals(5, kernel.counts().sessions());
        simulation.advance(Duration.ofSeconds(5));
    }

    @Test
    void shouldQueueTheSignalAndAnswerNothingWhenACalledSessionThrows() {
        kernel.create(states(true), "target");
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            assertNull(poe.call("target", ASK, null));
                            saw("caller goes on");
                            poe.yield(AFTER);
                        })
                        .on(AFTER, (me, poe) -> saw("caller after")),
                null);

        simulation.runUntilIdle();

        shows("caller goes on", "target died", "caller after");
        simulation.advance(Duration.ofSeconds(5));
    }

    @Test
    void shouldLetACallToTheOwnSessionThrowToItsCaller() {
        kernel.create(
                states(true).on(BOOM, (name, poe) -> {
                    try {
                        poe.call(poe.session(), ASK, null);
                        saw("not reached");
                    } catch (IllegalStateException caught) {
                        assertSame(error, caught);
                        saw("caught");
                    }
                    poe.alarmClear(AFTER);
                }),
                "self");
        kernel.post("self", BOOM);

        runShows("caught");
    }

    @Test
    void shouldNameTheOutermostEventWhenAnInnerCallIsNotCaught() {
        kernel.create(
                states(true)
                        .on(BOOM, (name, poe) -> poe.call(poe.session(), ASK, null))
                        .on(DIED, (name, poe, info) -> {
                            saw("died in " + info.death().event());
                            poe.sigHandled();
                            poe.alarmClear(AFTER);
                        }),
                "self");
        kernel.post("self", BOOM);

        runShows("died in boom");
    }

    @Test
    void shouldCreateASessionWhoseStartThrows() {
        Session parent = kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.sig("DIE", DIED);
                            Session child = poe.create(
                                    States.ofAny().answerStart((own, it, arguments) -> {
                                        throw error;
                                    }),
                                    null);
                            assertTrue(child.isAlive());
                        })
                        .child((me, poe, child) -> saw(child.reason() + " " + child.result()))
                        .on(DIED, (me, poe, info) -> {
                            saw("died");
                            poe.sigHandled();
                        }),
                null);

        runShows("CREATE null", "died", "LOSE null");

        assertFalse(parent.isAlive());
    }

    @Test
    void shouldTakeErrorsAndCheckedExceptionsToo() {
        for (Throwable thrown :
                new Throwable[] {new AssertionError("error"), new Exception("checked"), new StackOverflowError("deep")
                }) {
            Session session = kernel.create(
                    states(true)
                            .on(BOOM, (name, poe) -> {
                                if (thrown instanceof Exception checked) {
                                    throw checked;
                                }
                                throw (Error) thrown;
                            })
                            .on(DIED, (name, poe, info) -> {
                                saw(info.death().error().getMessage());
                                poe.sigHandled();
                                poe.alarmClear(AFTER);
                            }),
                    "session");
            kernel.post(session, BOOM);
            kernel.run();
        }

        shows("error", "checked", "deep");
    }
}
