package dev.usher.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final long SECOND = 1_000_000_000L;

    private SimulatedNetwork network;
    private EchoServer server;

    private void open(long seed, Faults faults) throws IOException {
        network = new SimulatedNetwork(seed);
        network.faults(faults);
        server = new EchoServer(network);
    }

    @Test
    void shouldReadLessThanThereIsWhenReadsAreShort() throws IOException {
        open(1, Faults.none().shortReads(1));
        SimulatedClient client = network.connect(9000);

        client.send("0123456789".repeat(10));
        server.serve(0);

        assertEquals("0123456789".repeat(10), client.received());
        assertTrue(count("read") > 2, server.transcript());
    }

    @Test
    void shouldWriteLessThanIsGivenWhenWritesAreShort() throws IOException {
        open(1, Faults.none().shortWrites(1));
        SimulatedClient client = network.connect(9000);

        client.send("0123456789".repeat(10));
        server.serve(0);

        assertEquals("0123456789".repeat(10), client.received());
        assertTrue(count("read 0") > 0, server.transcript());
    }

    @Test
    void shouldDeliverLaterAndInOrderWhenDelayed() throws IOException {
        open(1, Faults.none().delay(Duration.ofMillis(1), Duration.ofMillis(50)));
        SimulatedClient client = network.connect(9000);
        server.serve(SECOND);

        for (char letter = 'a'; letter <= 'z'; letter++) {
            client.send(String.valueOf(letter));
        }
        server.serve(SECOND);
        String atOnce = client.received();
        server.serve(2 * SECOND);

        assertEquals("", atOnce);
        assertEquals("abcdefghijklmnopqrstuvwxyz", client.received());
        assertTrue(count("read") > 1, "segments arrive one by one");
    }

    @Test
    void shouldResetBothEndsWhenAWriteMeetsAReset() throws IOException {
        open(1, Faults.none());
        SimulatedClient client = network.connect(9000);
        server.serve(0);

        network.faults(Faults.none().resets(1));
        client.send("lost");
        server.serve(0);

        assertTrue(client.isReset());
        assertFalse(client.isConnected());
        assertTrue(server.transcript().endsWith("#1 java.net.SocketException: Connection reset\n"));
        assertEquals(1, network.openLinks(), "only the listener is left");
    }

    @Test
    void shouldRefuseSomeConnectionsWhenConnectsAreRefused() throws IOException {
        open(1, Faults.none().refusedConnects(0.5));
        List<SimulatedClient> clients = new ArrayList<>();

        for (int i = 0; i < 50; i++) {
            clients.add(network.connect(9000));
        }
        server.serve(0);

        long refused = clients.stream().filter(SimulatedClient::isRefused).count();
        long connected = clients.stream().filter(SimulatedClient::isConnected).count();
        assertEquals(50, refused + connected);
        assertEquals(server.accepted(), connected);
        assertTrue(refused > 10 && connected > 10, "refused " + refused);
    }

    @Test
    void shouldReportReadyLinksInAnotherOrderWhenReordered() throws IOException {
        open(1, Faults.none());
        String inOrder = burst();

        open(1, Faults.none().reorderReady());
        String reordered = burst();

        assertNotEquals(inOrder, reordered);
        assertEquals(
                inOrder.lines().sorted().toList(), reordered.lines().sorted().toList());
    }

    @Test
    void shouldRepeatARunByteForByteWhenTheSeedIsTheSame() throws IOException {
        String first = stormyRun(7);
        String second = stormyRun(7);
        String other = stormyRun(8);

        assertEquals(first, second);
        assertNotEquals(first, other);
    }

    @Test
    void shouldNotDependOnTheSeedWithoutFaults() throws IOException {
        open(1, Faults.none());
        String one = burst();

        open(2, Faults.none());
        String other = burst();

        assertEquals(one, other);
    }

    @Test
    void shouldRefuseWhatIsNoProbabilityAndNoDelay() {
        assertThrows(IllegalArgumentException.class, () -> Faults.none().resets(1.5));
        assertThrows(IllegalArgumentException.class, () -> Faults.none().shortReads(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Faults.none().delay(Duration.ofMillis(2), Duration.ZERO));
    }

    private String burst() throws IOException {
        List<SimulatedClient> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(network.connect(9000));
        }
        server.serve(0);
        String accepted = server.transcript();
        clients.forEach(client -> client.send("x"));
        server.serve(0);
        return server.transcript().substring(accepted.length());
    }

    private String stormyRun(long seed) throws IOException {
        open(
                seed,
                Faults.none()
                        .shortReads(0.3)
                        .shortWrites(0.3)
                        .delay(Duration.ZERO, Duration.ofMillis(20))
                        .resets(0.01)
                        .refusedConnects(0.1)
                        .reorderReady());
        List<SimulatedClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(network.connect(9000));
        }
        StringBuilder all = new StringBuilder();
        for (int round = 1; round <= 10; round++) {
            for (SimulatedClient client : clients) {
                client.send("round " + round + " of some length\n");
            }
            server.serve(round * SECOND / 100);
        }
        clients.forEach(SimulatedClient::close);
        server.serve(100 * SECOND);
        clients.forEach(client -> all.append(client.received()).append(client.isReset()));
        assertEquals(1, network.openLinks(), "no link leaks");
        assertEquals(1, network.watchedLinks());
        return all.append(server.transcript()).toString();
    }

    private long count(String what) {
        return server.transcript().lines().filter(line -> line.contains(what)).count();
    }
}
