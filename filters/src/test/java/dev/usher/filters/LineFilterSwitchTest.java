package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.usher.filter.Input;
import org.junit.jupiter.api.Test;

/** {@link LineFilter} and another filter on one window. */
class LineFilterSwitchTest {

    @Test
    void shouldLeaveExactlyTheRestToAnotherFilterInTheMiddleOfABurst() {
        Input input = Input.of(FilterCases.bytes("one\r\ntwo\r\nbody\r\nbytes"));
        LineFilter lines = new LineFilter();
        lines.next(input);
        lines.next(input);

        assertEquals("body\r\nbytes", stream(input));
    }

    @Test
    void shouldLeaveWhatItSearchedWithoutFindingALine() {
        Input input = Input.of(FilterCases.bytes("one\npart"));
        LineFilter lines = new LineFilter();
        lines.next(input);
        assertNull(lines.next(input));

        assertEquals("part", stream(input));
    }

    @Test
    void shouldTakeOverFromAnotherFilter() {
        Input input = Input.of(FilterCases.bytes("4:bodyline\n"));
        input.skip(6);

        assertEquals("line", new LineFilter().next(input));
    }

    /** The filter that gave the line would have swallowed it; nobody else can know that it is half of a pair. */
    @Test
    void shouldLeaveThePartnerByteToAFilterSwitchedToBeforeItCame() {
        Input input = Input.of(FilterCases.bytes("a\r"));
        assertEquals("a", new LineFilter().next(input));
        input.append(FilterCases.bytes("\nb"), 0, 2);

        assertEquals("\nb", stream(input));
    }

    @Test
    void shouldSwallowOnlyTheByteDirectlyBehind() {
        Input input = Input.of(FilterCases.bytes("a\r"));
        LineFilter lines = new LineFilter();
        assertEquals("a", lines.next(input));
        input.append(FilterCases.bytes("b\n\nc"), 0, 4);

        assertEquals("b", lines.next(input));
        assertEquals("", lines.next(input));
        assertEquals("c", stream(input));
    }

    @Test
    void shouldSwallowTheWholePairBeforeASwitchWhenItIsThere() {
        Input input = Input.of(FilterCases.bytes("a\r\n\nb"));
        assertEquals("a", new LineFilter().next(input));

        assertEquals("\nb", stream(input));
    }

    private static String stream(Input input) {
        return FilterCases.text(new StreamFilter().next(input));
    }
}
