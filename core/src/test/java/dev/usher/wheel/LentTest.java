package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.driver.Driver;
import dev.usher.driver.SocketDriver;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long records go to the link before put returns, from where they are; their array is the caller's again then. */
class LentTest {
    private static final int LONG = 1_000_000;

    private final Simulation simulation = Simulation.seeded(1);
    private final Recorder server = new Recorder();
    private final byte[] bytes = new byte[LONG];
    private final Wire wire = new Wire(bytes);
    private SimulatedClient client;

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        simulation.close();
    }

    private ReadWrite<String, String> connected(Driver driver) {
        Arrays.fill(bytes, (byte) 7);
        server.filter = () -> wire;
        server.shape = builder -> builder.driver(driver).flushedEvent(Recorder.FLUSHED);
        server.listen(simulation.kernel(), 9000);
        client = simulation.connect(9000);
        simulation.runUntilIdle();
        return server.wheel();
    }

    private void putLong(ReadWrite<String, String> wheel) {
        wheel.put("long");
        Arrays.fill(bytes, (byte) 9);
    }

    private static byte[] expected(String before, String behind) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before.getBytes());
        byte[] sevens = new byte[LONG];
        Arrays.fill(sevens, (byte) 7);
        all.writeBytes(sevens);
        all.writeBytes(behind.getBytes());
        return all.toByteArray();
    }

    @Test
    void shouldHaveTheLinkTakeALongRecordBeforePutReturns() {
        simulation.network().capacity(2 * LONG);
        ReadWrite<String, String> wheel = connected(new SocketDriver());

        wheel.put("a");
        putLong(wheel);
        int left = wheel.octets();
        wheel.put("b");
        simulation.runUntilIdle();

        assertEquals(0, left);
        assertArrayEquals(expected("a", "b"), client.receivedBytes());
        assertEquals(List.of("flushed"), server.log);
    }

    @Test
    void shouldCountAllThatIsPutInASliceWhereAHighEventIsSent() {
        simulation.network().capacity(3 * LONG);
        ReadWrite<String, String> wheel = connected(new SocketDriver());
        wheel.highEvent(Recorder.HIGH);
        wheel.lowMark(LONG);
        wheel.highMark(2 * LONG);

        boolean one = wheel.put("long");
        boolean two = wheel.put("long");
        simulation.runUntilIdle();

        assertFalse(one);
        assertTrue(two);
        assertEquals(List.of("high", "flushed"), server.log);
        assertEquals(2 * LONG, client.receivedBytes().length);
    }

    @Test
    void shouldCopyWhatTheLinkDoesNotTake() {
        simulation.network().capacity(300_000);
        ReadWrite<String, String> wheel = connected(new SocketDriver());
        client.stopReading();

        wheel.put("a");
        putLong(wheel);
        int left = wheel.octets();
        int copied = wheel.copied();
        wheel.put("b");
        putLong(wheel); // nines: the link is full
        client.resumeReading();
        simulation.runUntilIdle();

        assertTrue(left > 0 && left < LONG - 100_000, left + " octets are left");
        assertEquals(left, copied);
        assertArrayEquals(expected("a", "b"), Arrays.copyOf(client.receivedBytes(), LONG + 2));
        assertEquals(2 * LONG + 2, client.receivedBytes().length);
        assertEquals(List.of("flushed"), server.log);
    }

    @Test
    void shouldKeepTheOrderBehindAFileThatWaits() throws IOException {
        wire.file = folder.resolve("file");
        Files.writeString(wire.file, "f".repeat(50_000));
        ReadWrite<String, String> wheel = connected(new SocketDriver());

        wheel.put("file");
        putLong(wheel);
        int left = wheel.octets();
        wheel.put("b");
        simulation.runUntilIdle();

        assertEquals(LONG + 50_001, left);
        assertArrayEquals(expected("(" + "f".repeat(50_000), "b"), client.receivedBytes());
    }

    @Test
    void shouldCopyForADriverThatKnowsNoSources() {
        simulation.network().capacity(300_000);
        CountingDriver driver = new CountingDriver();
        driver.most = 50_000;
        ReadWrite<String, String> wheel = connected(driver);

        putLong(wheel);
        int copied = wheel.copied();
        simulation.runUntilIdle();

        assertEquals(LONG, copied);
        assertArrayEquals(expected("", ""), client.receivedBytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellOfAConnectionThatBreaksAtTheEndOfTheSlice(boolean fault) {
        CountingDriver driver = new CountingDriver();
        driver.takesSources = true;
        ReadWrite<String, String> wheel = connected(driver);
        driver.writeFailure = fault ? null : new IOException("Broken pipe");
        driver.fault = fault ? new IllegalStateException("out of order") : null;

        wheel.put("long");
        List<String> before = server.taken();
        int writes = driver.writes;
        simulation.runUntilIdle();

        assertEquals(1, writes);
        assertEquals(List.of(), before);
        assertEquals(List.of(fault ? "error write EIO" : "error write EPIPE"), server.log);
        assertFalse(wheel.isWritable());
    }

    @Test
    void shouldDropALongRecordOfAWheelThatIsClosed() {
        ReadWrite<String, String> wheel = connected(new SocketDriver());
        simulation.network().capacity(10_000);

        wheel.close();
        boolean full = wheel.put("long");
        simulation.runUntilIdle();

        assertTrue(full);
        assertEquals(0, client.receivedBytes().length);
    }

    /** The rest stayed lent when put threw, and went out as it was then. */
    @Test
    void shouldGiveUpTheConnectionWhenAnErrorStopsTheDriver() {
        CountingDriver driver = new CountingDriver();
        driver.takesSources = true;
        ReadWrite<String, String> wheel = connected(driver);
        driver.error = new LinkageError("Direct buffer memory");

        assertThrows(LinkageError.class, () -> wheel.put("long"));
        driver.error = null;
        boolean dropped = wheel.put("more");
        simulation.runUntilIdle();

        assertTrue(dropped);
        assertEquals(0, wheel.octets());
        assertEquals(0, client.receivedBytes().length);
        assertEquals(List.of("error write EIO"), server.log);
    }

    /** The wheel had nothing to do any more, and what waited stayed for ever. */
    @Test
    void shouldGiveUpTheConnectionWhenAnErrorStopsTheDriverAtTheEndOfTheSlice() {
        CountingDriver driver = new CountingDriver();
        ReadWrite<String, String> wheel = connected(driver);
        driver.error = new LinkageError("no room");

        wheel.put("short");
        simulation.runUntilIdle();
        driver.error = null;

        assertEquals(List.of("die no room", "error write EIO"), server.log);
        assertEquals(0, wheel.octets());
    }

    @Test
    void shouldCloseTheLinkThoughAnErrorStopsTheDriver() {
        CountingDriver driver = new CountingDriver();
        ReadWrite<String, String> wheel = connected(driver);
        driver.error = new LinkageError("no room");
        wheel.put("short");

        assertThrows(LinkageError.class, wheel::close);
        simulation.runUntilIdle();

        assertTrue(client.isClosedByPeer());
        assertEquals(List.of(), server.log);
        assertEquals(0, wheel.buffers.failures.size());
    }
}
