package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Input;
import dev.usher.filter.ProtocolException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@link LineFilter}: lines that are too long, and what is never searched twice. */
class LineFilterLimitTest {
    private static final Object TOO_LONG = FilterCases.refusal("more than maxLength 5 allows");

    private static final List<LineFilter> KINDS = List.of(
            new LineFilter(),
            LineFilter.literal("\n"),
            LineFilter.autodetect(),
            new LineFilter().inputRegexp(Pattern.compile("\n")));

    @Test
    void shouldTakeALineOfTheLongestLength() {
        for (LineFilter kind : KINDS) {
            FilterCases.of(() -> kind.maxLength(5))
                    .when("12345\n1\n")
                    .gives("12345", "1")
                    .leavesNothing();
        }
    }

    @Test
    void shouldRefuseALongerLineOnceAndGoOnBehindIt() {
        for (LineFilter kind : KINDS) {
            FilterCases.of(() -> kind.maxLength(5))
                    .when("ok\n123456\nok\n12345678901234567890\n123456\n\nok\n")
                    .gives("ok", TOO_LONG, "ok", TOO_LONG, TOO_LONG, "", "ok")
                    .leavesNothing();
        }
    }

    @Test
    void shouldSkipALongLineWithATerminatorOfSeveralBytes() {
        FilterCases.of(() -> LineFilter.literal("\r\n").maxLength(5))
                .when("1234567\r8\n9\r\nok\r\n")
                .gives(TOO_LONG, "ok")
                .leavesNothing();
        FilterCases.of(() -> LineFilter.literal("\r\n").maxLength(5))
                .when("12345\r\n")
                .gives("12345")
                .leavesNothing();
        FilterCases.of(() -> new LineFilter().maxLength(5))
                .when("1234567\r\n\r\nok\n\r")
                .gives(TOO_LONG, "", "ok")
                .leavesNothing();
        FilterCases.of(() -> LineFilter.autodetect().maxLength(5))
                .when("1234567\r\n1\n2\r\nok\r\n")
                .gives(TOO_LONG, "1\n2", "ok")
                .leavesNothing();
    }

    @Test
    void shouldTakeATerminatorLongerThanTheLongestLine() {
        FilterCases.of(() -> LineFilter.literal("--end--").maxLength(1))
                .when("a--end--")
                .gives("a")
                .leavesNothing();
    }

    @Test
    void shouldNotKeepALineThatIsTooLong() {
        for (LineFilter kind : KINDS) {
            LineFilter filter = kind.maxLength(1_000);
            Input input = new Input(64);
            int refusals = 0;
            for (int i = 0; i < 10_000; i++) {
                input.append(new byte[100], 0, 100);
                try {
                    assertNull(filter.next(input));
                } catch (ProtocolException e) {
                    refusals++;
                }
                assertTrue(input.remaining() <= 1_000);
            }
            assertEquals(1, refusals);
            assertTrue(input.array().length < 8_000);
        }
    }

    @Test
    void shouldNotKeepMoreThanTwiceTheLimitForAPatternThatNeverEnds() {
        LineFilter filter = new LineFilter().inputRegexp(Pattern.compile(".*;")).maxLength(100);
        Input input = new Input(64);
        int refusals = 0;
        for (int i = 0; i < 1_000; i++) {
            input.append(FilterCases.bytes("x"), 0, 1);
            try {
                assertNull(filter.next(input));
            } catch (ProtocolException e) {
                refusals++;
            }
            assertTrue(input.remaining() <= 200);
        }
        assertEquals(1, refusals);
    }

    @Test
    void shouldSayHowLongTheLineIsAndWhatToDo() {
        LineFilter filter = new LineFilter().maxLength(5);

        String whole = refusalOf(filter, "1234567\n");
        String part = refusalOf(filter, "123456");

        assertTrue(whole.contains("is 7 bytes long") && whole.contains("raise LineFilter.maxLength"), whole);
        assertTrue(part.contains("6 bytes and no end yet") && part.contains("maxLength 5"), part);
    }

    @Test
    void shouldTakeSixtyFourKibibytesUnlessToldOtherwise() {
        byte[] longest = new byte[65_536 + 1];
        longest[65_536] = '\n';

        assertEquals(65_536, new LineFilter().next(Input.of(longest)).length());
        assertThrows(ProtocolException.class, () -> new LineFilter().next(Input.of(new byte[65_537])));
    }

    /** Counts the bytes from where each search begins: a megabyte, byte by byte, is looked at once. */
    @Test
    void shouldLookAtEachByteOnce() {
        for (LineFilter kind : KINDS) {
            assertEquals(1 << 20, bytesLookedAt(kind, (byte) 'x'));
        }
        assertEquals(1 << 20, bytesLookedAt(LineFilter.literal("\r\n"), (byte) 'x'));
        assertEquals(1 << 20, bytesLookedAt(new LineFilter().inputRegexp(Pattern.compile("\r?\n")), (byte) 'x'));
        // A terminator may begin with the last byte, which is therefore looked at once more.
        assertEquals((2 << 20) - 1, bytesLookedAt(LineFilter.literal("\r\n"), (byte) '\r'));
        assertEquals((2 << 20) - 1, bytesLookedAt(new LineFilter().inputRegexp(Pattern.compile("\r?\n")), (byte) '\r'));
    }

    private static long bytesLookedAt(LineFilter kind, byte value) {
        LineFilter filter = kind.maxLength(2 << 20);
        Input input = new Input(64);
        long lookedAt = 0;
        for (int i = 0; i < 1 << 20; i++) {
            input.append(new byte[] {value}, 0, 1);
            lookedAt += input.remaining() - filter.searched();
            assertNull(filter.next(input));
        }
        return lookedAt;
    }

    private static String refusalOf(LineFilter filter, String received) {
        return assertThrows(ProtocolException.class, () -> filter.next(Input.of(FilterCases.bytes(received))))
                .getMessage();
    }
}
