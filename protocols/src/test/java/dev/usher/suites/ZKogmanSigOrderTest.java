package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * z_kogman_sig_order: the exact order of what parents, children and grandchildren are told of benign and terminal
 * signals, with handlers, without, and in part.
 */
class ZKogmanSigOrderTest extends SuiteCase {
    private static final Event<SignalInfo> FOO = Event.named("foo", SignalInfo.class);
    private static final Event<SignalInfo> TERM = Event.named("TERM", SignalInfo.class); // nobody handles it
    private static final Event<Void> BAR = Event.named("bar"); // nobody handles it
    private static final Duration SHORT = Duration.ofMillis(100);

    private Session session(String name, Consumer<Context> start) {
        return kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            saw(name + " start");
                            start.accept(poe);
                            saw(name + " started");
                        })
                        .on(FOO, (me, poe, info) -> saw(name + " foo"))
                        .child((me, poe, child) -> saw(name + " child"))
                        .stop((me, poe) -> saw(name + " stop"))
                        .otherwise((me, poe, missing) -> saw(name + " default " + missing.event())),
                null);
    }

    @Test
    void shouldTellOneSession() {
        session("parent", poe -> {
            poe.sig("foo", FOO);
            poe.signal(poe.session(), "foo");
        });

        runShows("parent start", "parent started", "parent foo", "parent stop");
    }

    @Test
    void shouldLeaveAnObliviousChildAlone() {
        session("parent", poe -> {
            session("child", it -> it.delay(BAR, SHORT));
            poe.sig("foo", FOO);
            poe.signal(poe.session(), "foo");
        });

        runShows(
                "parent start",
                "child start",
                "child started",
                "parent child",
                "parent started",
                "parent foo",
                "child default bar",
                "child stop",
                "parent child",
                "parent stop");
    }

    @Test
    void shouldTellTheChildBeforeTheParent() {
        session("parent", poe -> {
            session("child", it -> {
                it.delay(BAR, SHORT);
                it.sig("foo", FOO);
            });
            poe.sig("foo", FOO);
            poe.signal(poe.session(), "foo");
        });

        runShows(
                "parent start",
                "child start",
                "child started",
                "parent child",
                "parent started",
                "child foo",
                "parent foo",
                "child default bar",
                "child stop",
                "parent child",
                "parent stop");
    }

    @Test
    void shouldTellBothOfATerminalSignalAndThenEndTheChildFirst() {
        session("parent", poe -> {
            session("child", it -> {
                it.delay(BAR, SHORT);
                it.sig("TERM", TERM);
            });
            poe.sig("TERM", TERM);
            poe.signal(poe.session(), "TERM");
        });

        runShows(
                "parent start",
                "child start",
                "child started",
                "parent child",
                "parent started",
                "child default TERM",
                "parent default TERM",
                "child stop",
                "parent child",
                "parent stop");
        assertEquals(0, simulation.clock().nowNs()); // nobody has waited for the delay
    }

    @Test
    void shouldEndThemWithoutHandlersToo() {
        session("parent", poe -> {
            session("child", it -> it.delay(BAR, SHORT));
            poe.signal(poe.session(), "TERM");
        });

        runShows(
                "parent start",
                "child start",
                "child started",
                "parent child",
                "parent started",
                "child stop",
                "parent child",
                "parent stop");
    }

    private void threeGenerations(Consumer<Context> child) {
        session("parent", poe -> {
            session("child", it -> {
                session("grandchild", deep -> deep.delay(BAR, SHORT));
                child.accept(it);
                it.delay(BAR, SHORT);
            });
            poe.signal(poe.session(), "TERM");
        });
    }

    @Test
    void shouldEndThreeGenerationsWithAHandlerInTheMiddle() {
        threeGenerations(it -> it.sig("TERM", TERM));

        runShows(
                "parent start",
                "child start",
                "grandchild start",
                "grandchild started",
                "child child",
                "child started",
                "parent child",
                "parent started",
                "child default TERM",
                "grandchild stop",
                "child child",
                "child stop",
                "parent child",
                "parent stop");
    }

    @Test
    void shouldEndThreeGenerationsWithoutHandlers() {
        threeGenerations(it -> {});

        runShows(
                "parent start",
                "child start",
                "grandchild start",
                "grandchild started",
                "child child",
                "child started",
                "parent child",
                "parent started",
                "grandchild stop",
                "child child",
                "child stop",
                "parent child",
                "parent stop");
    }

    private Session handling(String name, boolean handles, Consumer<Context> start) {
        return kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.delay(BAR, SHORT);
                            poe.sig("TERM", TERM);
                            start.accept(poe);
                        })
                        .on(TERM, (me, poe, info) -> {
                            saw(name + " TERM");
                            if (handles) {
                                poe.sigHandled();
                            }
                        })
                        .stop((me, poe) -> saw(name + " stop")),
                null);
    }

    @Test
    void shouldTellAllAndSaveAllWhenOneOfThemHandlesIt() {
        for (String handler : new String[] {"grandchild", "child", "parent"}) {
            Session parent = handling(
                    "parent",
                    handler.equals("parent"),
                    poe -> handling(
                            "child",
                            handler.equals("child"),
                            it -> handling("grandchild", handler.equals("grandchild"), deep -> {})));

            kernel.signal(parent, "TERM");
            simulation.runUntilIdle();

            shows("grandchild TERM", "child TERM", "parent TERM"); // whoever handles it, all are told
            assertTrue(parent.isAlive());
            runShows("grandchild stop", "child stop", "parent stop");
        }
    }

    @Test
    void shouldSpareParentAndSiblingsOfTheTarget() {
        Session[] child = new Session[1];
        handling("parent", false, poe -> {
            child[0] = handling("child", false, it -> handling("grandchild", false, deep -> {}));
            handling("sibling", false, it -> {});
        });

        kernel.signal(child[0], "TERM");
        simulation.runUntilIdle();

        shows("grandchild TERM", "child TERM", "grandchild stop", "child stop");
        runShows("sibling stop", "parent stop");
    }
}
