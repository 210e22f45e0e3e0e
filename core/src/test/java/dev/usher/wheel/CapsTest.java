package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Caps on what waits, counts of bytes and times of activity. */
class CapsTest {
    private final Simulation simulation = Simulation.seeded(1);
    private final Recorder server = new Recorder();
    private SimulatedClient client;

    private ReadWrite<String, String> connected(
            int piece, UnaryOperator<ReadWriteBuilder<String, String>> shape, int capacity) {
        server.filter = () -> new Pieces(piece);
        server.shape = shape;
        server.listen(simulation.kernel(), 9000);
        simulation.network().capacity(capacity);
        client = simulation.connect(9000);
        simulation.runUntilIdle();
        return server.wheel();
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void shouldGiveUpOnAPeerThatDoesNotTakeWhatWaits() {
        ReadWrite<String, String> wheel = connected(1, builder -> builder.maxOutput(1000), 100);
        client.stopReading();
        wheel.put("x".repeat(1000));
        simulation.runUntilIdle();
        assertEquals(900, wheel.octets());

        assertTrue(wheel.put("x".repeat(101)));

        assertEquals(0, wheel.octets());
        assertTrue(wheel.put("more"));
        simulation.runUntilIdle();
        assertEquals(List.of("error write ENOBUFS"), server.log);
    }

    @Test
    void shouldWriteWhatTheLinkTakesBeforeItGivesUp() {
        ReadWrite<String, String> wheel =
                connected(1, builder -> builder.maxOutput(1000).watched(true), 5000);

        wheel.put("x".repeat(4000));

        simulation.runUntilIdle();
        assertEquals(4000, client.received().length());
        assertEquals(4000, wheel.activity().orElseThrow().octetsWritten());
    }

    @Test
    void shouldReadNoMoreOfARecordThatHasNoEnd() {
        ReadWrite<String, String> wheel =
                connected(1_000_000, builder -> builder.maxInput(2000).watched(true), 5000);
        client.send("x".repeat(2000));
        simulation.runUntilIdle();
        assertEquals(2000, wheel.pending().length);

        client.send("x");
        simulation.runUntilIdle();

        assertEquals(0, wheel.pending().length);
        assertEquals(2001, wheel.activity().orElseThrow().octetsRead());
        assertEquals(List.of("error read EMSGSIZE"), server.log);
    }

    @Test
    void shouldTellWhenItReadAndWrote() {
        ReadWrite<String, String> wheel = connected(1, builder -> builder.watched(true), 5000);
        simulation.advance(Duration.ofSeconds(3));
        client.send("x");
        simulation.advance(Duration.ofSeconds(2));
        wheel.put("y");
        simulation.runUntilIdle();

        assertEquals(3_000_000_000L, wheel.activity().orElseThrow().readNs());
        assertEquals(5_000_000_000L, wheel.activity().orElseThrow().wroteNs());
    }

    @Test
    void shouldRefuseCapsThatCannotBe() {
        ReadWriteBuilder<String, String> builder = ReadWrite.with(new Pieces(1));

        assertThrows(IllegalArgumentException.class, () -> builder.maxInput(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxOutput(-1));
        assertTrue(connected(1, same -> same, 100).activity().isEmpty());
    }
}
