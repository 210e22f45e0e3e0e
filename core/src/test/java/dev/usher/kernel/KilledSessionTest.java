package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.network.ListenLink;
import dev.usher.simulation.Simulation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A session may be stopped while its handler runs, and handlers may stop all while others are being stopped. POE lets
 * such a handler go on, too, and breaks when it asks for more; here it gets nothing and nothing breaks.
 */
class KilledSessionTest {
    private static final KernelCounts NOTHING = new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0);
    private static final Event<Void> GO = Event.named("go");
    private static final Event<Void> LATE = Event.named("late");
    private static final Event<Selected> READY = Event.named("ready", Selected.class);
    private static final Event<PostbackArgs> BACK = Event.named("back", PostbackArgs.class);
    private static final Event<Throwable> FAILED = Event.named("failed", Throwable.class);
    private static final Event<SignalInfo> SIGNALLED = Event.named("signalled", SignalInfo.class);

    private final Simulation simulation = Simulation.seeded(1);
    private final Kernel kernel = simulation.kernel();
    private final List<String> seen = new ArrayList<>();

    @Test
    void shouldHoldNothingForASessionThatWasStoppedInItsHandler() throws Exception {
        ListenLink listener = simulation.network().listen(new InetSocketAddress("127.0.0.1", 9000), 5);
        boolean[] told = {false};
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> poe.yield(GO))
                .on(GO, (me, poe) -> {
                    kernel.stop();
                    poe.yield(LATE);
                    seen.add("posted " + poe.post(poe.session(), LATE));
                    seen.add("called " + poe.call(poe.session(), LATE));
                    poe.delay(LATE, Duration.ofSeconds(1));
                    seen.add("timer " + poe.alarmRemove(poe.delaySet(LATE, Duration.ofSeconds(1))));
                    seen.add("alias " + poe.aliasSet("late") + poe.aliasList());
                    seen.add("detach " + poe.detachMyself());
                    seen.add("reference "
                            + poe.refcountIncrement(poe.session().id(), "tag").errno());
                    poe.sig("HUP", SIGNALLED);
                    poe.selectRead(listener, READY, null);
                    Watch watch = poe.watch(listener, new Watcher() {
                        @Override
                        public void onReadable(Context poe) {}

                        @Override
                        public void onWritable(Context poe) {}

                        @Override
                        public void onSessionEnd() {
                            told[0] = true;
                        }
                    });
                    watch.read(true);
                    poe.postback(BACK).post();
                    poe.callback(BACK).call();
                    poe.offload(() -> null, LATE, FAILED);
                })
                .on(LATE, (me, poe) -> seen.add("never"));

        kernel.create(states, null);
        kernel.run();

        assertEquals(
                List.of(
                        "posted false",
                        "called null",
                        "timer ESRCH",
                        "alias ESRCH[]",
                        "detach ESRCH",
                        "reference ESRCH"),
                seen);
        assertTrue(told[0]);
        assertEquals(NOTHING, kernel.counts());
        assertEquals(0, simulation.network().watchedLinks());
        listener.close();
    }

    @Test
    void shouldGiveTheKernelWhatAStoppedSessionCreatesAndPosts() {
        States<Object> created = States.of(Object.class)
                .on(
                        LATE,
                        (me, poe) -> seen.add("late from " + poe.sender() + ", parent "
                                + poe.session().parent().orElseThrow()));
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> poe.yield(GO))
                .on(GO, (me, poe) -> {
                    kernel.stop();
                    poe.post(poe.create(created, null), LATE);
                });

        kernel.create(states, null);
        kernel.run();

        assertEquals(List.of("late from the kernel, parent the kernel"), seen);
        assertEquals(NOTHING, kernel.counts());
    }

    @Test
    void shouldStopOnceWhenItsStopHandlerStopsTheKernel() {
        kernel.create(
                States.of(Object.class).start((me, poe) -> poe.aliasSet("y")).stop((me, poe) -> seen.add("Y stop")),
                null);
        kernel.create(
                States.of(Object.class).stop((me, poe) -> {
                    seen.add("Z stop");
                    kernel.stop();
                    seen.add("Z stop end");
                }),
                null);

        kernel.run();

        assertEquals(List.of("Z stop", "Y stop", "Z stop end"), seen); // as POE does
        assertEquals(NOTHING, kernel.counts());
    }

    @Test
    void shouldStopOnceWhenTheParentStopsTheKernelOnLosingIt() {
        States<Object> child = States.of(Object.class).stop((me, poe) -> seen.add("child stop"));
        States<Object> parent = States.of(Object.class)
                .start((me, poe) -> poe.create(child, null))
                .child((me, poe, about) -> {
                    seen.add("" + about.reason());
                    if (about.reason() == Child.Reason.LOSE) {
                        kernel.stop();
                    }
                })
                .stop((me, poe) -> seen.add("parent stop"));

        kernel.create(parent, null);
        kernel.run();

        assertEquals(1, seen.stream().filter("child stop"::equals).count());
        assertEquals(1, seen.stream().filter("parent stop"::equals).count());
        assertEquals(NOTHING, kernel.counts());
    }

    @Test
    void shouldSurviveFamiliesThatStopTheKernelWhileTheyAreDetached() {
        States<Object> child = States.of(Object.class)
                .start((me, poe) -> poe.aliasSet("child"))
                .parent((me, poe, change) -> kernel.stop());
        States<Object> parent = States.of(Object.class)
                .start((me, poe) -> poe.yield(GO))
                .on(GO, (me, poe) -> seen.add("" + poe.detachChild(poe.create(child, null))));

        kernel.create(parent, null);
        kernel.run();

        assertEquals(List.of("NONE"), seen);
        assertEquals(NOTHING, kernel.counts());
    }

    @Test
    void shouldStopSessionsThatStopHandlersCreate() {
        Session[] made = new Session[1];
        States<Object> late = States.of(Object.class).start((me, poe) -> poe.aliasSet("late"));
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> poe.aliasSet("a"))
                        .stop((me, poe) -> made[0] = poe.create(late, null)),
                null);

        kernel.stop();
        kernel.run();

        assertFalse(made[0].isAlive());
        assertEquals(NOTHING, kernel.counts());
    }

    @Test
    void shouldSkipQueuedEventsOfSessionsThatWereKilled() {
        States<Object> states = States.of(Object.class)
                .start((me, poe) -> poe.aliasSet("s" + poe.session().id()))
                .on(LATE, (me, poe) -> seen.add("late to " + poe.session().id()));
        Session a = kernel.create(states, null);
        Session b = kernel.create(states, null);
        Session sender = kernel.create(States.of(Object.class).on(GO, (me, poe) -> poe.post(b, LATE)), null);

        kernel.call(sender, GO);
        kernel.post(a, LATE);
        kernel.post(b, LATE);
        kernel.sessions.stop(a);
        kernel.sessions.stop(sender);
        kernel.runOneTimeslice();

        assertEquals(List.of("late to 2"), seen);
        kernel.close();
    }
}
