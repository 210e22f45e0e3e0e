package dev.usher.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.tcp.TcpConnection;
import dev.usher.simulation.Faults;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import dev.usher.wheel.ReadWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChargenTest {
    private static final int LINE = 74;

    @Test
    void shouldSendTheLinesOfTheRfc() {
        try (Stage stage = Stage.serving(Chargen.server(Stage.PORT))) {
            slow(stage.simulation);
            SimulatedClient client = stage.client();

            stage.simulation.advance(Duration.ofMillis(20));

            String[] lines = client.received().split("\r\n");
            assertEquals(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg", lines[0]);
            assertEquals(72, lines[0].length());
            for (int i = 1; i < lines.length - 1; i++) {
                assertEquals(lines[i - 1].substring(1), lines[i].substring(0, 71));
            }
            assertEquals(lines[0], lines[95]);
            assertNotEquals(lines[0], lines[94]);
        }
    }

    @Test
    void shouldWaitForAReaderThatStallsWithoutKeepingMore() {
        List<TcpConnection<?, ?, ?>> connections = new ArrayList<>();
        try (Stage stage = Stage.serving(
                Chargen.server(Stage.PORT).clientPreConnect((connection, poe, link) -> connections.add(connection)))) {
            Simulation simulation = stage.simulation;
            slow(simulation);
            SimulatedClient client = stage.client();
            for (int i = 0; i < 40; i++) {
                simulation.advance(Duration.ofMillis(3));
                client.stopReading();
                simulation.advance(Duration.ofMinutes(1));
                ReadWrite<?, ?> wheel = connections.get(0).wheel().orElseThrow();
                assertTrue(wheel.octets() > 0, "it should be stalled");
                assertTrue(wheel.octets() <= Chargen.HIGH + LINE, wheel.octets() + " bytes wait");

                int before = client.received().length();
                client.resumeReading();
                simulation.advance(Duration.ofMillis(10));
                assertTrue(client.received().length() > before + Chargen.HIGH, "it should go on");
            }
            String received = client.received();
            for (int at = 0; at + 2 * LINE <= received.length(); at += LINE) { // nothing lost or twice
                assertEquals(received.substring(at + 1, at + 72), received.substring(at + LINE, at + LINE + 71));
            }
        }
    }

    @Test
    void shouldThrowAwayWhatTheClientSends() {
        try (Stage stage = Stage.serving(Chargen.server(Stage.PORT))) {
            slow(stage.simulation);
            SimulatedClient client = stage.client();
            client.send("x".repeat(500_000)); // no line's end in it

            stage.simulation.advance(Duration.ofMillis(50));

            assertTrue(client.isConnected());
        }
    }

    @Test
    void shouldEndForAReaderAndGiveAStalledOneUp() {
        try (Stage stage = Stage.serving(Chargen.server(Stage.PORT))) {
            slow(stage.simulation);
            SimulatedClient reader = stage.client();
            SimulatedClient stalled = stage.client();
            stage.simulation.advance(Duration.ofMillis(10));
            stalled.stopReading();
            stage.simulation.advance(Duration.ofMillis(100));

            stage.signal("TERM");
            stage.simulation.advance(Duration.ofMillis(100));
            assertTrue(reader.isClosedByPeer());
            assertTrue(reader.received().endsWith("\r\n"), "what was put is whole");
            assertEquals(2, stage.sessions());

            stage.simulation.advance(Duration.ofSeconds(5));
            assertEquals(0, stage.sessions());
        }
    }

    /** A reader that keeps up would otherwise be served for ever within one moment. */
    private static void slow(Simulation simulation) {
        simulation.faults(Faults.none().delay(Duration.ofMillis(1), Duration.ofMillis(1)));
    }
}
