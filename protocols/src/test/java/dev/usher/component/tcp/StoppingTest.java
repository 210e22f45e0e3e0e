package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stopping a server with a deadline, and pausing it. */
class StoppingTest extends ServerCase {

    private TcpServerBuilder<Void, String, String> telling() {
        return echo().alias("srv")
                .stopped((listener, poe) -> log.add("stopped"))
                .stopping((listener, poe, progress) -> log.add(progress.phase() + " " + progress.connections() + " "
                        + progress.left().toSeconds()));
    }

    private List<SimulatedClient> three() {
        List<SimulatedClient> clients = List.of(client(), client(), client());
        log.clear();
        return clients;
    }

    @Row("T93")
    @Test
    void shouldBeGoneAtTheDeadlineWhateverClientsDo() {
        telling()
                .clientInput((client, poe, line) -> client.put("x".repeat(1_000_000)))
                .start(kernel);
        List<SimulatedClient> stuck = three();
        stuck.forEach(client -> {
            client.stopReading();
            client.send("go\n");
        });
        run();
        kernel.post("srv", TcpServer.SHUTDOWN_ALL, new Stop(Duration.ofSeconds(10), Duration.ofSeconds(5)));
        advance(10);
        assertTrue(client().isRefused());
        assertLog("GRACE 3 15", "LINGER 3 5");

        advance(5);

        assertLog(
                "GRACE 3 15",
                "LINGER 3 5",
                "CLOSED 3 0",
                "disconnected",
                "disconnected",
                "disconnected",
                "CLOSED 2 0",
                "CLOSED 1 0",
                "CLOSED 0 0",
                "stopped");
        assertEquals(0, kernel.counts().sessions());
        assertEquals(0, simulation.network().openLinks());
    }

    @Row("T93")
    @Test
    void shouldLetConnectionsFinishWithinTheGrace() {
        long id = telling().start(kernel);
        List<SimulatedClient> clients = three();
        kernel.post("srv", TcpServer.SHUTDOWN_ALL, Stop.within(Duration.ofSeconds(10)));
        run();
        assertEquals(
                new StopProgress(StopProgress.Phase.GRACE, 3, Duration.ofSeconds(10)),
                listener(id).progress().orElseThrow());
        assertEquals("a\r\n", ask(clients.get(0), "a\n"));
        clients.forEach(SimulatedClient::close);
        run();

        assertEquals("stopped", log.get(log.size() - 1));
        assertTrue(log.contains("GRACE 0 10"), log::toString);
        assertEquals(0, kernel.counts().sessions());
    }

    @Row("T93")
    @Test
    void shouldEndWhatIsLeftAtTheDeadline() {
        telling().start(kernel);
        List<SimulatedClient> clients = three();
        kernel.post("srv", TcpServer.SHUTDOWN_ALL, Stop.within(Duration.ofSeconds(10)));
        advance(9);
        assertFalse(clients.get(0).isClosedByPeer());

        advance(1);

        assertTrue(clients.stream().allMatch(SimulatedClient::isClosedByPeer));
        assertEquals("stopped", log.get(log.size() - 1));
    }

    @Row("T93")
    @Test
    void shouldEndAtOnceWithoutConnections() {
        telling().start(kernel);
        kernel.post("srv", TcpServer.SHUTDOWN_ALL, Stop.within(Duration.ofSeconds(10)));
        run();

        assertLog("GRACE 0 10", "stopped");
        assertEquals(0, kernel.counts().sessions());
    }

    @Row("T94")
    @Test
    void shouldTellEachConnectionOnceSoThatItCanSayGoodBye() {
        long id = echo().clientDraining((client, poe) -> {
                    log.add("draining");
                    client.put("bye");
                })
                .start(kernel);
        List<SimulatedClient> clients = three();
        kernel.post(id, TcpServer.SHUTDOWN_ALL);
        kernel.post(id, TcpServer.SHUTDOWN_ALL);
        run();

        assertEquals(3, log.stream().filter("draining"::equals).count());
        for (SimulatedClient client : clients) {
            assertEquals("hi\r\nbye\r\n", client.received());
            assertTrue(client.isClosedByPeer());
        }
        assertEquals(0, kernel.counts().sessions());
    }

    @Row({"T93", "T125"})
    @Test
    void shouldStopBySignalsAndAtOnceByASecondOne() {
        telling().stopOn(Stop.within(Duration.ofMinutes(1)), "TERM", "INT").start(kernel);
        List<SimulatedClient> clients = three();
        kernel.signal(0, "TERM");
        run();
        assertLog("GRACE 3 60");
        assertEquals("a\r\n", ask(clients.get(0), "a\n"));

        kernel.signal(0, "INT");
        run();

        assertTrue(clients.stream().allMatch(SimulatedClient::isClosedByPeer));
        assertEquals(0, kernel.counts().sessions());
    }

    @Row("T95")
    @Test
    void shouldLetClientsWaitWhileAcceptingIsPaused() {
        long id = echo().alias("srv").start(kernel);
        kernel.post("srv", TcpServer.PAUSE_ACCEPT);
        run();
        List<SimulatedClient> waiting = new ArrayList<>(List.of(client(), client()));
        assertTrue(waiting.stream()
                .allMatch(client -> client.isConnected() && client.received().isEmpty()));
        assertFalse(listener(id).isAccepting());
        assertEquals(-1, listener(id).concurrency());

        kernel.post("srv", TcpServer.RESUME_ACCEPT);
        run();

        assertTrue(waiting.stream().allMatch(client -> client.received().equals("hi\r\n")));
        assertTrue(listener(id).isAccepting());
    }
}
