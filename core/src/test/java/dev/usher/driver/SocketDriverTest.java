package dev.usher.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much goes through one system call. */
class SocketDriverTest {
    private static final int MUCH = 1_000_000;

    /** Has as much to read as it is asked for, takes all, and notes the size of each call. */
    private static final class Endless implements StreamLink {
        private final List<Integer> reads = new ArrayList<>();
        private final List<Integer> writes = new ArrayList<>();

        @Override
        public int read(ByteBuffer into) {
            int count = into.remaining();
            reads.add(count);
            into.position(into.limit());
            return count;
        }

        @Override
        public int write(ByteBuffer from) {
            int count = from.remaining();
            writes.add(count);
            from.position(from.limit());
            return count;
        }

        @Override
        public boolean finishConnect() {
            return true;
        }

        @Override
        public void shutdownOutput() {}

        @Override
        public void shutdownInput() {}

        @Override
        public SocketAddress remoteAddress() {
            return null;
        }

        @Override
        public SocketAddress localAddress() {
            return null;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private final Endless link = new Endless();

    @Test
    void shouldReadMoreAtOnceWhenAPeerHasFilledABlock() throws IOException {
        SocketDriver driver = new SocketDriver();
        Input input = new Input(0);

        driver.read(link, input);
        driver.read(link, input);
        driver.read(link, input);

        assertEquals(List.of(65_536, 262_144, 262_144), link.reads);
        assertEquals(65_536 + 2 * 262_144, input.remaining());
    }

    @Test
    void shouldWriteMoreAtOnceWhenMoreThanABlockWaits() throws IOException {
        SocketDriver driver = new SocketDriver();
        Output little = new Output(0);
        Output much = new Output(0);
        little.put(new byte[65_536]);
        much.put(new byte[MUCH]);

        driver.write(link, little);
        driver.write(link, much);

        assertEquals(List.of(65_536, 262_144), link.writes);
        assertEquals(MUCH - 262_144, much.size());
    }

    @Test
    void shouldKeepToTheBlockSizeThatItWasGiven() throws IOException {
        SocketDriver driver = new SocketDriver(1_000);
        Input input = new Input(0);
        Output much = new Output(0);
        much.put(new byte[2_500]);

        driver.read(link, input);
        driver.read(link, input);
        driver.write(link, much);

        assertEquals(List.of(1_000, 1_000), link.reads);
        assertEquals(List.of(1_000, 1_000, 500), link.writes);
        assertThrows(IllegalArgumentException.class, () -> new SocketDriver(0));
    }

    @Test
    void shouldReadNoFurtherThanALargeItemThatIsExpected() throws IOException {
        SocketDriver driver = new SocketDriver();
        Input input = new Input(0);
        driver.read(link, input);
        input.expect(100_000);
        Input rest = input.moveRest();

        driver.read(link, rest);
        byte[] array = rest.array();

        assertEquals(List.of(65_536, 34_464), link.reads);
        assertEquals(100_000, array.length);
        assertSame(array, rest.take(100_000));
    }
}
