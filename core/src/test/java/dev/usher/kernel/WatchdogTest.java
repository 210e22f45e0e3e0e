package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.Simulation;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers past their budget. Each waits until it has been found, so nothing depends on the machine's speed. */
@Timeout(60)
class WatchdogTest {
    private static final Event<Integer> TURN = Event.named("turn", Integer.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<Void> SLOW = Event.named("slow");

    private final CountDownLatch found = new CountDownLatch(1);
    private final AtomicReference<SlowHandler> slow = new AtomicReference<>();
    private final Kernel kernel = Simulation.seeded(
                    1, builder -> builder.trace(Trace.CAUSES).watchdog(Duration.ofMillis(1), this::bark))
            .kernel();

    private void bark(SlowHandler handler) {
        if (handler.event().equals("slow") && slow.compareAndSet(null, handler)) {
            found.countDown();
        }
    }

    private void waitUntilFound(Context poe) throws InterruptedException {
        found.await();
    }

    @Test
    void shouldNameSessionEventSenderAndStackOfASlowHandler() {
        kernel.create(
                States.of(WatchdogTest.class)
                        .start((it, poe) -> poe.yield(SLOW))
                        .on(SLOW, WatchdogTest::waitUntilFound),
                this);

        kernel.run();

        SlowHandler seen = slow.get();
        assertEquals(1, seen.session());
        assertEquals(1, seen.sender());
        assertEquals(WatchdogTest.class.getName(), seen.heap());
        assertEquals("WatchdogTest.java", seen.line().orElseThrow().getFileName());
        assertTrue(seen.running().compareTo(Duration.ofMillis(1)) >= 0, seen::toString);
        assertTrue(
                seen.stack().stream().anyMatch(frame -> frame.getMethodName().equals("waitUntilFound")),
                seen::toString);
        assertTrue(seen.toString().contains("in 'slow' sent by session 1 at WatchdogTest.java:"), seen::toString);
    }

    @Test
    void shouldNameAnotherSessionThatSentTheEvent() {
        Session slowOne = kernel.create(
                States.of(Object.class)
                        .start((it, poe) -> poe.aliasSet("slow one"))
                        .on(SLOW, (it, poe) -> waitUntilFound(poe)),
                "heap");
        Session sender = kernel.create(States.of(Object.class).start((it, poe) -> poe.post(slowOne, SLOW)), null);

        kernel.run();

        assertEquals(slowOne.id(), slow.get().session());
        assertEquals(sender.id(), slow.get().sender());
        assertTrue(slow.get().toString().startsWith("session 1 (java.lang.String) has run for "), slow.get()::toString);
        assertTrue(slow.get().toString().contains(" ms in 'slow' sent by session 2 at "), slow.get()::toString);
    }

    @Test
    void shouldFindASlowHandlerOfAWheelsEvent() {
        Event<Opened> accepted = Event.named("slow", Opened.class);
        try (Simulation simulation =
                Simulation.seeded(1, builder -> builder.watchdog(Duration.ofMillis(1), this::bark))) {
            simulation
                    .kernel()
                    .create(
                            States.of(Object.class)
                                    .start((it, poe) -> SocketFactory.listen(9000)
                                            .successEvent(accepted)
                                            .failureEvent(FAILED)
                                            .open(poe))
                                    .on(accepted, (it, poe, opened) -> {
                                        waitUntilFound(poe);
                                        opened.link().close();
                                    }),
                            null);
            simulation.connect(9000);

            simulation.runUntilIdle();

            assertEquals("slow", slow.get().event());
            assertEquals(1, slow.get().session());
        }
    }

    @Test
    void shouldTellOfEachSlowHandlerOnceEvenIfWhoIsToldFails() {
        List<String> told = new CopyOnWriteArrayList<>();
        Kernel watched = Kernel.builder()
                .watchdog(Duration.ofMillis(1), handler -> {
                    told.add(handler.event());
                    throw new IllegalStateException("who is told fails");
                })
                .build();
        watched.create(
                States.of(Object.class).start((it, poe) -> poe.yield(TURN, 1)).on(TURN, (it, poe, turn) -> {
                    while (told.stream().filter("turn"::equals).count() < turn) {
                        Thread.onSpinWait();
                    }
                    if (turn < 3) {
                        poe.yield(TURN, turn + 1);
                    }
                }),
                null);

        watched.run();

        assertEquals(3, told.stream().filter("turn"::equals).count());
    }

    @Test
    void shouldBeOffByDefault() {
        try (Kernel plain = new Kernel()) {
            assertNull(plain.observation);
        }
    }

    @Test
    void shouldRefuseABudgetOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> Kernel.builder().watchdog(Duration.ZERO));
    }
}
