package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers past their budget. Each waits until it has been found, so nothing depends on the machine's speed. */
@Timeout(60)
class WatchdogTest {
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
    void shouldRefuseABudgetOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> Kernel.builder().watchdog(Duration.ZERO));
    }
}
