package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is put is written once a slice, in order, whole. */
class OutputTest {
    private final Simulation simulation = Simulation.seeded(1);
    private final CountingDriver driver = new CountingDriver();
    private final Recorder server = new Recorder();
    private SimulatedClient client;

    private ReadWrite<String, String> connected() {
        return connected(false);
    }

    private ReadWrite<String, String> connected(boolean autoFlush) {
        server.shape =
                builder -> builder.driver(driver).flushedEvent(Recorder.FLUSHED).autoFlush(autoFlush);
        server.listen(simulation.kernel(), 9000);
        client = simulation.connect(9000);
        simulation.runUntilIdle();
        return server.wheel();
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void shouldWriteWhatWasPutInASliceAtOnce() {
        ReadWrite<String, String> wheel = connected();
        server.on("go", poe -> {
            wheel.put("one");
            wheel.put("two");
            wheel.put("three");
            assertEquals(14, wheel.octets());
            assertEquals(3, wheel.outMessages());
        });

        client.send("go\n");
        simulation.runUntilIdle();

        assertEquals("one\ntwo\nthree\n", client.received());
        assertEquals(1, driver.writes);
        assertEquals(List.of("go", "flushed"), server.log);
        assertEquals(0, wheel.octets());
        assertEquals(0, wheel.outMessages());
        assertNull(wheel.out, "an idle wheel holds no buffer");
    }

    @Test
    void shouldWriteNothingForAnEmptyPut() {
        ReadWrite<String, String> wheel = connected();

        boolean stop = wheel.put("");
        simulation.runUntilIdle();

        assertFalse(stop);
        assertEquals(List.of(), server.log);
        assertEquals(0, driver.writes);
        assertNull(wheel.out);
    }

    @Test
    void shouldTellFlushedForEachDrainAlsoWhenPutInsideIt() {
        ReadWrite<String, String> wheel = connected();
        server.on("flushed", poe -> {
            if (server.log.size() < 3) {
                wheel.put("again" + server.log.size());
            }
        });

        wheel.put("first");
        simulation.runUntilIdle();

        assertEquals("first\nagain1\nagain2\n", client.received());
        assertEquals(List.of("flushed", "flushed", "flushed"), server.log);
    }

    /** Its turn was behind that handler, and it waited for that; the handler for its answer. */
    @Test
    void shouldWriteWhatOthersHavePutWhenAFlushedHandlerRunsTimeslices() {
        ReadWrite<String, String> first = connected();
        SimulatedClient other = simulation.connect(9000);
        simulation.runUntilIdle();
        server.on("flushed", poe -> {
            for (int i = 0; i < 10 && poe.wheelId() == first.id(); i++) {
                poe.kernel().runOneTimeslice();
            }
            server.log.add(poe.wheelId() == first.id() ? "first" : "second");
        });

        first.put("one");
        server.wheel().put("two");
        simulation.runUntilIdle();

        assertEquals(List.of("flushed", "flushed", "second", "first"), server.log);
        assertEquals("two\n", other.received());
    }

    @Test
    void shouldNotStarveOthersByAnEndlessChainOfFlushed() {
        ReadWrite<String, String> endless = connected();
        server.on("flushed", poe -> {
            if (poe.wheelId() == endless.id() && !server.log.contains("hello")) {
                endless.put("x");
            }
        });
        SimulatedClient other = simulation.connect(9000);

        endless.put("x");
        other.send("hello\n");
        simulation.runUntilIdle();

        assertTrue(server.log.contains("hello"));
        assertTrue(server.log.size() < 10, "a few slices only: " + server.log);
    }

    @Test
    void shouldWriteTenMebibytesExactlyToAPeerThatStalls() {
        ReadWrite<String, String> wheel = connected();
        wheel.outputFilter(new Pieces(1));
        byte[] bytes = new byte[10 << 20];
        new SplittableRandom(7).nextBytes(bytes);
        client.stopReading();

        for (int at = 0; at < bytes.length; at += 1 << 16) {
            wheel.put(new String(bytes, at, 1 << 16, StandardCharsets.ISO_8859_1));
        }
        simulation.runUntilIdle();
        int stalled = wheel.octets();
        List<String> meanwhile = server.taken();
        client.resumeReading();
        simulation.runUntilIdle();

        assertTrue(stalled > 9 << 20);
        assertEquals(List.of(), meanwhile);
        assertArrayEquals(bytes, client.receivedBytes());
        assertEquals(List.of("flushed"), server.log);
        assertNull(wheel.out);
    }

    @Test
    void shouldNotTryToWriteWhileTheLinkIsFull() {
        ReadWrite<String, String> wheel = connected();
        client.stopReading();
        wheel.put("x".repeat(100_000));
        simulation.runUntilIdle();
        int writes = driver.writes;

        wheel.put("more");
        wheel.flush();
        simulation.runUntilIdle();

        assertEquals(writes, driver.writes);
        assertEquals(2, wheel.outMessages());
    }

    @Test
    void shouldWriteAtOnceWhenFlushedAndTellLater() {
        ReadWrite<String, String> wheel = connected();
        server.on("go", poe -> {
            wheel.put("one");
            wheel.flush();
            assertEquals(0, wheel.octets());
            assertEquals(0, wheel.outMessages());
            assertEquals(1, driver.writes);
            assertEquals(List.of("go"), server.log);
        });

        client.send("go\n");
        simulation.runUntilIdle();

        assertEquals(List.of("go", "flushed"), server.log);
        assertEquals(1, driver.writes);
    }

    @Test
    void shouldWriteEachPutAtOnceWithAutoFlush() {
        ReadWrite<String, String> wheel = connected(true);
        server.on("go", poe -> {
            assertFalse(wheel.put("one"));
            assertFalse(wheel.put("two"));
            assertEquals(2, driver.writes);
        });

        client.send("go\n");
        simulation.runUntilIdle();

        assertEquals("one\ntwo\n", client.received());
        assertEquals(List.of("go", "flushed"), server.log);
    }

    @Test
    void shouldTellAWriteErrorOnceAndDropWhatIsPutLater() {
        ReadWrite<String, String> wheel = connected();
        driver.writeFailure = new IOException("Broken pipe");

        boolean before = wheel.put("one");
        simulation.runUntilIdle();
        boolean after = wheel.put("two");
        simulation.runUntilIdle();

        assertFalse(before);
        assertTrue(after);
        assertEquals(List.of("error write EPIPE"), server.log);
        assertEquals(1, driver.writes);
        assertEquals(0, wheel.octets());
        assertNull(wheel.out);
    }

    @Test
    void shouldTellAWriteErrorThatFlushMet() {
        ReadWrite<String, String> wheel = connected(true);
        driver.writeFailure = new IOException("Broken pipe");

        server.on("go", poe -> {
            wheel.put("one");
            server.log.add("put");
        });
        client.send("go\n");
        simulation.runUntilIdle();

        assertEquals(List.of("go", "put", "error write EPIPE"), server.log);
    }

    @Test
    void shouldStillReadAfterAWriteError() {
        ReadWrite<String, String> wheel = connected();
        driver.writeFailure = new IOException("Broken pipe");

        wheel.put("one");
        client.send("still\n");
        simulation.runUntilIdle();

        assertEquals(
                List.of("error write EPIPE", "still"),
                server.log.stream().sorted().toList());
    }

    @Test
    void shouldEndItsOutputAfterWhatWasPut() {
        ReadWrite<String, String> wheel = connected();
        client.stopReading();

        wheel.put("x".repeat(100_000));
        wheel.shutdownOutput();
        boolean stop = wheel.put("dropped");
        simulation.runUntilIdle();
        client.resumeReading();
        simulation.runUntilIdle();
        client.send("half open\n");
        simulation.runUntilIdle();

        assertTrue(stop);
        assertEquals("x".repeat(100_000) + "\n", client.received());
        assertTrue(client.isClosedByPeer());
        assertEquals(List.of("flushed", "half open"), server.log);
    }

    @Test
    void shouldEndItsOutputAtOnceWhenNothingWaits() {
        ReadWrite<String, String> wheel = connected();

        wheel.shutdownOutput();
        wheel.shutdownOutput();
        simulation.runUntilIdle();

        assertTrue(client.isClosedByPeer());
        assertTrue(wheel.put("dropped"));
        assertEquals(List.of(), server.log);
    }

    @Test
    void shouldAppendNothingWhenTheFilterThrows() {
        ReadWrite<String, String> wheel = connected();

        assertThrows(IllegalArgumentException.class, () -> wheel.put("unsayable"));
        assertNull(wheel.out);
        wheel.put("one");
        assertThrows(IllegalArgumentException.class, () -> wheel.put("unsayable"));
        wheel.put("two");
        simulation.runUntilIdle();

        assertEquals("one\ntwo\n", client.received());
    }

    @Test
    void shouldTakePutsOfAnotherSessionAndTellItsOwn() {
        ReadWrite<String, String> wheel = connected();
        Recorder other = new Recorder();
        other.begin = poe -> wheel.put("from another");

        simulation.kernel().create(Recorder.STATES, other);
        simulation.runUntilIdle();

        assertEquals("from another\n", client.received());
        assertEquals(List.of("flushed"), server.log);
        assertEquals(List.of("stop"), other.log);
    }

    @Test
    void shouldRefuseOtherThreads() throws InterruptedException {
        ReadWrite<String, String> wheel = connected();
        Throwable[] thrown = new Throwable[4];

        Thread thread = new Thread(() -> {
            thrown[0] = thrownBy(() -> wheel.put("x"));
            thrown[1] = thrownBy(wheel::flush);
            thrown[2] = thrownBy(wheel::close);
            thrown[3] = thrownBy(wheel::shutdownOutput);
        });
        thread.start();
        thread.join();

        for (Throwable each : thrown) {
            assertEquals(IllegalStateException.class, each.getClass());
        }
        assertTrue(wheel.isOpen());
    }

    private static Throwable thrownBy(Runnable action) {
        try {
            action.run();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    @Test
    void shouldGoOnWhenAFlushedHandlerThrows() {
        ReadWrite<String, String> wheel = connected();
        server.on("flushed", poe -> {
            server.actions.clear();
            wheel.put("two");
            throw new IllegalStateException("oh");
        });

        wheel.put("one");
        simulation.runUntilIdle();

        assertEquals("one\ntwo\n", client.received());
        assertEquals(
                List.of("die oh", "flushed", "flushed"),
                server.log.stream().sorted().toList());
    }

    @Test
    void shouldSendNothingMoreWhenClosedInsideFlushed() {
        ReadWrite<String, String> wheel = connected();
        server.on("flushed", poe -> {
            wheel.put("last");
            wheel.close();
        });

        wheel.put("one");
        simulation.runUntilIdle();

        assertEquals("one\nlast\n", client.received());
        assertEquals(List.of("flushed"), server.log);
        assertTrue(client.isClosedByPeer());
        assertTrue(wheel.put("late"));
        assertNull(wheel.out);
    }
}
