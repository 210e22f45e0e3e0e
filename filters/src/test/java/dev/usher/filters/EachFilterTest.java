package dev.usher.filters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.usher.filter.Decoder;
import dev.usher.filter.Encoder;
import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every filter of records, tried with each: two records of its own, the first of them not empty. */
class EachFilterTest {

    /** A filter and two records for it, as they are compared. */
    record Row<T>(String name, Supplier<Filter<T, T>> filters, T first, T second, Function<T, Object> view) {
        @Override
        public String toString() {
            return name;
        }

        byte[] bytes(T item) {
            return new Encoder<>(filters.get()).put(List.of(item));
        }
    }

    static List<Row<?>> rows() {
        return List.of(
                lines("line", LineFilter::new),
                lines("line by literal", () -> LineFilter.literal("=-=")),
                lines("line by regexp", () -> new LineFilter().inputRegexp(Pattern.compile("\r\n"))),
                lines("line autodetected", () -> LineFilter.autodetect()),
                lines("line in UTF-8", () -> new LineFilter().charset(UTF_8)),
                blocks("block", BlockFilter::new),
                blocks("block of one size", () -> BlockFilter.fixed(5)),
                values("reference", () -> ReferenceFilter.of(Object.class)),
                values(
                        "reference, compressed",
                        () -> ReferenceFilter.of(Object.class).compression()),
                lines("map", () -> MapFilter.of(new BlockFilter(), FilterCases::text, FilterCases::bytes)),
                lines("grep", () -> GrepFilter.of(new LineFilter(), line -> !line.isEmpty())),
                new Row<>(
                        "record block",
                        () -> new RecordBlockFilter<>(new LineFilter(), 2),
                        List.of("first", "record"),
                        List.of("second", ""),
                        list -> list),
                lines("stackable", () -> StackableFilter.of(new BlockFilter(), LineFilter.literal("\n"))));
    }

    private static Row<String> lines(String name, Supplier<Filter<String, String>> filters) {
        return new Row<>(name, filters, "first record", "second", line -> line);
    }

    private static Row<byte[]> blocks(String name, Supplier<Filter<byte[], byte[]>> filters) {
        return new Row<>(name, filters, FilterCases.bytes("first"), FilterCases.bytes("\0\r\n12"), FilterCases::text);
    }

    private static Row<Object> values(String name, Supplier<Filter<Object, Object>> filters) {
        return new Row<>(name, filters, Map.of("first", List.of(1, 2)), "second", value -> value);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return FilterCases.bytes(FilterCases.text(one) + FilterCases.text(other));
    }

    @ParameterizedTest
    @MethodSource("rows")
    <T> void shouldGiveBackWhatItPutsWholeByteByByteAndWithMoreBehind(Row<T> row) {
        FilterCases.of(row.filters)
                .seenAs(row.view)
                .when(FilterCases.text(joined(row.bytes(row.first), row.bytes(row.second))))
                .gives(row.view.apply(row.first), row.view.apply(row.second))
                .leavesNothing();
    }

    @ParameterizedTest
    @MethodSource("rows")
    <T> void shouldTellAllPendingBytesWhileARecordIsNotWhole(Row<T> row) {
        byte[] bytes = row.bytes(row.first);
        byte[] half = Arrays.copyOf(bytes, 3);
        Decoder<T> decoder = new Decoder<>(row.filters.get());

        decoder.getOneStart(half);

        assertEquals(List.of(), decoder.getOne());
        assertEquals(FilterCases.text(half), FilterCases.text(decoder.getPending()));
        assertEquals(FilterCases.text(half), FilterCases.text(decoder.getPending())); // which takes nothing
        List<T> whole = decoder.get(Arrays.copyOfRange(bytes, 3, bytes.length));
        assertEquals(
                List.of(row.view.apply(row.first)), whole.stream().map(row.view).toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    <T> void shouldLeaveWhatIsBehindARecordToAnotherFilter(Row<T> row) {
        byte[] second = row.bytes(row.second);
        Input input = Input.of(joined(row.bytes(row.first), second));

        T first = row.filters.get().next(input);

        assertEquals(row.view.apply(row.first), row.view.apply(first));
        assertEquals(FilterCases.text(second), FilterCases.text(new StreamFilter().next(input)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    <T> void shouldBeginAnewWhenFresh(Row<T> row) {
        Filter<T, T> used = row.filters.get();
        byte[] bytes = row.bytes(row.first);
        assertNull(used.next(Input.of(Arrays.copyOf(bytes, 3))));

        T item = used.fresh().next(Input.of(bytes));

        assertEquals(row.view.apply(row.first), row.view.apply(item));
    }
}
