package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.driver.Driver;
import dev.usher.driver.SocketDriver;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.Source;
import dev.usher.network.StreamLink;
import dev.usher.simulation.Faults;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays and files that wait behind bytes: sent in order, as the link takes them, and not copied before. */
class SourcesTest {
    private static final int LONG = 1_000_000;

    /** Knows no sources, and says how much it was given to write. */
    private static final class Plain implements Driver {
        private final SocketDriver driver = new SocketDriver();
        private final List<Integer> sizes = new ArrayList<>();

        @Override
        public int read(StreamLink link, Input input) throws IOException {
            return driver.read(link, input);
        }

        @Override
        public int write(StreamLink link, Output output) throws IOException {
            sizes.add(output.size());
            ByteBuffer buffer = ByteBuffer.wrap(output.array(), output.head(), output.size());
            int count = link.write(buffer);
            output.skip(count);
            return count;
        }
    }

    private final Simulation simulation = Simulation.seeded(1);
    private final Recorder server = new Recorder();
    private final byte[] bytes = new byte[LONG];
    private final Wire wire = new Wire(bytes);
    private final List<FileChannel> channels = wire.channels;
    private Driver driver = new SocketDriver();
    private SimulatedClient client;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void fill() throws IOException {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >>> 3);
        }
        file = folder.resolve("file");
        Files.write(file, bytes);
        wire.file = file;
    }

    private ReadWrite<String, String> connected() {
        server.filter = () -> wire;
        server.shape = builder -> builder.driver(driver).flushedEvent(Recorder.FLUSHED);
        server.listen(simulation.kernel(), 9000);
        client = simulation.connect(9000);
        simulation.runUntilIdle();
        return server.wheel();
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private byte[] expected(String... records) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String record : records) {
            if (record.equals("file")) {
                all.write('(');
            }
            all.writeBytes(record.equals("file") || record.equals("shared") ? bytes : record.getBytes());
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSendBytesArraysAndFilesInTheirOrderWhateverTheDriverKnows(boolean knows) {
        driver = knows ? driver : new Plain();
        simulation.faults(Faults.none().shortWrites(0.3));
        ReadWrite<String, String> wheel = connected();
        String[] records = {"a", "shared", "b", "c", "file", "shared", "file", "d"};

        for (String record : records) {
            wheel.put(record);
        }
        assertEquals(4L * LONG + 6, wheel.unwritten());
        simulation.runUntilIdle();

        assertArrayEquals(expected(records), client.receivedBytes());
        assertEquals(List.of("flushed"), server.log);
        assertTrue(channels.stream().noneMatch(FileChannel::isOpen));
        assertNull(wheel.out);
    }

    @Test
    void shouldHoldNoCopyForAPeerThatDoesNotRead() {
        ReadWrite<String, String> wheel = connected();
        client.stopReading();

        for (int i = 0; i < 10; i++) {
            wheel.put("shared");
            wheel.put("file");
        }
        simulation.runUntilIdle();

        assertTrue(wheel.unwritten() > 19L * LONG, () -> "unwritten " + wheel.unwritten());
        assertTrue(wheel.copied() < 16, () -> "copied " + wheel.copied());
    }

    @Test
    void shouldReadAFileInBlocksWhereItMustBeCopied() {
        Plain plain = new Plain();
        driver = plain;
        ReadWrite<String, String> wheel = connected();

        wheel.put("file");
        simulation.runUntilIdle();

        assertEquals(1, plain.sizes.get(0));
        assertTrue(plain.sizes.stream().allMatch(size -> size <= Wire.BLOCK), () -> plain.sizes.toString());
        assertTrue(plain.sizes.stream().filter(size -> size == Wire.BLOCK).count() > LONG / Wire.BLOCK / 2);
        assertArrayEquals(expected("file"), client.receivedBytes());
    }

    @Test
    void shouldCloseTheFileWhenTheWheelIsClosed() {
        ReadWrite<String, String> wheel = connected();
        client.stopReading();
        wheel.put("file");
        wheel.put("file");
        simulation.runUntilIdle();

        wheel.close();

        assertEquals(2, channels.size());
        assertTrue(channels.stream().noneMatch(FileChannel::isOpen));
    }

    @Test
    void shouldFailWhenTheFileBecomesShorterAndSendNoMoreWhenItBecomesLonger() throws IOException {
        ReadWrite<String, String> wheel = connected();
        client.stopReading();
        wheel.put("file");
        simulation.runUntilIdle();
        Files.write(file, bytes, StandardOpenOption.APPEND);

        client.resumeReading();
        simulation.runUntilIdle();
        assertArrayEquals(expected("file"), client.receivedBytes());

        client.takeReceived();
        client.stopReading();
        wheel.put("file");
        simulation.runUntilIdle();
        try (FileChannel shorter = FileChannel.open(file, StandardOpenOption.WRITE)) {
            shorter.truncate(LONG / 2);
        }
        client.resumeReading();
        simulation.runUntilIdle();

        assertEquals(List.of("flushed", "error sendfile EIO"), server.log);
        assertTrue(client.receivedBytes().length <= LONG / 2 + 1);
        assertFalse(wheel.isWritable());
        assertTrue(channels.stream().noneMatch(FileChannel::isOpen));
    }

    /** A turn has an end, so that others get theirs; closing is the last turn. */
    @Test
    void shouldWriteAllThatTheLinkTakesOfCopiedBytesWhenItIsClosed() {
        simulation.network().capacity(2 * LONG);
        ReadWrite<String, String> wheel = connected();
        String record = "x".repeat(LONG);

        wheel.put(record);
        wheel.close();
        simulation.runUntilIdle();

        assertEquals(LONG, client.receivedBytes().length);
    }

    /** Has something, gives nothing of it, and cannot be closed. */
    private static final class Broken implements Source {
        private int closings;

        @Override
        public long remaining() {
            return 1;
        }

        @Override
        public void copyTo(ByteBuffer into) {
            // nothing
        }

        @Override
        public void skip(long count) {
            assertEquals(0, count);
        }

        @Override
        public void close() {
            closings++;
            throw new IllegalStateException("cannot be closed");
        }
    }

    /** It was asked again and again, and nothing else had its turn. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFailWhenASourceGivesNothing(boolean knows) {
        driver = knows ? driver : new Plain();
        Broken broken = new Broken();
        wire.source = () -> broken;
        ReadWrite<String, String> wheel = connected();

        wheel.put("a");
        wheel.put("source");
        wheel.put("file");
        simulation.runUntilIdle();

        assertEquals("a", client.received());
        assertEquals(List.of("error sendfile EIO"), server.log);
        assertEquals(1, broken.closings);
        assertFalse(channels.get(0).isOpen());
        assertNull(wheel.out);
    }

    /** The link stayed open, and so did the files behind that source. */
    @Test
    void shouldCloseEverythingWhenASourceCannotBeClosed() {
        wire.source = Broken::new;
        ReadWrite<String, String> wheel = connected();
        client.stopReading();
        wheel.put("file");
        wheel.put("source");
        wheel.put("file");

        wheel.close();
        simulation.runUntilIdle();

        assertTrue(channels.stream().noneMatch(FileChannel::isOpen));
        assertEquals(1, simulation.network().openLinks(), "the listener is left");
        assertNull(wheel.out);
    }
}
