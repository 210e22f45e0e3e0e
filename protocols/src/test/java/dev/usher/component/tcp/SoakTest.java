package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.kernel.KernelCounts;
import dev.usher.simulation.Faults;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Clients that come, talk and go at random through a network that fails, for hours of virtual time: then everything is
 * back where it began. In every build 300 clients for ten minutes, with {@code -Dusher.nightly=true} 10,000 for ten
 * hours; {@code -Dusher.seed=N} takes another seed.
 */
class SoakTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("usher.nightly");
    private static final int CLIENTS = NIGHTLY ? 10_000 : 300;
    private static final int SECONDS = NIGHTLY ? 36_000 : 600;
    private static final int ACTS = CLIENTS / 60; // a second
    private static final int PORT = 9000;
    private static final long SLACK = 4_000_000;
    private static final Faults STORM = Faults.none()
            .shortReads(0.1)
            .shortWrites(0.1)
            .delay(Duration.ZERO, Duration.ofMillis(300))
            .resets(0.005)
            .refusedConnects(0.01)
            .reorderReady();

    private final SplittableRandom random = new SplittableRandom(Long.getLong("usher.seed", 1));
    private final SimulatedClient[] clients = new SimulatedClient[CLIENTS];
    private long connected;
    private long disconnected;
    private long lines;

    @Row({"T137", "T139"})
    @Test
    void shouldBeBackWhereItBeganAfterHoursOfComingAndGoing() {
        try (Simulation simulation = Simulation.seeded(random.nextLong())) {
            simulation.stepLimit(10_000_000);
            long id = server().start(simulation.kernel());
            simulation.runUntilIdle();
            KernelCounts before = simulation.kernel().counts();
            storm(simulation, SECONDS / 10); // whatever is made once is made now
            calm(simulation);
            long heapBefore = heap();

            storm(simulation, SECONDS);
            calm(simulation);

            long grown = heap() - heapBefore;
            TcpCounts counts = ((TcpListener)
                            simulation.kernel().idToSession(id).orElseThrow().heap())
                    .counts();
            System.out.println("soak: " + CLIENTS + " clients, " + SECONDS + " s, " + counts + ", " + lines
                    + " lines, heap " + grown / 1024 + " KiB more");
            assertEquals(before, simulation.kernel().counts());
            assertEquals(1, simulation.network().openLinks());
            assertEquals(1, simulation.network().watchedLinks());
            assertEquals(connected, disconnected);
            assertEquals(counts.accepted(), connected + counts.refused());
            assertEquals(0, counts.active());
            assertTrue(connected > CLIENTS && lines > CLIENTS, connected + " connections, " + lines + " lines");
            assertTrue(grown < SLACK, "the heap has grown by " + grown + " bytes");
        }
    }

    private TcpServerBuilder<Void, String, String> server() {
        return TcpServer.at(PORT)
                .concurrency(CLIENTS * 9 / 10)
                .idleTimeout(Duration.ofMinutes(2))
                .writeTimeout(Duration.ofSeconds(20))
                .linger(Duration.ofSeconds(5))
                .maxOutput(200_000)
                .perAddress(0, CLIENTS)
                .clientPreConnect((client, poe, link) -> {
                    if (client.remotePort() % 50 == 0) {
                        client.reject("at random");
                    }
                })
                .clientConnected((client, poe) -> {
                    connected++;
                    client.put("hi");
                })
                .clientInput((client, poe, line) -> {
                    lines++;
                    if (line.equals("quit")) {
                        client.shutdown();
                    } else if (line.equals("fail")) {
                        throw new IllegalStateException("as asked");
                    }
                    client.put(line.equals("much") ? "x".repeat(100_000) : line);
                })
                .clientError((client, poe, error) -> {})
                .clientDisconnected((client, poe) -> disconnected++);
    }

    private void storm(Simulation simulation, int seconds) {
        simulation.faults(STORM);
        for (int i = 0; i < seconds; i++) {
            for (int j = 0; j < ACTS; j++) {
                act(simulation, random.nextInt(CLIENTS));
            }
            simulation.advance(Duration.ofSeconds(1));
        }
    }

    private void act(Simulation simulation, int number) {
        SimulatedClient client = clients[number];
        if (client == null || client.isClosedByPeer() || client.isReset() || client.isRefused()) {
            if (client != null) {
                client.close();
            }
            clients[number] = simulation.connect(PORT);
            return;
        }
        switch (random.nextInt(16)) {
            case 0 -> leave(number, client::close);
            case 1 -> leave(number, client::reset);
            case 2 -> leave(number, client::halfClose);
            case 3 -> client.stopReading();
            case 4, 5 -> client.resumeReading();
            case 6 -> client.send("much\n");
            case 7 -> client.send("quit\n");
            case 8 -> client.send("fail\n");
            case 9 -> client.send("half a line");
            default -> client.send("\nhello\n");
        }
        client.takeReceived();
    }

    private void leave(int number, Runnable how) {
        how.run();
        clients[number] = null;
    }

    /** All go, and whatever was on its way arrives. */
    private void calm(Simulation simulation) {
        simulation.faults(Faults.none());
        for (int i = 0; i < CLIENTS; i++) {
            if (clients[i] != null) {
                leave(i, clients[i]::close);
            }
        }
        simulation.advance(Duration.ofMinutes(10));
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
