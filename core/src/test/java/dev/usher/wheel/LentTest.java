package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.driver.Driver;
import dev.usher.driver.FileRegion;
import dev.usher.driver.SocketDriver;
import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    /** Writes "long" as the array of the test, "file" as a file, everything else as it is. */
    private final class Wire implements Filter<String, String> {
        private final Lines lines = new Lines();

        @Override
        public String next(Input input) {
            return lines.next(input);
        }

        @Override
        public void put(String record, Output out) {
            if (record.equals("long")) {
                out.putLast(bytes, 0, bytes.length);
            } else if (record.equals("file")) {
                out.put(opened());
            } else {
                out.put(record.getBytes());
            }
        }

        private FileRegion opened() {
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                return new FileRegion(channel, 0, channel.size(), 7_500, true);
            } catch (IOException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public Wire fresh() {
            return new Wire();
        }
    }

    private final Simulation simulation = Simulation.seeded(1);
    private final Recorder server = new Recorder();
    private final byte[] bytes = new byte[LONG];
    private SimulatedClient client;

    @TempDir
    private Path folder;

    private Path file;

    @AfterEach
    void close() {
        simulation.close();
    }

    private ReadWrite<String, String> connected(Driver driver) {
        Arrays.fill(bytes, (byte) 7);
        server.filter = Wire::new;
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
        file = folder.resolve("file");
        Files.writeString(file, "f".repeat(50_000));
        ReadWrite<String, String> wheel = connected(new SocketDriver());

        wheel.put("file");
        putLong(wheel);
        int left = wheel.octets();
        wheel.put("b");
        simulation.runUntilIdle();

        assertEquals(LONG + 50_000, left);
        assertArrayEquals(expected("f".repeat(50_000), "b"), client.receivedBytes());
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
}
