package dev.usher.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Decoder;
import dev.usher.filter.Encoder;
import dev.usher.filter.Input;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LineFilterTest {

    private static FilterCases<String> lines() {
        return FilterCases.of(LineFilter::new);
    }

    private static FilterCases<String> literal(String terminator) {
        return FilterCases.of(() -> LineFilter.literal(terminator));
    }

    private static FilterCases<String> autodetect() {
        return FilterCases.of(LineFilter::autodetect);
    }

    private static FilterCases<String> regexp(String pattern) {
        return FilterCases.of(() -> new LineFilter().inputRegexp(Pattern.compile(pattern)));
    }

    @Test
    void shouldEndALineAtEachTerminatorInAnyMixture() {
        lines().when("a\nb\rc\r\nd\n\re").gives("a", "b", "c", "d").leaves("e");
        lines().when("one\r\n").gives("one").leavesNothing();
        lines().when("\r").gives("").leavesNothing();
        lines().when("no end").gives().leaves("no end");
        lines().when("").gives().leaves("");
    }

    @Test
    void shouldPairTerminatorBytesFromTheLeft() {
        lines().when("a\r\n\r\nb\n").gives("a", "", "b").leavesNothing();
        lines().when("a\n\n\rb\r").gives("a", "", "b").leavesNothing();
        lines().when("a\n\r\nb\r").gives("a", "", "b").leavesNothing();
        lines().when("\r\r\r\n\nx\r\n").gives("", "", "", "", "x").leavesNothing();
    }

    @Test
    void shouldFindTerminatorsBeyondTheFirstEightBytes() {
        lines().when("0123456789abcdefghi\r\n\u0080\u008D\u008A\u00FF\u0000\u000B\f\u000E\tx\n")
                .gives("0123456789abcdefghi", "\u0080\u008D\u008A\u00FF\u0000\u000B\f\u000E\tx")
                .leavesNothing();
    }

    /** POE made "abc", "", "def" of this: the LF that came later was taken for an empty line. */
    @Test
    void shouldNotGiveAnEmptyLineWhenAPairIsCut() {
        Decoder<String> decoder = new Decoder<>(new LineFilter());

        assertEquals(List.of("abc"), decoder.get(bytes("abc\r")));
        assertEquals(List.of("def"), decoder.get(bytes("\ndef\r\n")));
    }

    @Test
    void shouldSwallowThePartnerOfACutPairWhenItComesAlone() {
        Decoder<String> decoder = new Decoder<>(new LineFilter());

        assertEquals(List.of("abc"), decoder.get(bytes("abc\n")));
        assertEquals(List.of(), decoder.get(bytes("\r")));
        assertEquals(List.of(""), decoder.get(bytes("\n")));
    }

    @Test
    void shouldEndLinesPutWithCrLf() {
        assertEquals("x\r\n\r\ny\r\n", put(new LineFilter(), "x", "", "y"));
        assertEquals("x\r\n", put(LineFilter.autodetect(), "x"));
    }

    @Test
    void shouldNotStripTerminatorsInLinesPut() {
        assertEquals("a\n\r\n", put(new LineFilter(), "a\n"));
        assertEquals("a\n\n", put(LineFilter.literal("\n"), "a\n"));
    }

    @Test
    void shouldUseALiteralInBothDirections() {
        literal("!").when("a!!b!c").gives("a", "", "b").leaves("c");
        literal("\n").when("a\r\nb\n").gives("a\r", "b").leavesNothing();
        assertEquals("x!y!", put(LineFilter.literal("!"), "x", "y"));
    }

    @Test
    void shouldTakeLiteralsOfSeveralBytesWhereverTheyAreCut() {
        literal("\r\n").when("a\rb\nc\r\n\r\nd\r").gives("a\rb\nc", "").leaves("d\r");
        literal("aab").when("aaab-aab--aaaab").gives("a", "-", "--aa").leavesNothing();
        literal("----").when("x---y-------").gives("x---y").leaves("---");
    }

    @Test
    void shouldUseDifferentLiteralsForInputAndOutput() {
        LineFilter filter = new LineFilter().inputLiteral(";").outputLiteral("|");

        FilterCases.of(filter::fresh).when("a;b|;").gives("a", "b|").leavesNothing();
        assertEquals("q|", put(filter, "q"));
    }

    @Test
    void shouldDecideForTheFirstTerminatorSeen() {
        autodetect().when("a\nb\r\nc\n").gives("a", "b\r", "c").followedBy("d").leavesNothing();
        autodetect()
                .when("a\r\nb\nc\rd\r\n")
                .gives("a", "b\nc\rd")
                .followedBy("e")
                .leavesNothing();
        autodetect().when("a\rb\nc\r").gives("a", "b\nc").followedBy("e").leavesNothing();
        autodetect()
                .when("a\n\rb\r\nc\n\r")
                .gives("a", "b\r\nc")
                .followedBy("e")
                .leavesNothing();
        autodetect().when("a\n\nb\r\n").gives("a", "", "b\r").leavesNothing();
    }

    @Test
    void shouldGiveTheFirstLineAtOnceAndLetTheNextByteDecide() {
        Decoder<String> pair = new Decoder<>(LineFilter.autodetect());
        assertEquals(List.of("abc"), pair.get(bytes("abc\r")));
        assertEquals(List.of("def"), pair.get(bytes("\ndef\r\n")));
        assertEquals(List.of(), pair.get(bytes("x\r")));

        Decoder<String> single = new Decoder<>(LineFilter.autodetect());
        assertEquals(List.of("abc"), single.get(bytes("abc\r")));
        assertEquals(List.of("d\nef"), single.get(bytes("d\nef\r")));
    }

    @Test
    void shouldTakeAPatternAsTerminator() {
        LineFilter filter =
                new LineFilter().inputRegexp(Pattern.compile("[xy]")).outputLiteral(";");

        FilterCases.of(filter::fresh).when("1x2y3").gives("1", "2").leaves("3");
        assertEquals("q;", put(filter, "q"));
    }

    @Test
    void shouldGiveTheSameLinesForAPatternWhereverItsMatchIsCut() {
        regexp("\\r?\\n").when("a\r\nb\nc\rd\r\n").gives("a", "b", "c\rd").leavesNothing();
        regexp("abc|b").when("1b2abc3abb").gives("1", "2", "3a", "").leavesNothing();
        regexp(";+").when("1;2;;;3;;").gives("1", "2").leaves("3;;");
        regexp("(?<=;)z").when("z;;z1z;zz").gives("z;;", "1z;").leaves("z");
        regexp("\\xff\\x00")
                .when("\u00FF\u00FF\u0000a\u00FF\u0000")
                .gives("\u00FF", "a")
                .leavesNothing();
    }

    @Test
    void shouldMakeProgressWithAPatternThatMatchesBetweenBytes() {
        regexp("(?<=;)").when("a;b;;c").gives("a;", "b;", ";").leaves("c");
    }

    @Test
    void shouldReadAndWriteUtf8() {
        LineFilter filter = new LineFilter().charset(StandardCharsets.UTF_8);
        String text = "aé€\uD83D\uDE00\u0000z";

        Decoder<String> decoder = new Decoder<>(filter.fresh());
        assertEquals(List.of(text), decoder.get((text + "\n").getBytes(StandardCharsets.UTF_8)));
        assertEquals(text + "\r\n", new String(new Encoder<>(filter).put(List.of(text)), StandardCharsets.UTF_8));
    }

    @Test
    void shouldWriteLiteralsInTheCharsetWhicheverIsSetFirst() {
        assertEquals("x\u00C3\u00A9", put(LineFilter.literal("é").charset(StandardCharsets.UTF_8), "x"));
        FilterCases.of(() -> LineFilter.literal("é").charset(StandardCharsets.UTF_8))
                .when("x\u00C3\u00A9y\u00C3")
                .gives("x")
                .leaves("y\u00C3");
    }

    @Test
    void shouldKeepEveryByteInLatin1() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            all.append(c == '\r' || c == '\n' ? ' ' : c);
        }

        lines().when(all + "\r\n").gives(all.toString()).leavesNothing();
        assertEquals(all + "\r\n", put(new LineFilter(), all.toString()));
    }

    @Test
    void shouldGiveBackWhatItPuts() {
        RoundTrip.check(LineFilter::new, random -> line(random, 0x100, "\r\n"), line -> line);
        RoundTrip.check(() -> LineFilter.literal("\n"), random -> line(random, 0x100, "\n"), line -> line);
        RoundTrip.check(() -> LineFilter.literal("=-="), random -> line(random, 0x40, "="), line -> line);
        RoundTrip.check(
                () -> new LineFilter().inputRegexp(Pattern.compile("\r\n")),
                random -> line(random, 0x100, "\r"),
                line -> line);
        Supplier<LineFilter> utf8 = () -> new LineFilter().charset(StandardCharsets.UTF_8);
        RoundTrip.check(utf8, random -> line(random, 0x11_0000, "\r\n"), line -> line);
    }

    @Test
    void shouldRememberNothingWhenFresh() {
        LineFilter used = new LineFilter();
        used.next(Input.of(bytes("a\r")));

        assertEquals("", used.fresh().next(Input.of(bytes("\n"))));
        LineFilter autodetected = LineFilter.autodetect();
        autodetected.next(Input.of(bytes("a\nb")));
        assertEquals("a", autodetected.fresh().next(Input.of(bytes("a\r\n"))));
    }

    @Test
    void shouldLeaveTheFilterItIsConfiguredFromAsItWas() {
        LineFilter crlf = new LineFilter();

        crlf.outputLiteral("!").maxLength(1).charset(StandardCharsets.UTF_8).inputLiteral(";");

        assertEquals("abc\r\n", put(crlf, "abc"));
        assertEquals("abc", crlf.next(Input.of(bytes("abc\n"))));
    }

    @Test
    void shouldNameTheOptionThatIsWrong() {
        assertRefused("literal", () -> LineFilter.literal(""));
        assertRefused("inputLiteral", () -> new LineFilter().inputLiteral(""));
        assertRefused("outputLiteral", () -> new LineFilter().outputLiteral(""));
        assertRefused("maxLength", () -> new LineFilter().maxLength(0));
        assertRefused("maxLength", () -> new LineFilter().maxLength(-1));
        assertRefused("inputRegexp", () -> new LineFilter().inputRegexp(Pattern.compile("x*")));
        assertRefused("UTF-16", () -> new LineFilter().charset(StandardCharsets.UTF_16LE));
        assertRefused("U+20AC", () -> LineFilter.literal("€"));
    }

    @Test
    void shouldSayWhatItIs() {
        assertEquals(
                "LineFilter[input CR|LF|CRLF|LFCR, output \"\\r\\n\", charset ISO-8859-1, maxLength 65536]",
                new LineFilter().toString());
        assertTrue(LineFilter.literal("\u0001\"é").toString().contains("\"\\u0001\\\"\\u00e9\""));
        assertTrue(LineFilter.autodetect().toString().contains("input autodetect,"));
    }

    private static void assertRefused(String name, Supplier<LineFilter> configured) {
        String message =
                assertThrows(IllegalArgumentException.class, configured::get).getMessage();
        assertTrue(message.contains(name), message);
    }

    private static String put(LineFilter filter, String... lines) {
        return FilterCases.text(new Encoder<>(filter).put(List.of(lines)));
    }

    private static byte[] bytes(String text) {
        return FilterCases.bytes(text);
    }

    /** A line of random characters below a bound, those of the terminator and halves of surrogate pairs replaced. */
    private static String line(Random random, int bound, String terminator) {
        StringBuilder line = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            int c = random.nextInt(random.nextBoolean() ? Math.min(bound, 0x80) : bound);
            boolean allowed = terminator.indexOf(c) < 0 && (c < 0xD800 || c > 0xDFFF);
            line.appendCodePoint(allowed ? c : '.');
        }
        return line.toString();
    }
}
