package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When many clients speak in one slice. */
class CrowdTest {
    private static final int PORT = 9000;
    private static final int CLIENTS = 200;

    private final Simulation simulation = Simulation.seeded(1);
    private final List<SimulatedClient> crowd = new ArrayList<>();
    private final List<TcpConnection<Void, String, String>> clients = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    private void serve(TcpServerBuilder<Void, String, String> server) {
        server.clientConnected((client, poe) -> clients.add(client))
                .clientFlushed((client, poe) -> log.add("flushed"))
                .start(simulation.kernel());
        for (int i = 0; i < CLIENTS; i++) {
            crowd.add(simulation.connect(PORT));
        }
        simulation.runUntilIdle();
    }

    private void allSpeak() {
        for (int i = 0; i < CLIENTS; i++) {
            crowd.get(i).send("word " + i + "\r\n");
        }
        simulation.runUntilIdle();
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void shouldWriteTheFirstAnswersBeforeTheLastRequestsAreRead() {
        serve(TcpServer.at(PORT).clientInput((client, poe, line) -> {
            log.add("read");
            client.put(line);
        }));

        allSpeak();

        int first = log.indexOf("flushed");
        assertTrue(first > 1 && first <= 64, first + " were read before anything was written");
        assertEquals(2 * CLIENTS, log.size());
        for (int i = 0; i < CLIENTS; i++) {
            assertEquals("word " + i + "\r\n", crowd.get(i).received());
        }
    }

    @Test
    void shouldWriteOnceToEachOfManyWhoHearAllThatIsSaid() {
        serve(TcpServer.at(PORT).clientInput((client, poe, line) -> clients.forEach(each -> each.put(line))));

        allSpeak();

        assertEquals(CLIENTS, log.size());
        long lines = crowd.get(7).received().lines().count();
        assertEquals(CLIENTS, lines);
    }
}
