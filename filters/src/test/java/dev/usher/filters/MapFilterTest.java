package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MapFilterTest {

    @Test
    void shouldMapEachRecord() {
        FilterCases.of(() -> numbers()).when("1\n23\n4").gives(1, 23).leaves("4");
        assertEquals("5\r\n6\r\n", put(numbers(), 5, 6));
    }

    @Test
    void shouldGiveTheRecordsMadeOfOneOneByOne() {
        FilterCases.of(MapFilterTest::words)
                .when("a b c\nd\n\ne f\ng")
                .gives("a", "b", "c", "d", "e", "f")
                .leaves("g");
    }

    /** POE's pump takes a record that is mapped to nothing for the end of what is there. */
    @Test
    void shouldGoOnBehindRecordsThatAreMappedToNothing() {
        Input input = Input.of(FilterCases.bytes("\n\n\na\n\n"));
        MapFilter<String, String, String, String> words = words();

        assertEquals("a", words.next(input));
        assertNull(words.next(input));
        assertTrue(input.isEmpty());
    }

    @Test
    void shouldPutWhatOneRecordIsMappedTo() {
        assertEquals("b\r\na\r\n", put(words(), "a b", ""));
    }

    @Test
    void shouldRefuseARecordAndGoOnBehindIt() {
        FilterCases.of(MapFilterTest::numbers)
                .when("1\nx\n2\n")
                .gives(1, FilterCases.refusal("no number: x"), 2)
                .leavesNothing();
    }

    @Test
    void shouldGiveNothingOfARecordThatIsRefusedInItsMiddle() {
        FilterCases.of(() -> MapFilter.multi(new LineFilter(), MapFilterTest::eachDigit, MapFilterTest::same))
                .when("12\n34x5\n6\n")
                .gives(1, 2, FilterCases.refusal("no digit: x"), 6)
                .leavesNothing();
    }

    @Test
    void shouldAppendNothingOfARecordThatFailsInItsMiddle() {
        Output out = new Output(8);
        MapFilter<String, String, String, String> words = words();
        words.put("a", out);

        assertThrows(IllegalArgumentException.class, () -> words.put("\u20ac b", out));

        assertEquals("a\r\n", FilterCases.text(out.toByteArray()));
        words.put("c", out);
        assertEquals("a\r\nc\r\n", FilterCases.text(out.toByteArray()));
    }

    @Test
    void shouldNameWhatToDoWhenAFunctionMakesNull() {
        MapFilter<String, String, Object, String> filter = MapFilter.of(new LineFilter(), line -> null, line -> null);

        String got = assertThrows(NullPointerException.class, () -> filter.next(Input.of(FilterCases.bytes("a\n"))))
                .getMessage();
        String put = assertThrows(NullPointerException.class, () -> filter.put("a", new Output(8)))
                .getMessage();

        assertTrue(got.contains("use MapFilter.multi"), got);
        assertTrue(put.contains("use MapFilter.multi"), put);
    }

    @Test
    void shouldRefuseRecordsToldAfterTheFunctionHasReturned() {
        Consumer<?>[] kept = new Consumer<?>[1];
        MapFilter<String, String, String, String> filter =
                MapFilter.multi(new LineFilter(), MapFilterTest::same, (line, to) -> kept[0] = to);
        filter.put("a", new Output(8));

        @SuppressWarnings("unchecked")
        Consumer<String> late = (Consumer<String>) kept[0];

        assertThrows(IllegalStateException.class, () -> late.accept("b"));
    }

    @Test
    void shouldRememberNothingWhenFresh() {
        MapFilter<String, String, String, String> used = words();
        assertEquals("a", used.next(Input.of(FilterCases.bytes("a b\n"))));

        assertNull(used.fresh().next(new Input(8)));
        assertEquals("b", used.next(new Input(8)));
    }

    @Test
    void shouldGiveBackAnyRecordsWhateverTheCuts() {
        RoundTrip.check(MapFilterTest::numbers, random -> random.nextInt(), number -> number);
        RoundTrip.check(
                () -> MapFilter.of(new BlockFilter(), FilterCases::text, FilterCases::bytes),
                random -> FilterCases.text(BlockFilterTest.anyBlock(random)),
                text -> text);
    }

    private static MapFilter<String, String, Integer, Integer> numbers() {
        return MapFilter.of(new LineFilter(), MapFilterTest::number, (Integer number) -> number.toString());
    }

    private static int number(String line) {
        try {
            return Integer.parseInt(line);
        } catch (NumberFormatException e) {
            throw new ProtocolException("no number: " + line);
        }
    }

    /** Words of lines; puts the words of a line from its end to its begin, each as a line. */
    private static MapFilter<String, String, String, String> words() {
        return MapFilter.multi(
                new LineFilter(),
                (line, to) -> line.toLowerCase(Locale.ROOT)
                        .lines()
                        .forEach(each -> List.of(each.split(" ")).forEach(to::accept)),
                (String line, Consumer<String> to) -> {
                    String[] words = line.split(" ");
                    for (int i = words.length - 1; i >= 0; i--) {
                        if (!words[i].isEmpty()) {
                            to.accept(words[i]);
                        }
                    }
                });
    }

    private static void eachDigit(String line, Consumer<Integer> to) {
        for (char digit : line.toCharArray()) {
            if (!Character.isDigit(digit)) {
                throw new ProtocolException("no digit: " + digit);
            }
            to.accept(digit - '0');
        }
    }

    private static void same(String line, Consumer<String> to) {
        to.accept(line);
    }

    @SafeVarargs
    private static <O> String put(MapFilter<?, ?, ?, O> filter, O... records) {
        Output out = new Output(8);
        for (O each : records) {
            filter.put(each, out);
        }
        return FilterCases.text(out.toByteArray());
    }
}
