package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** High once on the way up, low once on the way down, low before flushed. Marks 1000 and 5000. */
class MarksTest {
    private final Simulation simulation = Simulation.seeded(1);
    private final CountingDriver driver = new CountingDriver();
    private final Recorder server = new Recorder();
    private SimulatedClient client;

    private ReadWrite<String, String> connected() {
        return connected(1000);
    }

    private ReadWrite<String, String> connected(int capacity) {
        server.filter = () -> new Pieces(1);
        server.shape = builder ->
                builder.driver(driver).flushedEvent(Recorder.FLUSHED).marks(1000, 5000, Recorder.LOW, Recorder.HIGH);
        server.listen(simulation.kernel(), 9000);
        simulation.network().capacity(capacity);
        client = simulation.connect(9000);
        simulation.runUntilIdle();
        return server.wheel();
    }

    private static String bytes(int count) {
        return "x".repeat(count);
    }

    private void run(int slices) {
        for (int i = 0; i < slices; i++) {
            simulation.kernel().runOneTimeslice();
        }
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void shouldTellHighThenLowThenFlushed() {
        ReadWrite<String, String> wheel = connected();
        client.stopReading();

        boolean below = wheel.put(bytes(4999));
        boolean at = wheel.put(bytes(1));
        boolean above = wheel.put(bytes(1000));
        simulation.runUntilIdle();
        List<String> up = server.taken();
        client.resumeReading();
        simulation.runUntilIdle();

        assertFalse(below);
        assertTrue(at);
        assertTrue(above);
        assertEquals(List.of("high"), up);
        assertEquals(List.of("low", "flushed"), server.log);
        assertEquals(6000, client.received().length());
    }

    @Test
    void shouldTellHighWhenCrossedWhileTheLinkIsFull() {
        ReadWrite<String, String> wheel = connected();
        client.stopReading();
        wheel.put(bytes(3000));
        simulation.runUntilIdle();
        List<String> below = server.taken();

        wheel.put(bytes(4000));
        simulation.runUntilIdle();
        wheel.put(bytes(4000));
        simulation.runUntilIdle();

        assertEquals(List.of(), below);
        assertEquals(List.of("high"), server.log);
    }

    @Test
    void shouldTellHighAndLowWhenTheLinkTakesAllAtOnce() {
        ReadWrite<String, String> wheel = connected(10_000);

        wheel.put(bytes(900));
        simulation.runUntilIdle();
        List<String> little = server.taken();
        client.stopReading();
        wheel.put(bytes(6000));
        simulation.runUntilIdle();
        client.resumeReading();
        simulation.runUntilIdle();

        assertEquals(List.of("flushed"), little);
        assertEquals(List.of("high", "low", "flushed"), server.log);
    }

    @Test
    void shouldTellHighBeforeLowWhenTheLinkDrainsInTheSliceOfThePut() {
        ReadWrite<String, String> wheel = connected(10_000);
        client.stopReading();
        for (int bytes : new int[] {4900, 4900, 1200}) {
            wheel.put(bytes(bytes));
            simulation.runUntilIdle();
        }
        assertEquals(1000, wheel.octets(), "the link is full");
        server.taken();
        server.on("g", poe -> wheel.put(bytes(4000)));

        client.send("g");
        client.resumeReading(); // it can be read and written at one poll
        simulation.runUntilIdle();

        assertEquals(List.of("g", "high", "low", "flushed"), server.log);
    }

    @Test
    void shouldNotLoseLowAfterASmallPutBetweenTheMarks() { // POE loses it
        ReadWrite<String, String> wheel = connected();
        driver.most = 1000;
        boolean big = wheel.put(bytes(6000));
        run(3);
        assertTrue(wheel.octets() > 1000 && wheel.octets() < 5000, "between: " + wheel.octets());

        boolean small = wheel.put(bytes(10));
        simulation.runUntilIdle();

        assertTrue(big);
        assertFalse(small);
        assertEquals(List.of("high", "low", "flushed"), server.log);
    }

    @Test
    void shouldTellHighAgainOnlyAfterLow() {
        ReadWrite<String, String> wheel = connected();
        driver.most = 1000;

        wheel.put(bytes(6000));
        run(3);
        wheel.put(bytes(6000));
        simulation.runUntilIdle();
        List<String> first = server.taken();
        wheel.put(bytes(6000));
        simulation.runUntilIdle();

        assertEquals(List.of("high", "low", "flushed"), first);
        assertEquals(List.of("high", "low", "flushed"), server.log);
    }

    @Test
    void shouldTellAtTheNewMarks() {
        ReadWrite<String, String> wheel = connected();
        client.stopReading();
        wheel.put(bytes(4000));
        simulation.runUntilIdle(); // 3000 left
        wheel.highMark(3500);

        boolean below = wheel.put(bytes(499));
        boolean at = wheel.put(bytes(1));
        simulation.runUntilIdle();
        List<String> up = server.taken();
        wheel.lowMark(3400);
        server.on("low", poe -> client.stopReading());
        client.resumeReading();
        simulation.runUntilIdle();

        assertFalse(below);
        assertTrue(at);
        assertEquals(List.of("high"), up);
        assertEquals("low", server.log.get(0));
    }

    @Test
    void shouldRefuseMarksThatMakeNoSense() {
        ReadWrite<String, String> wheel = connected();

        assertThrows(IllegalArgumentException.class, () -> wheel.lowMark(0));
        assertThrows(IllegalArgumentException.class, () -> wheel.lowMark(5000));
        assertThrows(IllegalArgumentException.class, () -> wheel.highMark(1000));
    }

    @Test
    void shouldSendOtherEventsFromNowOn() {
        ReadWrite<String, String> wheel = connected();
        wheel.highEvent(Recorder.FLUSHED);
        wheel.lowEvent(null);
        wheel.flushedEvent(Recorder.HIGH);

        wheel.put(bytes(6000));
        simulation.runUntilIdle();

        assertEquals(List.of("flushed", "high"), server.log);
    }

    @Test
    void shouldWriteAndTellTheRestWhenHighThrows() {
        ReadWrite<String, String> wheel = connected();
        server.on("high", poe -> {
            throw new IllegalStateException("oh");
        });

        wheel.put(bytes(6000));
        simulation.runUntilIdle();

        assertEquals(List.of("high", "die oh", "low", "flushed"), server.log);
        assertEquals(6000, client.received().length());
    }

    @Test
    void shouldTellFlushedWhenLowThrows() {
        ReadWrite<String, String> wheel = connected(10_000);
        server.on("low", poe -> {
            throw new IllegalStateException("oh");
        });

        wheel.put(bytes(6000));
        simulation.runUntilIdle();

        assertEquals(List.of("high", "low", "die oh", "flushed"), server.log);
    }

    @Test
    void shouldSendNothingMoreWhenClosedInsideHigh() {
        ReadWrite<String, String> wheel = connected();
        server.on("high", poe -> wheel.close());

        wheel.put(bytes(6000));
        simulation.runUntilIdle();

        assertEquals(List.of("high"), server.log);
        assertEquals(1000, client.received().length(), "what the link took");
        assertTrue(client.isClosedByPeer());
        assertNull(wheel.out);
    }

    @Test
    void shouldSendNoFlushedWhenClosedInsideLow() {
        ReadWrite<String, String> wheel = connected();
        server.on("low", poe -> wheel.close());

        wheel.put(bytes(6000));
        simulation.runUntilIdle();

        assertEquals(List.of("high", "low"), server.log);
        assertNull(wheel.out);
    }

    @Test
    void shouldSendNoFlushedWhenPutInsideLowUntilThatIsWritten() {
        ReadWrite<String, String> wheel = connected();
        List<Integer> left = new ArrayList<>();
        server.on("flushed", poe -> left.add(wheel.octets()));
        server.on("low", poe -> {
            server.actions.remove("low");
            wheel.put(bytes(10));
        });

        wheel.put(bytes(6000));
        simulation.runUntilIdle();

        assertEquals(List.of("high", "low", "flushed"), server.log);
        assertEquals(List.of(0), left);
        assertEquals(6010, client.received().length());
    }

    @Test
    void shouldTellOnlyTheErrorWhenTheLinkBreaksWhileMuchWaits() {
        ReadWrite<String, String> wheel = connected();
        client.stopReading();
        wheel.put(bytes(6000));
        simulation.runUntilIdle();
        server.on("error", poe -> wheel.close());
        driver.writeFailure = new IOException("Connection reset by peer");

        client.resumeReading();
        simulation.runUntilIdle();

        assertEquals(List.of("high", "error write ECONNRESET"), server.log);
        assertNull(wheel.out);
        assertEquals(1, simulation.network().openLinks());
    }
}
