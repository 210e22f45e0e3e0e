package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.Faults;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** An echo over a bad network is exact, or ends with an error, and leaves nothing behind. */
class FaultyNetworkTest {
    private static final int SEEDS = Boolean.getBoolean("usher.nightly") ? 10_000 : 200;

    @Test
    void shouldEchoExactlyOverShortReadsAndWritesAndDelays() {
        for (long seed = 0; seed < SEEDS; seed++) {
            echo(seed, 0);
        }
    }

    @Test
    void shouldEchoABeginningAndTellOfTheResetThatCutItShort() {
        int resets = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            resets += echo(seed, 0.05) ? 1 : 0;
        }
        assertTrue(resets > SEEDS / 4, "resets: " + resets);
    }

    /** Answers whether the connection was reset. */
    private static boolean echo(long seed, double resets) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Simulation simulation = Simulation.seeded(seed)) {
            String run = "seed " + seed;
            Recorder server = echoing(simulation, random);
            var before = simulation.kernel().counts();
            simulation.network().capacity(1 + random.nextInt(5000));
            simulation.faults(Faults.none()
                    .shortReads(0.5)
                    .shortWrites(0.5)
                    .delay(Duration.ZERO, Duration.ofMillis(random.nextInt(20)))
                    .resets(resets)
                    .reorderReady());
            SimulatedClient client = simulation.connect(9000);
            byte[] sent = lines(random);
            for (int at = 0; at < sent.length; ) {
                int end = Math.min(sent.length, at + 1 + random.nextInt(3000));
                client.send(Arrays.copyOfRange(sent, at, end));
                at = end;
                simulation.advance(Duration.ofMillis(random.nextInt(30)));
            }
            client.halfClose();
            simulation.advance(Duration.ofHours(1));

            byte[] received = client.receivedBytes();
            assertEquals(before, simulation.kernel().counts(), run);
            assertEquals(1, simulation.network().openLinks(), run);
            assertNull(server.wheel().rest, run);
            assertNull(server.wheel().out, run);
            assertTrue(server.log.size() >= 1, run + " ends with an error");
            boolean reset = client.isReset() || server.log.stream().anyMatch(entry -> !entry.endsWith(" NONE"));
            if (resets == 0) {
                assertEquals(1, server.log.size(), run + server.log);
                assertArrayEquals(sent, received, run);
            } else {
                assertTrue(received.length <= sent.length, run);
                assertArrayEquals(Arrays.copyOf(sent, received.length), received, run);
                assertTrue(reset || received.length == sent.length, run + " is exact or was reset");
            }
            return reset;
        }
    }

    private static Recorder echoing(Simulation simulation, SplittableRandom random) {
        Recorder server = new Recorder();
        server.quiet = true;
        server.survives = false;
        boolean autoFlush = random.nextBoolean();
        server.shape = builder ->
                builder.inputEvent(Recorder.OTHER).autoFlush(autoFlush).marks(500, 3000, Recorder.LOW, Recorder.HIGH);
        server.begin = poe -> {
            server.factory = SocketFactory.listen(9000)
                    .successEvent(Recorder.OPENED)
                    .failureEvent(Recorder.FAILED)
                    .open(poe);
        };
        var states = Recorder.STATES
                .on(Recorder.OTHER, (me, poe, line) -> {
                    if (me.wheel().put(line)) {
                        me.wheel().pauseInput();
                    }
                })
                .on(Recorder.HIGH, (me, poe) -> {})
                .on(Recorder.LOW, (me, poe) -> me.wheel().resumeInput())
                .on(Recorder.ERROR, (me, poe, error) -> {
                    me.log.add(error.operation() + " " + error.errno());
                    if (error.isEnd() && me.wheel().octets() > 0) {
                        me.wheel().flushedEvent(Recorder.FLUSHED);
                    } else {
                        me.wheel().close();
                    }
                })
                .on(Recorder.FLUSHED, (me, poe) -> me.wheel().close());
        server.session = simulation.kernel().create(states, server);
        simulation.runUntilIdle();
        return server;
    }

    private static byte[] lines(SplittableRandom random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int lines = 1 + random.nextInt(30); lines > 0; lines--) {
            int length = random.nextInt(10) == 0 ? random.nextInt(20_000) : 1 + random.nextInt(200);
            for (int i = 0; i <= length; i++) {
                int b = random.nextInt(256);
                bytes.write(b == '\n' ? 'n' : b);
            }
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }
}
