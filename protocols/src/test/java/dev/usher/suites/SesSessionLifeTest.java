package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Call;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ses_session, the lives of sessions: in which order they are born and end, what holds them, and until when. */
class SesSessionLifeTest extends SuiteCase {
    private static final Event<Void> GO = Event.named("go");
    private static final Event<Session> GREET = Event.named("greet", Session.class);
    private static final Event<SignalInfo> KILLED = Event.named("killed", SignalInfo.class);
    private static final Event<String> SAY = Event.named("say", String.class);
    private static final Call<Void, Session> MAKE = Call.answering("make", Session.class);

    /** A session that tells of its birth, family and end, and creates those after it in its start. */
    private Session family(String... names) {
        List<String> later = List.of(names).subList(1, names.length);
        return kernel.create(
                States.of(String.class)
                        .answerStart((name, poe, arguments) -> {
                            saw(name + " start from " + name(poe.sender()));
                            if (!later.isEmpty()) {
                                family(later.toArray(String[]::new));
                            }
                            saw(name + " started");
                            return name + " was born";
                        })
                        .on(SAY, (name, poe, text) -> saw(name + " " + text))
                        .child((name, poe, child) -> saw(
                                name + " child " + child.reason() + " " + name(child.session()) + " " + child.result()))
                        .parent((name, poe, parent) ->
                                saw(name + " from " + name(parent.old()) + " to " + name(parent.now())))
                        .answerStop((name, poe) -> {
                            saw(name + " stop from " + name(poe.sender()));
                            return name + " has ended";
                        }),
                names[0]);
    }

    private static String name(Session session) {
        return session.id() == 0 ? "kernel" : (String) session.heap();
    }

    @Test
    void shouldTellOfBirthsFromTheDeepestUpAndOfEndsFromTheDeepestUp() {
        family("A", "B", "C");

        runShows(
                "A start from kernel",
                "B start from A",
                "C start from B",
                "C started",
                "B child CREATE C C was born",
                "B started",
                "A child CREATE B B was born",
                "A started",
                "C stop from kernel",
                "B child LOSE C C has ended",
                "B stop from kernel",
                "A child LOSE B B has ended",
                "A stop from kernel");
    }

    @Test
    void shouldDeliverWhatWasQueuedAndThenEndTheFamilyBelowByASignal() {
        Session[] between = new Session[1];
        kernel.create(
                States.of(String.class)
                        .start((name, poe) -> {
                            between[0] = family("B", "C");
                            poe.post(between[0], SAY, "hello");
                        })
                        .child((name, poe, child) -> saw("A child " + child.reason() + " " + name(child.session()))),
                "A");
        seen.clear();

        kernel.signal(between[0], "KILL"); // it and all below it
        simulation.runUntilIdle();

        shows("B hello", "C stop from kernel", "B child LOSE C C has ended", "B stop from kernel", "A child LOSE B");
    }

    @Test
    void shouldGiveChildrenToTheGrandparentWhenTheOneBetweenIsEndedByForce() {
        Session[] between = new Session[1];
        kernel.create(
                States.of(String.class)
                        .start((name, poe) -> between[0] = kernel.create(
                                States.of(String.class)
                                        .start((own, it) -> {
                                            it.sig("KILL", KILLED);
                                            it.delay(GO, Duration.ofSeconds(1));
                                        })
                                        .on(KILLED, (own, it, info) -> family("C")) // too late to be reached
                                        .stop((own, it) -> saw(own + " stop")),
                                "B"))
                        .child((name, poe, child) -> saw("A child " + child.reason() + " " + name(child.session()))),
                "A");
        seen.clear();

        kernel.signal(between[0], "KILL");

        runShows(
                "C start from B",
                "C started",
                "A child GAIN C",
                "C from B to A",
                "B stop",
                "A child LOSE B",
                "C stop from kernel",
                "A child LOSE C");
    }

    @Test
    void shouldEndIdleSiblingsYoungestFirst() {
        family("1");
        family("2");
        family("3");
        seen.clear();

        runShows("3 stop from kernel", "2 stop from kernel", "1 stop from kernel");
    }

    @Test
    void shouldLetTheCreatorStillPostToASessionThatDoesNothing() {
        kernel.create(
                States.ofAny().start((me, poe) -> {
                    Session quiet = family("quiet");
                    assertTrue(poe.post(quiet, SAY, "is told"));
                }),
                null);
        seen.clear();

        runShows("quiet is told", "quiet stop from kernel");
    }

