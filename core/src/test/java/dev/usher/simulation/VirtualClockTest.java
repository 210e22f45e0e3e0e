package dev.usher.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.network.Link;
import dev.usher.network.Poller;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VirtualClockTest {

    private static final Poller.Ready IGNORED = (attachment, operations) -> {};

    private final SimulatedNetwork network = new SimulatedNetwork(1);
    private final VirtualClock clock = network.clock();
    private final Poller poller = network.openPoller();

    @Test
    void shouldStartAtTheSameInstantInEveryRun() {
        assertEquals(0, clock.nowNs());
        assertEquals(Instant.parse("2000-01-01T00:00:00Z"), clock.now());

        clock.advanceTo(Duration.ofHours(1).toNanos());

        assertEquals(Instant.parse("2000-01-01T01:00:00Z"), clock.now());
    }

    @Test
    void shouldNeverGoBackNorPastItsLimit() {
        clock.advanceTo(10);
        clock.runUntil(20);

        assertThrows(IllegalArgumentException.class, () -> clock.advanceTo(9));
        assertThrows(IllegalArgumentException.class, () -> clock.advanceTo(21));
        assertThrows(IllegalArgumentException.class, () -> clock.runUntil(9));

        assertEquals(10, clock.nowNs());
    }

    @Test
    void shouldJumpToTheEndOfAPollThatFindsNothing() throws IOException {
        poller.poll(3_600_000_000_000L, IGNORED);

        assertEquals(3_600_000_000_000L, clock.nowNs());
        assertFalse(clock.isStalled());
    }

    @Test
    void shouldStandStillWhenAPollDoesNotWait() throws IOException {
        poller.poll(0, IGNORED);

        assertEquals(0, clock.nowNs());
        assertFalse(clock.isStalled());
    }

    @Test
    void shouldStallAtItsLimitUntilItMayGoOn() throws IOException {
        clock.runUntil(50);

        poller.poll(50, IGNORED);
        boolean whenReached = clock.isStalled();
        poller.poll(1, IGNORED);
        boolean whenPassed = clock.isStalled();
        clock.runUntil(60);

        assertFalse(whenReached);
        assertTrue(whenPassed);
        assertFalse(clock.isStalled());
        assertEquals(50, clock.nowNs());
    }

    @Test
    void shouldStallWhenAPollWouldWaitForEverBeforeALimit() throws IOException {
        clock.runUntil(50);

        poller.poll(-1, IGNORED);

        assertTrue(clock.isStalled());
        assertEquals(50, clock.nowNs());
    }

    @Test
    void shouldJumpToTheNextDeliveryWhenThatComesFirst() throws IOException {
        network.faults(Faults.none().delay(Duration.ofMillis(5), Duration.ofMillis(5)));
        poller.watch(network.listen(new InetSocketAddress("127.0.0.1", 9000), 8), Link.READ, "listener");
        network.connect(9000);

        poller.poll(Duration.ofHours(1).toNanos(), IGNORED);

        assertEquals(5_000_000, clock.nowNs());
    }

    @Test
    void shouldSayHowManyLinksAreWatchedWhenNothingCanEverHappen() throws IOException {
        poller.watch(network.listen(new InetSocketAddress("127.0.0.1", 9000), 8), Link.READ, "listener");

        IllegalStateException failure = assertThrows(IllegalStateException.class, () -> poller.poll(-1, IGNORED));

        assertTrue(failure.getMessage().contains("1 links are watched"), failure.getMessage());
    }

    @Test
    void shouldNotMoveWhenAPollWasWokenUp() throws IOException {
        poller.wakeUp();

        poller.poll(1_000, IGNORED);
        long whenWoken = clock.nowNs();
        poller.poll(1_000, IGNORED);

        assertEquals(0, whenWoken);
        assertEquals(1_000, clock.nowNs());
    }
}
