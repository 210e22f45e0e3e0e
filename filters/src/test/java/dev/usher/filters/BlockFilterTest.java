package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Decoder;
import dev.usher.filter.Encoder;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockFilterTest {
    private static final Object TOO_LONG = FilterCases.refusal("where maxLength allows 5; it is skipped");
    private static final Object NO_LENGTH = FilterCases.refusal("where a block's length must be");

    @Test
    void shouldCutBlocksOfOneSize() {
        fixed(4).when("abcdefghij").gives("abcd", "efgh").leaves("ij");
        fixed(1).when("ab").gives("a", "b").leavesNothing();
    }

    @Test
    void shouldPutBlocksOfOneSizeOneBehindTheOther() {
        assertEquals("abcdefgh", put(BlockFilter.fixed(4), "abcd", "efgh"));
    }

    @Test
    void shouldRefuseToPutABlockOfAnotherSizeThanAllOthers() {
        for (String wrong : List.of("", "abc", "abcde", "abcdefgh")) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> put(BlockFilter.fixed(4), "good", wrong))
                    .getMessage();

            assertTrue(message.contains("a block of " + wrong.length() + " bytes among blocks of 4"), message);
        }
    }

    @Test
    void shouldCutBlocksBehindTheirLengths() {
        variable().when("5\0hello3\0abc").gives("hello", "abc").leavesNothing();
        variable().when("005\0hello").gives("hello").leavesNothing();
        variable().when("3\0\0\0001").gives("\0\0001").leavesNothing();
    }

    @Test
    void shouldGiveAnEmptyBlock() {
        variable().when("0\0000\0001\0x0\0").gives("", "", "x", "").leavesNothing();
    }

    @Test
    void shouldLeaveABlockWithItsLengthUntilAllOfItIsThere() {
        variable().when("5\0hello77").gives("hello").leaves("77");
        variable().when("5\0hello5\0hel").gives("hello").leaves("5\0hel");
    }

    @Test
    void shouldPutLengthsInFrontOfBlocks() {
        assertEquals("5\0hello0\00010\0abcdefghij", put(new BlockFilter(), "hello", "", "abcdefghij"));
    }

    @Test
    void shouldSkipToTheNextDigitAndTellItOnceWhenThereIsNoLength() {
        variable().when("xyz2\0hi").gives(NO_LENGTH, "hi").leavesNothing();
        variable().when("1\0a\r\n\0002\0hi").gives("a", NO_LENGTH, "hi").leavesNothing();
    }

    /** POE waits for ever. */
    @Test
    void shouldNotWaitForANulThatCannotComeAnyMore() {
        variable().when("12x\0002\0hi").gives(NO_LENGTH, "hi").leavesNothing();
        variable().when("\0002\0hi").gives(NO_LENGTH, "hi").leavesNothing();
    }

    @Test
    void shouldNameTheByteThatIsNoLength() {
        String message = refusalOf(new BlockFilter(), "1z");

        assertTrue(message.contains("byte 0x7a") && message.contains("decimal digits and a NUL"), message);
    }

    @Test
    void shouldTakeABlockOfTheLongestLength() {
        ofFive().when("5\00012345").gives("12345").leavesNothing();
    }

    @Test
    void shouldRefuseALongerBlockOnceAndGoOnBehindIt() {
        ofFive().when("1\0a6\0001234561\0b20\000123456789012345678906\0abcdef2\0ok")
                .gives("a", TOO_LONG, "b", TOO_LONG, TOO_LONG, "ok")
                .leavesNothing();
    }

    @Test
    void shouldRefuseALongBlockAsSoonAsItIsAnnounced() {
        String message = refusalOf(new BlockFilter(), "1048577\0");

        assertTrue(message.contains("1048577 bytes, where maxLength allows 1048576"), message);
        assertTrue(message.contains("raise maxLength"), message);
    }

    @Test
    void shouldKeepNothingOfABlockThatIsTooLong() {
        BlockFilter filter = new BlockFilter().maxLength(10);
        Input input = Input.of(FilterCases.bytes("999999999999999999\0"));
        assertThrows(ProtocolException.class, () -> filter.next(input));

        for (int i = 0; i < 1_000; i++) {
            input.append(new byte[1_000], 0, 1_000);
            assertNull(filter.next(input));
            assertEquals(0, input.remaining());
        }
    }

    @Test
    void shouldRefuseForEverALengthOfMoreDigitsThanALongHas() {
        BlockFilter filter = new BlockFilter();
        Input input = Input.of(FilterCases.bytes("1234567890123456789"));

        for (int i = 0; i < 3; i++) {
            String message = assertThrows(ProtocolException.class, () -> filter.next(input))
                    .getMessage();
            assertTrue(message.contains("more than 18 digits"), message);
            assertEquals(19, input.remaining());
        }
    }

    @Test
    void shouldReadAndWriteLengthsByACodec() {
        FilterCases.of(() -> new BlockFilter().lengthCodec(new TwoBytes()))
                .seenAs(FilterCases::text)
                .when("\0\003abc\0\0\0\001x\001")
                .gives("abc", "", "x")
                .leaves("\001");
        assertEquals("\0\003abc\0\0", put(new BlockFilter().lengthCodec(new TwoBytes()), "abc", ""));
    }

    @Test
    void shouldPassOnThatACodecCannotWriteALength() {
        BlockFilter filter = new BlockFilter().lengthCodec(new TwoBytes());
        Output out = new Output(8);

        assertThrows(IllegalArgumentException.class, () -> filter.put(new byte[70_000], out));
        assertEquals(0, out.size());
    }

    @Test
    void shouldNameACodecThatFindsALengthInNothing() {
        LengthCodec broken = new TwoBytes() {
            @Override
            public int prefix(Input input) {
                return 0;
            }
        };

        String message = assertThrows(
                        IllegalStateException.class,
                        () -> new BlockFilter().lengthCodec(broken).next(Input.of(new byte[3])))
                .getMessage();

        assertTrue(message.contains("two bytes") && message.contains("in 0 bytes of 3"), message);
    }

    /** However small the pieces of a large block, its length is read once, and the block is copied out once. */
    @Test
    void shouldReadTheLengthOfALargeBlockOnce() {
        int[] asked = new int[1];
        LengthCodec counting = new TwoBytes() {
            @Override
            public int prefix(Input input) {
                asked[0]++;
                return super.prefix(input);
            }
        };
        BlockFilter filter = new BlockFilter().lengthCodec(counting);
        Input input = Input.of(new byte[] {(byte) 0xFF, (byte) 0xFF});
        for (int i = 0; i < 65_534; i++) {
            assertNull(filter.next(input));
            input.append(new byte[] {7}, 0, 1);
        }
        input.append(new byte[] {8}, 0, 1);

        byte[] block = filter.next(input);

        assertEquals(1, asked[0]);
        assertEquals(65_535, block.length);
        assertEquals(8, block[65_534]);
    }

    @Test
    void shouldLeaveExactlyTheRestToAnotherFilter() {
        Input input = Input.of(FilterCases.bytes("3\0onetwo\nthree"));

        byte[] block = new BlockFilter().next(input);
        String line = new LineFilter().next(input);
        byte[] rest = BlockFilter.fixed(2).next(input);

        assertEquals(List.of("one", "two", "th"), List.of(FilterCases.text(block), line, FilterCases.text(rest)));
    }

    @Test
    void shouldLeaveALengthThatItHasReadToAnotherFilter() {
        Decoder<byte[]> blocks = new Decoder<>(new BlockFilter());

        assertEquals(List.of(), blocks.get(FilterCases.bytes("5\0hel")));

        assertEquals("5\0hel", FilterCases.text(blocks.getPending()));
    }

    @Test
    void shouldRememberNothingWhenFresh() {
        BlockFilter used = new BlockFilter().maxLength(5);
        assertNull(used.next(Input.of(FilterCases.bytes("5\0ab"))));
        assertThrows(ProtocolException.class, () -> used.fresh().next(Input.of(FilterCases.bytes("6\0"))));

        assertArrayEquals(new byte[] {'x'}, used.fresh().next(Input.of(FilterCases.bytes("1\0x"))));
    }

    @Test
    void shouldGiveBackAnyBlocksWhateverTheCuts() {
        RoundTrip.check(BlockFilter::new, BlockFilterTest::anyBlock, Arrays::hashCode);
        RoundTrip.check(
                () -> new BlockFilter().lengthCodec(new TwoBytes()), BlockFilterTest::anyBlock, FilterCases::text);
        RoundTrip.check(() -> BlockFilter.fixed(17), random -> Arrays.copyOf(anyBlock(random), 17), FilterCases::text);
    }

    @Test
    void shouldRefuseOptionsThatMeanNothing() {
        assertThrows(IllegalArgumentException.class, () -> BlockFilter.fixed(0));
        assertThrows(IllegalArgumentException.class, () -> new BlockFilter().maxLength(-1));
        assertThrows(IllegalArgumentException.class, () -> BlockFilter.fixed(4).maxLength(8));
        assertThrows(IllegalArgumentException.class, () -> BlockFilter.fixed(4).lengthCodec(new TwoBytes()));
    }

    static byte[] anyBlock(Random random) {
        byte[] block = new byte[random.nextInt(4) == 0 ? random.nextInt(3_000) : random.nextInt(12)];
        random.nextBytes(block);
        return block;
    }

    private static FilterCases<byte[]> variable() {
        return FilterCases.<byte[]>of(BlockFilter::new).seenAs(FilterCases::text);
    }

    private static FilterCases<byte[]> ofFive() {
        return FilterCases.<byte[]>of(() -> new BlockFilter().maxLength(5)).seenAs(FilterCases::text);
    }

    private static FilterCases<byte[]> fixed(int size) {
        return FilterCases.<byte[]>of(() -> BlockFilter.fixed(size)).seenAs(FilterCases::text);
    }

    private static String put(BlockFilter filter, String... blocks) {
        List<byte[]> items = Arrays.stream(blocks).map(FilterCases::bytes).toList();
        return FilterCases.text(new Encoder<>(filter).put(items));
    }

    private static String refusalOf(BlockFilter filter, String received) {
        return assertThrows(ProtocolException.class, () -> filter.next(Input.of(FilterCases.bytes(received))))
                .getMessage();
    }

    /** Lengths as two bytes, the higher one first. */
    private static class TwoBytes implements LengthCodec {
        @Override
        public int prefix(Input input) {
            return input.remaining() < 2 ? -1 : 2;
        }

        @Override
        public long length(Input input, int prefix) {
            return (input.at(0) & 0xFF) << 8 | input.at(1) & 0xFF;
        }

        @Override
        public void put(int length, Output out) {
            if (length > 0xFFFF) {
                throw new IllegalArgumentException("two bytes cannot say " + length);
            }
            out.put((byte) (length >> 8));
            out.put((byte) length);
        }

        @Override
        public String toString() {
            return "two bytes";
        }
    }
}
