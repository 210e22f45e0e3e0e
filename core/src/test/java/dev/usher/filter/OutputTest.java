package dev.usher.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputTest {

    @Test
    void shouldAppendInEveryWay() {
        Output out = new Output(0);

        out.put((byte) 1);
        out.put(new byte[] {2, 3});
        out.put(new byte[] {0, 4, 0}, 1, 1);
        out.put(ByteBuffer.wrap(new byte[] {5, 6}));
        int at = out.reserve(2);
        out.array()[at] = 7;
        out.advance(1);

        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7}, out.toByteArray());
        assertEquals(7, out.size());
    }

    /** The byte went into the array that was too small. */
    @Test
    void shouldAppendAByteWhenTheArrayIsFull() {
        Output out = new Output(64);
        out.put(new byte[64]);

        out.put((byte) 5);

        assertEquals(5, out.toByteArray()[64]);
    }

    @Test
    void shouldTakeBackTheBeginningOfAnItemAfterEarlierBytesWereSent() {
        Output out = new Output(16);
        out.put(new byte[] {1, 2, 3});
        out.skip(2);
        int size = out.size();
        out.put(new byte[100]);

        out.truncate(size);

        assertArrayEquals(new byte[] {3}, out.toByteArray());
        assertThrows(IllegalArgumentException.class, () -> out.truncate(2));
        assertThrows(IllegalArgumentException.class, () -> out.truncate(-1));
    }

    @Test
    void shouldRefuseToTakeMoreThanThereIs() {
        Output out = new Output(4);
        out.put((byte) 1);

        assertThrows(IllegalArgumentException.class, () -> out.skip(2));
        assertThrows(IllegalArgumentException.class, () -> out.skip(-1));
        assertThrows(AssertionError.class, () -> out.advance(4));
    }

    @Test
    void shouldKeepWhatIsNotTakenWhenItGrowsAndWhenItMovesBytesUp() {
        Random random = new Random(13);
        Output out = new Output(0);
        int written = 0;
        int read = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] chunk = new byte[random.nextInt(200)];
            for (int i = 0; i < chunk.length; i++) {
                chunk[i] = (byte) written++;
            }
            out.put(chunk);
            int count = random.nextInt(out.size() + 1);
            for (int i = 0; i < count; i++) {
                assertEquals((byte) read++, out.array()[out.head() + i]);
            }
            out.skip(count);
            assertEquals(written - read, out.size());
        }
    }

    @Test
    void shouldReuseItsArrayWhileBytesAreTaken() {
        Output out = new Output(1024);
        byte[] array = out.array();
        out.put(new byte[50]);

        for (int i = 0; i < 10_000; i++) {
            out.put(new byte[100]);
            out.skip(100);
        }

        assertSame(array, out.array());
        assertEquals(1024, out.capacity());
    }

    @Test
    void shouldBeginAgainWhenAllIsTakenOrForgotten() {
        Output out = new Output(8);
        out.put(new byte[] {1, 2});
        out.skip(2);
        assertEquals(0, out.head());

        out.put(new byte[] {3, 4});
        out.clear();

        assertTrue(out.isEmpty());
        assertTrue(Arrays.equals(new byte[0], out.toByteArray()));
    }

    @Test
    void shouldReadASourceAtOnceUnlessItKeepsSources() {
        byte[] many = new byte[100_000];
        Arrays.fill(many, (byte) 7);
        Output plain = new Output(0);
        Output keeping = Output.keepingSources(0);

        plain.putShared(many, 1, 99_999);
        plain.put(new Region(many, 0, 50_000));
        keeping.putShared(many, 1, 10);
        keeping.putShared(many, 1, 99_999);

        assertEquals(149_999, plain.size());
        assertEquals(null, plain.source());
        assertEquals(10, keeping.size());
        assertEquals(99_999, keeping.source().remaining());
        assertThrows(IllegalStateException.class, () -> keeping.put(new Region(many, 0, 1)));
    }

    @Test
    void shouldTakeItsBytesBeforeThoseOfTheSource() throws SourceException {
        Output out = Output.keepingSources(0);
        out.put(new byte[] {1, 2});
        out.put(new Region(new byte[] {3, 4, 5, 6}, 0, 4));

        out.take(3);
        out.fill(2);

        assertArrayEquals(new byte[] {4, 5}, out.toByteArray());
        assertEquals(1, out.source().remaining());
        out.truncate(1);
        assertEquals(1, out.size());
        assertEquals(null, out.source());
    }

    @Test
    void shouldCopyLentBytesOnlyWhenTheyAreSettled() {
        byte[] many = new byte[100_000];
        Arrays.fill(many, (byte) 7);
        Output out = Output.keepingSources(0);
        out.put((byte) 1);

        out.putLast(many, 10, 90_000);
        boolean lent = out.isLent();
        int copied = out.size();
        out.take(60_001);
        out.settle();
        Arrays.fill(many, (byte) 9);

        assertTrue(lent);
        assertEquals(1, copied);
        assertFalse(out.isLent());
        assertEquals(null, out.source());
        byte[] rest = new byte[30_000];
        Arrays.fill(rest, (byte) 7);
        assertArrayEquals(rest, out.toByteArray());
    }

    @Test
    void shouldLendNothingThatIsShortOrWhereNoSourceIsKept() {
        Output plain = new Output(0);
        Output keeping = Output.keepingSources(0);

        plain.putLast(new byte[100_000], 0, 100_000);
        keeping.putLast(new byte[100], 0, 100);

        assertFalse(plain.isLent());
        assertEquals(100_000, plain.size());
        assertFalse(keeping.isLent());
        assertEquals(100, keeping.size());
    }

    @Test
    void shouldForgetLentBytesThatAreTakenBack() {
        Output out = Output.keepingSources(0);
        out.putLast(new byte[100_000], 0, 100_000);

        out.truncate(0);

        assertFalse(out.isLent());
        assertEquals(null, out.source());
        out.put((byte) 1);
        assertEquals(1, out.size());
    }

    /** What a filter around another one put behind that one's record went before it. */
    @Test
    void shouldCopyWhatWasLentWhenMoreIsPutBehindIt() {
        byte[] lent = new byte[100_000];
        Arrays.fill(lent, (byte) 7);
        Output out = Output.keepingSources(0);
        out.put((byte) 1);

        out.putLast(lent, 0, lent.length);
        out.put((byte) 2);
        out.putShared(lent, 0, lent.length);

        assertFalse(out.isLent());
        assertEquals(100_002, out.size());
        assertEquals(100_000, out.source().remaining());
        assertEquals(7, out.toByteArray()[100_000]);
        assertEquals(2, out.toByteArray()[100_001]);
    }

    @Test
    void shouldRefuseBytesBehindASource() {
        Output out = Output.keepingSources(0);
        out.putShared(new byte[100_000], 0, 100_000);

        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> out.put((byte) 1));

        assertTrue(refused.getMessage().contains("another record"), refused.getMessage());
        assertEquals(0, out.size());
    }
}