    @Test
    void shouldHoldSenderAndReceiverUntilDelivery() {
        Session receiver = kernel.create(
                States.ofAny()
                        .on(GREET, (me, poe, from) -> {
                            assertSame(from, poe.sender());
                            assertTrue(from.isAlive());
                            saw("greeted");
                        })
                        .start((me, poe) -> poe.delay(GO, Duration.ofSeconds(1))),
                null);
        Session sender = kernel.create(
                States.ofAny()
                        .start((me, poe) -> poe.post(receiver, GREET, poe.session()))
                        .stop((me, poe) -> saw("sender stop")),
                null);

        simulation.runUntilIdle();

        shows("greeted", "sender stop");
        assertFalse(sender.isAlive());
        assertTrue(receiver.isAlive());
    }

    @Test
    void shouldSurviveWhenItIsHeldAgainBeforeTheSweep() {
        Session[] named = new Session[1];
        named[0] = kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.aliasSet("named");
                            poe.yield(GO);
                        })
                        .on(GO, (me, poe) -> poe.aliasRemove("named"))
                        .on(SAY, (me, poe, text) -> saw(text))
                        .stop((me, poe) -> saw("stop")),
                null);
        kernel.create(
                States.ofAny().start((me, poe) -> poe.yield(GO)).on(GO, (me, poe) -> {
                    assertTrue(poe.post(named[0], SAY, "held again")); // its last hold has just gone
                }),
                null);

        runShows("held again", "stop");
    }

    @Test
    void shouldMakeWhatIsCreatedInsideACallAChildOfTheOneCalled() {
        Session called = kernel.create(
                States.of(String.class)
                        .answer(MAKE, (name, poe) -> family("made"))
                        .child((name, poe, child) -> saw(name + " child " + child.reason())),
                "called");

        Session made = kernel.call(called, MAKE, null);

        assertSame(called, made.parent().orElseThrow());
        runShows(
                "made start from called",
                "made started",
                "called child CREATE",
                "made stop from kernel",
                "called child LOSE");
    }

    @Test
    void shouldStillBeFoundInItsStopButKeepNothing() {
        Session other = kernel.create(
                States.ofAny()
                        .start((me, poe) -> poe.delay(GO, Duration.ofSeconds(1)))
                        .on(SAY, (me, poe, text) -> saw("other " + text)),
                null);
        List<Session> created = new ArrayList<>();
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> poe.aliasSet("ending"))
                        .on(SAY, (me, poe, text) -> saw("never " + text))
                        .stop((me, poe) -> {
                            assertSame(poe.session(), poe.aliasResolve("ending").orElseThrow());
                            assertTrue(poe.post(poe.session(), SAY, "to itself"));
                            assertTrue(poe.post(other, SAY, "posted in stop")); // lost with its sender
                            poe.call(other, SAY, "called in stop");
                            poe.delay(GO, Duration.ofSeconds(1));
                            created.add(poe.create(
                                    States.ofAny()
                                            .start((own, it) -> it.yield(SAY, "lives on"))
                                            .on(SAY, (own, it, text) -> saw("created " + text)),
                                    null));
                        }),
                null);
        kernel.signal("ending", "TERM");

        simulation.runUntilIdle();

        shows("other called in stop", "created lives on");
        assertFalse(kernel.aliasResolve("ending").isPresent());
        assertFalse(created.get(0).isAlive());
    }

    @Test
    void shouldLookHandlersUpAtDelivery() {
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.yield(SAY, "one");
                            poe.yield(GO);
                            poe.yield(SAY, "two");
                        })
                        .on(SAY, (me, poe, text) -> {
                            saw("old " + text);
                            poe.<Object, String>state(SAY, (heap, it, again) -> saw("new " + again));
                        })
                        .on(GO, (me, poe) -> saw("go")),
                null);

        runShows("old one", "go", "new two");
    }

    @Test
    void shouldCountIdsUpAndNeverUseThemAgain() {
        for (int id = 1; id <= 5; id++) {
            Session session = kernel.create(States.ofAny(), null);
            assertEquals(id, session.id());
            kernel.run();
            assertFalse(kernel.idToSession(id).isPresent());
        }
    }
}
