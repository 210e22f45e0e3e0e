package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.kernel.Clock;
import dev.usher.kernel.KernelCounts;
import dev.usher.simulation.Faults;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/**
 * Clients that come, talk, vanish in every state and return through a network that fails, for hours of virtual time:
 * then the server knows nobody. In every build 200 clients for ten minutes, with {@code -Dusher.nightly=true} 10,000
 * for ten hours; {@code -Dusher.seed=N} takes another seed.
 */
class SoakTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("usher.nightly");
    private static final int CLIENTS = NIGHTLY ? 10_000 : 200;
    private static final int SECONDS = NIGHTLY ? 36_000 : 600;
    private static final int ACTS = NIGHTLY ? 20 : 4; // a second
    private static final int ROOMS = CLIENTS / 10;
    private static final int PORT = 8080;
    private static final long SLACK = 4_000_000;
    private static final Faults STORM = Faults.none()
            .shortReads(0.1)
            .shortWrites(0.1)
            .delay(Duration.ZERO, Duration.ofMillis(300))
            .resets(0.005)
            .refusedConnects(0.01)
            .reorderReady();

    /** What one sends that is no whole client, by and by. */
    private static final String[] PIECES = {
        "",
        "POST /cometd HTTP/1.1\r\nHost: a\r\nContent-Le",
        "POST /cometd HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n[{\"chan",
        whole(
                "[{\"channel\":\"/meta/handshake\",\"version\":\"1.0\",\"supportedConnectionTypes\":[\"long-polling\"]}]"),
    };

    private final SplittableRandom random = new SplittableRandom(Long.getLong("usher.seed", 1));
    private final BayeuxConnection[] clients = new BayeuxConnection[CLIENTS];
    private final Reload[] left = new Reload[CLIENTS];
    private final SimulatedClient[] others = new SimulatedClient[CLIENTS / 20];
    private final Map<BayeuxState, Integer> vanished = new EnumMap<>(BayeuxState.class);
    private Simulation simulation;
    private long came;
    private long returned;
    private long heard;

    private static String whole(String json) {
        return "POST /cometd HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " + json.length()
                + "\r\n\r\n" + json;
    }

    @Test
    @Row("B147")
    void shouldKnowNobodyAfterHoursOfComingAndGoing() {
        try (Simulation stage = Simulation.seeded(random.nextLong())) {
            simulation = stage;
            simulation.stepLimit(10_000_000);
            BayeuxServer.at(PORT)
                    .random(new Random(1))
                    .timeout(Duration.ofMinutes(1))
                    .clientMaxConnections(0)
                    .multipleClients(0, Duration.ZERO)
                    .start(simulation.kernel());
            simulation.runUntilIdle();
            KernelCounts before = simulation.kernel().counts();
            storm(SECONDS / 10); // whatever is made once is made now
            calm();
            long heapBefore = heap();

            storm(SECONDS);
            int most = running().clients().size();
            calm();

            long grown = heap() - heapBefore;
            System.out.println("soak: " + CLIENTS + " clients, " + SECONDS + " s, " + came + " came, " + returned
                    + " of them to take a place again, " + heard + " messages heard, vanished " + vanished + ", " + most
                    + " known at last, heap " + grown / 1024 + " KiB more");
            assertEquals(0, running().clients().size());
            assertEquals(0, running().pollsOpen());
            assertEquals(Map.of(), running().counts().subscribers());
            assertEquals(before, simulation.kernel().counts());
            assertEquals(1, simulation.network().openLinks());
            assertEquals(1, simulation.network().watchedLinks());
            assertEquals(EnumSet.complementOf(EnumSet.of(BayeuxState.OVER)), vanished.keySet());
            assertTrue(most > CLIENTS / 4 && returned > CLIENTS / 10 && heard > CLIENTS, most + " clients");
            assertTrue(grown < SLACK, "the heap has grown by " + grown + " bytes");
        }
    }

    private BayeuxListener running() {
        return (BayeuxListener)
                simulation.kernel().aliasResolve("bayeux").orElseThrow().heap();
    }

    private void storm(int seconds) {
        simulation.faults(STORM);
        for (int i = 0; i < CLIENTS * 3 / 4; i++) {
            come(i);
        }
        Clock clock = simulation.kernel().clock();
        long end = clock.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (clock.nanoTime() < end) {
            for (int j = 0; j < ACTS; j++) {
                act(random.nextInt(CLIENTS));
            }
            simulation.advance(Duration.ofSeconds(1));
            for (int i = 0; i < CLIENTS; i++) {
                if (clients[i] != null && !vanished.containsKey(clients[i].state())) {
                    vanish(i); // from a state in which none has vanished yet: chance might never choose it
                }
            }
            Logs.clear();
        }
    }

    private void act(int number) {
        BayeuxConnection client = clients[number];
        if (client == null) {
            come(number);
            if (random.nextInt(4) == 0) {
                wait(number, 2_000); // into whatever state it comes to
            }
            return;
        }
        switch (random.nextInt(12)) {
            case 0, 1 -> vanish(number);
            case 2 -> {
                client.disconnect();
                wait(number, 600);
            }
            case 3 -> client.reconnect();
            case 4 -> client.unsubscribe(room());
            case 5 -> subscribe(client);
            case 6 -> other(random.nextInt(others.length));
            default -> client.publish(room(), number);
        }
    }

    private void wait(int number, int mostMs) {
        simulation.advance(Duration.ofMillis(random.nextInt(mostMs)));
        vanish(number);
    }

    private void come(int number) {
        Transport[] all = Transport.values();
        BayeuxClientBuilder wanted = BayeuxClient.to("http://127.0.0.1:" + PORT)
                .transports(all[random.nextInt(all.length)])
                .logger(NOPLogger.NOP_LOGGER)
                .alias("");
        if (left[number] != null && random.nextBoolean()) {
            wanted.reload(left[number]);
            returned++;
        }
        left[number] = null;
        came++;
        clients[number] = wanted.start(simulation.kernel());
        subscribe(clients[number]);
        clients[number].init();
    }

    private String room() {
        return "/room/" + random.nextInt(ROOMS);
    }

    private void subscribe(BayeuxConnection client) {
        client.subscribe(room(), (me, poe, message) -> heard++);
    }

    /** Without a word. */
    private void vanish(int number) {
        vanished.merge(clients[number].state(), 1, Integer::sum);
        left[number] = clients[number].reload().orElse(null);
        clients[number] = null;
    }

    /** Instead of one that goes somehow, one that says something and no more. */
    private void other(int number) {
        SimulatedClient old = others[number];
        if (old != null) {
            switch (random.nextInt(3)) {
                case 0 -> old.close();
                case 1 -> old.reset();
                default -> old.halfClose();
            }
        }
        others[number] = simulation.connect(PORT);
        others[number].send(PIECES[random.nextInt(PIECES.length)]);
        if (random.nextBoolean()) {
            others[number].stopReading();
        }
    }

    /** All vanish, and whatever was on its way arrives. */
    private void calm() {
        for (int i = 0; i < CLIENTS; i++) {
            if (clients[i] != null) {
                vanish(i);
            }
            left[i] = null;
        }
        simulation.faults(Faults.none());
        for (int i = 0; i < others.length; i++) {
            if (others[i] != null) {
                others[i].close();
                others[i] = null;
            }
        }
        simulation.advance(Duration.ofMinutes(10));
        Logs.clear();
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
