package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.kernel.Trace;
import dev.usher.simulation.Faults;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same script gives the same events in the same order, and a trace tells all of them. */
class DeterminismTest {
    private static final int PORT = 9000;

    @TempDir
    Path folder;

    private Simulation traced(long seed, Path file) {
        return Simulation.seeded(seed, kernel -> kernel.trace(Trace.EVENTS).traceFile(file));
    }

    private static long echo(Simulation simulation) {
        return TcpServer.at(PORT)
                .alias("srv")
                .clientConnected((client, poe) -> client.put("hi"))
                .clientInput((client, poe, line) -> client.put(line))
                .clientError((client, poe, error) -> {})
                .start(simulation.kernel());
    }

    /** Twenty clients through a network that fails. */
    private String script(long seed, String name) throws IOException {
        Path file = folder.resolve(name);
        try (Simulation simulation = traced(seed, file)) {
            simulation.faults(Faults.none()
                    .shortReads(0.3)
                    .shortWrites(0.3)
                    .delay(Duration.ZERO, Duration.ofMillis(20))
                    .resets(0.02)
                    .reorderReady());
            echo(simulation);
            simulation.runUntilIdle();
            List<SimulatedClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(simulation.connect(PORT));
                simulation.advance(Duration.ofMillis(10));
                for (SimulatedClient client : clients) {
                    client.send("line " + i + "\n");
                }
            }
            simulation.advance(Duration.ofSeconds(1));
            clients.forEach(SimulatedClient::close);
            simulation.advance(Duration.ofSeconds(1));
        }
        return Files.readString(file);
    }

    @Row("T134")
    @Test
    void shouldDoTheSameInTheSameOrderForTheSameSeedAndSteps() throws IOException {
        String first = script(1, "first");
        String second = script(1, "second");
        String other = script(2, "other");

        assertTrue(first.lines().count() > 400, first.lines().count() + " lines");
        assertEquals(first, second);
        assertNotEquals(first, other);
    }

    /** With the sessions and the lines of the program that sent each event; line numbers change and are left out. */
    @Row("T136")
    @Test
    void shouldTraceAnEchoEventByEvent() throws IOException {
        Path file = folder.resolve("echo");
        try (Simulation simulation = traced(1, file)) {
            echo(simulation);
            simulation.runUntilIdle();
            SimulatedClient client = simulation.connect(PORT);
            simulation.runUntilIdle();
            client.send("hello\n");
            simulation.runUntilIdle();
            client.close();
            simulation.runUntilIdle();
            simulation.kernel().post("srv", TcpServer.SHUTDOWN);
            simulation.runUntilIdle();
        }

        assertEquals(golden(), Files.readString(file).replaceAll("(\\.java:)\\d+", "$1N"));
    }

    private static String golden() throws IOException {
        try (InputStream file = DeterminismTest.class.getResourceAsStream("/tcp/echo.trace")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
