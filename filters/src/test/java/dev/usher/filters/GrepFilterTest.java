package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.usher.filter.Encoder;
import dev.usher.filter.Input;
import dev.usher.filter.ProtocolException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrepFilterTest {

    @Test
    void shouldGiveTheRecordsThatPass() {
        FilterCases.of(GrepFilterTest::quiet)
                .when("a\nNO\nNO\nb\nNO\nc")
                .gives("a", "b")
                .leaves("c");
    }

    @Test
    void shouldPutTheRecordsThatPass() {
        assertEquals("a\r\nb\r\n", put(quiet(), "a", "NO", "b"));
    }

    @Test
    void shouldAskEachDirectionItsOwn() {
        GrepFilter<String, String> filter =
                new GrepFilter<>(new LineFilter(), line -> line.startsWith("a"), line -> line.startsWith("b"));

        assertEquals("b\r\n", put(filter, "a", "b"));
        assertEquals("a", filter.next(Input.of(FilterCases.bytes("b\na\n"))));
    }

    @Test
    void shouldTakeAllRecordsThatDoNotPass() {
        Input input = Input.of(FilterCases.bytes("NO\nNO\n"));

        assertNull(quiet().next(input));
        assertEquals(0, input.remaining());
    }

    @Test
    void shouldGoOnBehindARecordThatIsRefused() {
        FilterCases.of(() -> GrepFilter.of(new LineFilter(), GrepFilterTest::noX))
                .when("a\nx\nb\n")
                .gives("a", FilterCases.refusal("an x"), "b")
                .leavesNothing();
    }

    @Test
    void shouldGiveBackAnyRecordsThatPassWhateverTheCuts() {
        RoundTrip.check(
                () -> GrepFilter.of(new BlockFilter(), block -> block.length > 0),
                random -> FilterCases.bytes("x" + random.nextInt()),
                FilterCases::text);
    }

    private static boolean noX(String line) {
        if (line.contains("x")) {
            throw new ProtocolException("an x in " + line);
        }
        return true;
    }

    private static GrepFilter<String, String> quiet() {
        return GrepFilter.of(new LineFilter(), line -> !line.equals("NO"));
    }

    private static String put(GrepFilter<String, String> filter, String... records) {
        return FilterCases.text(new Encoder<>(filter).put(List.of(records)));
    }
}
