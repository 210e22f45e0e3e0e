package dev.usher.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputTest {

    @Test
    void shouldTakeBytesInOrder() {
        Input input = Input.of(new byte[] {'a', 'b', 'c', 'd', 'e'});

        assertEquals("ab", input.take(2, StandardCharsets.ISO_8859_1));
        assertEquals('c', input.at(0));
        assertArrayEquals(new byte[] {'c'}, input.take(1));
        input.skip(1);

        assertEquals(1, input.remaining());
        assertEquals('e', input.array()[input.position()]);
        assertEquals(input.position() + 1, input.limit());
    }

    @Test
    void shouldRefuseToTakeMoreThanThereIs() {
        Input input = Input.of(new byte[3]);

        assertThrows(IllegalArgumentException.class, () -> input.skip(4));
        assertThrows(IllegalArgumentException.class, () -> input.skip(-1));
        assertThrows(IllegalArgumentException.class, () -> input.take(4));
        assertThrows(IllegalArgumentException.class, () -> input.take(4, StandardCharsets.UTF_8));
        assertEquals(3, input.remaining());
    }

    @Test
    void shouldRefuseToSearchOrReadBytesThatWereTaken() {
        Input input = Input.of(new byte[] {'\n', 'a', 'b'});
        input.skip(2);

        assertThrows(IllegalArgumentException.class, () -> input.indexOf((byte) '\n', -2));
        assertThrows(AssertionError.class, () -> input.at(-1));
        assertThrows(AssertionError.class, () -> input.at(1));
    }

    /** Every pair of bytes side by side: a borrow in the word must not show a byte that is not there. */
    @Test
    void shouldFindEveryByteValueBesideEveryOther() {
        byte[] bytes = new byte[19];
        for (int wanted = 0; wanted < 256; wanted++) {
            for (int neighbour = 0; neighbour < 256; neighbour++) {
                Arrays.fill(bytes, (byte) neighbour);
                int place = (wanted + neighbour) % bytes.length;
                bytes[place] = (byte) wanted;

                int found = Input.of(bytes).indexOf((byte) wanted, 0);

                assertEquals(wanted == neighbour ? 0 : place, found);
            }
        }
    }

    @Test
    void shouldFindTheSameAsAByteByByteSearch() {
        Random random = new Random(7);
        // Values that differ from one another in one bit or by one: what a search by words confuses if it is wrong.
        byte[] alphabet = {0, 1, (byte) 0x7F, (byte) 0x80, (byte) 0x81, (byte) 0xFE, (byte) 0xFF, '\n', '\r'};
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            byte one = alphabet[random.nextInt(alphabet.length)];
            byte other = alphabet[random.nextInt(alphabet.length)];
            Input input = Input.of(bytes);
            int taken = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            input.skip(taken);
            int from = random.nextInt(input.remaining() + 2);

            int expected = -1;
            for (int i = taken + from; i < bytes.length && expected < 0; i++) {
                expected = bytes[i] == one || bytes[i] == other ? i - taken : -1;
            }

            assertEquals(expected, input.indexOfEither(one, other, from));
        }
    }

    @Test
    void shouldNotFindBytesBehindItsEnd() {
        Input input = Input.of(new byte[] {'a', 'b', '\n', 'd', 'e', 'f', 'g', 'h', 'i', 'j'});
        input.clear();
        input.append(new byte[] {'a', 'b'}, 0, 2);

        assertEquals(-1, input.indexOf((byte) '\n', 0));
    }

    @Test
    void shouldKeepWhatIsNotTakenWhenItGrowsAndWhenItMovesBytesUp() {
        Random random = new Random(11);
        Input input = new Input(0);
        int written = 0;
        int read = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] chunk = new byte[random.nextInt(200)];
            for (int i = 0; i < chunk.length; i++) {
                chunk[i] = (byte) written++;
            }
            if (random.nextBoolean()) {
                input.append(chunk, 0, chunk.length);
            } else {
                input.append(ByteBuffer.wrap(chunk));
            }
            for (byte b : input.take(random.nextInt(input.remaining() + 1))) {
                assertEquals((byte) read++, b);
            }
            assertEquals(written - read, input.remaining());
        }
    }

    @Test
    void shouldReuseItsArrayWhileRecordsAreTaken() {
        Input input = new Input(1024);
        byte[] array = input.array();

        for (int i = 0; i < 10_000; i++) {
            input.append(new byte[100], 0, 100);
            input.skip(i == 0 ? 50 : 100);
        }

        assertSame(array, input.array());
        assertEquals(50, input.remaining());
    }

    @Test
    void shouldReadABufferToItsEnd() {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(8).put(new byte[] {1, 2, 3}).flip();
        Input input = new Input(1);

        input.append(buffer);

        assertEquals(0, buffer.remaining());
        assertArrayEquals(new byte[] {1, 2, 3}, input.take(3));
        assertTrue(input.isEmpty());
    }

    @Test
    void shouldMoveTheRestIntoAWindowOfItsOwn() {
        Input input = Input.of(new byte[] {1, 2, 3});
        input.skip(1);

        Input rest = input.moveRest();

        assertTrue(input.isEmpty());
        input.append(new byte[] {9, 9, 9}, 0, 3);
        assertArrayEquals(new byte[] {2, 3}, rest.take(2));
    }

    @Test
    void shouldGrowOnceForAnItemOfWhichAnEighthHasCome() {
        Input input = new Input(10);
        input.append(new byte[1_000], 0, 1_000);
        input.expect(8_000);

        Input rest = input.moveRest();
        byte[] array = rest.array();
        while (rest.remaining() < 8_000) {
            rest.append(new byte[1_000], 0, 1_000);
        }

        assertEquals(8_000, array.length);
        assertSame(array, rest.array());
    }

    @Test
    void shouldGiveNoRoomForWhatIsOnlyAnnounced() {
        Input input = new Input(10);
        input.append(new byte[100], 0, 100);
        input.expect(1_000_000);

        Input rest = input.moveRest();
        rest.append(new byte[100], 0, 100);

        assertTrue(rest.array().length < 1_000, rest.array().length + " bytes of room for 200");
    }

    @Test
    void shouldForgetWhatWasExpectedWithTheBytes() {
        Input input = new Input(10);
        input.append(new byte[1_000], 0, 1_000);
        input.expect(8_000);
        input.clear();

        input.append(new byte[1_500], 0, 1_500);

        assertTrue(input.array().length < 8_000, input.array().length + " bytes of room for 1500");
    }

    @Test
    void shouldGiveTheArrayAwayThatWasMadeForJustTheItem() {
        Input input = new Input(10);
        input.append(new byte[1_000], 0, 1_000);
        input.expect(8_000);
        Input rest = input.moveRest();
        byte[] array = rest.array();
        int wanted = rest.wanted();
        rest.append(new byte[7_000], 0, 7_000);

        byte[] item = rest.take(8_000);

        assertEquals(7_000, wanted);
        assertSame(array, item);
        assertTrue(rest.isEmpty());
        rest.append(new byte[] {1, 2, 3}, 0, 3);
        assertArrayEquals(new byte[] {1, 2, 3}, rest.take(3));
        assertEquals(0, item[0]);
    }

    @Test
    void shouldCopyAnItemThatIsNotAllOfTheArray() {
        Input input = new Input(10);
        input.append(new byte[] {5, 1, 2, 3, 4}, 0, 5);
        input.expect(6);
        Input rest = input.moveRest();
        rest.append(new byte[] {5}, 0, 1);
        byte[] array = rest.array();

        rest.skip(1);
        byte[] item = rest.take(5);

        assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, item);
        assertNotSame(array, item);
    }

    @Test
    void shouldKeepItsArrayWhenAnItemFillsItByChance() {
        Input input = new Input(3);
        input.append(new byte[] {1, 2, 3}, 0, 3);
        byte[] array = input.array();

        byte[] item = input.take(3);

        assertNotSame(array, item);
        assertSame(array, input.array());
        assertEquals(Integer.MAX_VALUE, input.wanted());
    }

    @Test
    void shouldTakeInWhatWasWrittenIntoItsRoom() {
        Input input = new Input(8);
        input.append(new byte[] {1, 2}, 0, 2);

        int room = input.room();
        input.array()[input.limit()] = 3;
        input.advance(1);

        assertEquals(6, room);
        assertEquals(5, input.room());
        assertArrayEquals(new byte[] {1, 2, 3}, input.take(3));
    }
}
