package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Encoder;
import dev.usher.filter.Input;
import dev.usher.filter.ProtocolException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class StackableFilterTest {

    @Test
    void shouldPassRecordsUp() {
        FilterCases.of(StackableFilterTest::shouting)
                .when("a\nno\nb\npart")
                .gives("A", "B")
                .leaves("part");
    }

    @Test
    void shouldPassRecordsDownFromTheTop() {
        assertEquals("x\ny\n", FilterCases.text(new Encoder<>(shouting()).put(List.of("X", "NOPE", "Y"))));
    }

    @Test
    void shouldNameItsFiltersFromTheWireUp() {
        assertEquals(
                List.of("LineFilter", "MapFilter", "GrepFilter"), shouting().filterTypes());
        assertEquals(3, shouting().filters().size());
        assertEquals(
                List.of("BlockFilter", "LineFilter"),
                StackableFilter.of(new BlockFilter(), new LineFilter()).filterTypes());
    }

    @Test
    void shouldLeaveAStackAsItWasWhenAnotherFilterIsPushed() {
        StackableFilter<String, String> lines = StackableFilter.of(new LineFilter());
        lines.push(below -> GrepFilter.of(below, line -> false));

        assertEquals(List.of("LineFilter"), lines.filterTypes());
        assertEquals("a", lines.next(Input.of(FilterCases.bytes("a\n"))));
    }

    @Test
    void shouldReadTheBlocksOfOneFilterByAnother() {
        FilterCases.of(StackableFilterTest::linesInBlocks)
                .when("2\0a\n3\0b\nc0\0001\0\n")
                .gives("a", "b", "c")
                .leavesNothing();
        assertEquals("3\0a\r\n2\0\r\n", FilterCases.text(new Encoder<>(linesInBlocks()).put(List.of("a", ""))));
    }

    @Test
    void shouldTakeOneBlockAtATime() {
        Input input = Input.of(FilterCases.bytes("4\0a\nb\n2\0c\n"));
        StackableFilter<String, String> filter = linesInBlocks();

        assertEquals("a", filter.next(input));
        assertEquals("b", filter.next(input));
        assertEquals("2\0c\n", FilterCases.text(new StreamFilter().next(input)));
    }

    @Test
    void shouldPutNoBlockForARecordOfWhichNothingIsMade() {
        StackableFilter<String, String> filter =
                StackableFilter.of(new BlockFilter(), GrepFilter.of(new LineFilter(), line -> !line.isEmpty()));

        assertEquals("3\0a\r\n", FilterCases.text(new Encoder<>(filter).put(List.of("", "a", ""))));
    }

    @Test
    void shouldStackBytesOnBytesOnBytes() {
        StackableFilter<String, String> filter = StackableFilter.of(BlockFilter.fixed(3), new BlockFilter())
                .push(blocks -> StackableFilter.of(blocks, LineFilter.literal("!")));

        assertEquals("ab", filter.next(Input.of(FilterCases.bytes("2\0ab1\0!zz"))));
    }

    @Test
    void shouldGiveRecordsBeforeARefusalAndBehindItInTheirOrder() {
        FilterCases.of(() -> StackableFilter.of(new BlockFilter(), new LineFilter().maxLength(3)))
                .when("15\0ab\nlong\nlong\nc\n9\0long\nlon\n" + "1\0\n")
                .gives(
                        "ab",
                        FilterCases.refusal("more than maxLength 3"),
                        FilterCases.refusal("more than maxLength 3"),
                        "c",
                        FilterCases.refusal("more than maxLength 3"),
                        "lon",
                        "")
                .leavesNothing();
    }

    /** What a wheel asks when nothing was taken from its window: the offending line was, from the block. */
    @Test
    void shouldSayThatItCanGoOnWhenOnlyARecordInsideOfABlockIsRefused() {
        StackableFilter<Integer, Integer> filter = StackableFilter.of(new BlockFilter(), new LineFilter())
                .push(lines -> MapFilter.of(lines, StackableFilterTest::number, (Integer n) -> n.toString()))
                .push(numbers -> GrepFilter.of(numbers, n -> n > 0));
        Input input = Input.of(FilterCases.bytes("8\0001\nx\ny\n2\n"));
        assertEquals(1, filter.next(input));

        for (int i = 0; i < 2; i++) {
            assertThrows(ProtocolException.class, () -> filter.next(input));
            assertTrue(filter.canGoOn());
        }
        assertEquals(2, filter.next(input));
    }

    @Test
    void shouldSayThatItCannotGoOnWhenAFilterOfItCannot() {
        StackableFilter<byte[], byte[]> above = StackableFilter.of(new BlockFilter(), new BlockFilter());
        StackableFilter<String, String> below = linesInBlocks();

        Input inner = Input.of(FilterCases.bytes("20\00012345678901234567890"));
        for (int i = 0; i < 2; i++) {
            assertThrows(ProtocolException.class, () -> above.next(inner));
            assertFalse(above.canGoOn());
        }
        Input outer = Input.of(FilterCases.bytes("12345678901234567890"));
        assertThrows(ProtocolException.class, () -> below.next(outer));
        assertFalse(below.canGoOn());
    }

    @Test
    void shouldRememberNothingWhenFresh() {
        StackableFilter<String, String> used = StackableFilter.of(new BlockFilter(), new LineFilter())
                .push(lines -> MapFilter.of(lines, line -> line + "!", (String line) -> line));
        assertEquals("a!", used.next(Input.of(FilterCases.bytes("5\0a\nb\nc"))));

        StackableFilter<String, String> fresh = used.fresh();

        assertNull(fresh.next(new Input(8)));
        assertEquals("x!", fresh.next(Input.of(FilterCases.bytes("2\0x\n"))));
        assertEquals("b!", used.next(new Input(8)));
        assertEquals(used.filterTypes(), fresh.filterTypes());
    }

    @Test
    void shouldGiveBackAnyItemsWhateverTheCuts() {
        RoundTrip.check(StackableFilterTest::linesInBlocks, random -> "" + random.nextInt(), line -> line);
        RoundTrip.check(
                () -> StackableFilter.of(new BlockFilter(), new BlockFilter()),
                BlockFilterTest::anyBlock,
                FilterCases::text);
        RoundTrip.check(
                () -> StackableFilter.of(
                                new BlockFilter(),
                                ReferenceFilter.of(Object.class).compression())
                        .push(values -> new RecordBlockFilter<>(values, 2)),
                random -> List.<Object>of(random.nextInt(), "x".repeat(random.nextInt(300))),
                list -> list);
    }

    private static int number(String line) {
        try {
            return Integer.parseInt(line);
        } catch (NumberFormatException e) {
            throw new ProtocolException("no number: " + line);
        }
    }

    private static StackableFilter<String, String> linesInBlocks() {
        return StackableFilter.of(new BlockFilter(), new LineFilter());
    }

    private static StackableFilter<String, String> shouting() {
        return StackableFilter.of(LineFilter.literal("\n"))
                .push(lines -> MapFilter.of(
                        lines, line -> line.toUpperCase(Locale.ROOT), (String line) -> line.toLowerCase(Locale.ROOT)))
                .push(lines -> GrepFilter.of(
                        lines, line -> !line.toUpperCase(Locale.ROOT).contains("NO")));
    }
}
