package dev.usher.filters;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Lines of text (POE::Filter::Line). Belongs to one wheel and its thread.
 *
 * <pre>{@code
 * new LineFilter()                                  CR, LF, CRLF or LFCR in, CRLF out
 * LineFilter.literal("\n").maxLength(1_000)         exactly LF, both ways
 * LineFilter.autodetect().charset(UTF_8)            the first terminator seen, CRLF out
 * new LineFilter().inputLiteral("\r\n.\r\n")        one way only
 * }</pre>
 *
 * <p>A line is what stands before a terminator. Text is ISO-8859-1 unless {@link #charset} says otherwise: a byte is a
 * character, so nothing that comes is lost. A line longer than {@link #maxLength} is refused and skipped.
 *
 * <p>With {@code new LineFilter()} a line is given as soon as its first terminator byte is there, and the other byte of
 * a pair is swallowed when it comes. It is swallowed by the filter that gave the line: a filter switched to in between
 * finds that byte first in the window.
 *
 * <p>Each method that configures answers a new filter and leaves this one as it was.
 */
public final class LineFilter implements Filter<String, String> {
    private static final String CRLF = "\r\n";
    private static final int MAX_LENGTH = 64 * 1024;

    private static final LineForm USUAL = new LineForm(CRLF, ISO_8859_1, MAX_LENGTH);

    private final LineEnd lineEnd;
    private final LineForm form; // shared by all filters of one configuration
    private final TextEncoder encoder;

    /** Lines that end at CR, LF, CRLF or LFCR in any mixture; lines put end with CRLF. */
    public LineFilter() {
        this(new MixedEnd(), USUAL);
    }

    private LineFilter(LineEnd lineEnd, LineForm form) {
        this.lineEnd = lineEnd.fresh(form.charset());
        this.form = form;
        encoder = form.encoder().fresh();
    }

    /**
     * Lines that end with one exact terminator, in both directions.
     *
     * @param terminator one character or more
     * @return the filter
     */
    public static LineFilter literal(String terminator) {
        requireText("literal", terminator);
        return new LineFilter().inputLiteral(terminator).outputLiteral(terminator);
    }

    /**
     * Lines that end with CR, LF, CRLF or LFCR, whichever is seen first; only that one counts afterwards. If the first
     * terminator byte is the last byte received, its line is given and the next byte decides. Lines put end with CRLF.
     *
     * @return the filter
     */
    public static LineFilter autodetect() {
        return new LineFilter(new AutodetectEnd(), USUAL);
    }

    /**
     * What ends a line received, instead of what did so far.
     *
     * @param terminator one character or more, exactly
     * @return a new filter
     */
    public LineFilter inputLiteral(String terminator) {
        requireText("inputLiteral", terminator);
        return new LineFilter(new LiteralEnd(terminator, form.charset()), form);
    }

    /**
     * What ends a line received, instead of what did so far. The pattern sees bytes as the characters U+0000 to U+00FF,
     * whatever the charset. A match that more bytes could change waits for them: {@code [;,]} ends a line at once,
     * {@code ;\s*} when something else than a space follows.
     *
     * <p>Cost: about fifteen times that of a literal (64-byte lines: 300 ns against 20). A pattern is asked once or
     * twice at each byte, and again only from where a match has begun and not ended; so {@code \r?\n} never looks back,
     * while one that may begin anywhere, such as {@code .*;}, looks at the whole rest again at every read, and gives up
     * beyond {@link #maxLength}.
     *
     * @param terminator a pattern that does not match the empty text
     * @return a new filter
     */
    public LineFilter inputRegexp(Pattern terminator) {
        return new LineFilter(new RegexpEnd(terminator), form);
    }

    /**
     * What is appended to each line put.
     *
     * @param terminator one character or more
     * @return a new filter
     */
    public LineFilter outputLiteral(String terminator) {
        requireText("outputLiteral", terminator);
        return new LineFilter(lineEnd, new LineForm(terminator, form.charset(), form.maxLength()));
    }

    /**
     * How bytes are read as text and text is written. ISO-8859-1 keeps every byte and refuses to write characters above
     * U+00FF. UTF-8 replaces what is malformed by U+FFFD when reading and refuses it when writing.
     *
     * @param charset one in which CR and LF are bytes of their own, which UTF-16 is not
     * @return a new filter
     */
    public LineFilter charset(Charset charset) {
        if (!Arrays.equals(CRLF.getBytes(ISO_8859_1), TextEncoder.of(charset).bytes(CRLF))) {
            throw new IllegalArgumentException("charset " + charset
                    + " does not write CR and LF as one byte each; frame such text in another way");
        }
        return new LineFilter(lineEnd, new LineForm(form.outputLiteral(), charset, form.maxLength()));
    }

    /**
     * The longest line taken, its terminator not counted: 65,536 unless set, since a peer that never ends its line
     * makes the server keep that much for each of its connections. (POE: 64 MiB.)
     *
     * @param bytes 1 or more
     * @return a new filter
     */
    public LineFilter maxLength(int bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("maxLength must be 1 or more, not " + bytes);
        }
        return new LineFilter(lineEnd, new LineForm(form.outputLiteral(), form.charset(), bytes));
    }

    /**
     * Takes one line, without its terminator.
     *
     * @throws ProtocolException once for each line longer than {@link #maxLength}, as soon as it is. The line is
     *     skipped to its terminator as it comes, without being kept; asking again gives the lines behind it
     */
    @Override
    public String next(Input input) {
        while (lineEnd.find(input)) {
            int length = lineEnd.start;
            int withEnd = lineEnd.end;
            lineEnd.forgetLine();
            if (lineEnd.skipping) {
                lineEnd.skipping = false;
                input.skip(withEnd);
                continue;
            }
            if (length > form.maxLength()) {
                input.skip(withEnd);
                throw tooLong("is " + length + " bytes long");
            }
            String line = input.take(length, form.charset());
            input.skip(withEnd - length);
            return line;
        }
        boolean endTooLong = lineEnd.isTooLong(input.remaining() - lineEnd.searched, form.maxLength());
        if (lineEnd.skipping || endTooLong || lineEnd.searched > form.maxLength()) {
            skip(input, endTooLong ? input.remaining() : lineEnd.searched);
        }
        return null;
    }

    /** Skips what is known of a line that is too long, and says so the first time. */
    private void skip(Input input, int known) {
        input.skip(known);
        lineEnd.forgetLine();
        if (!lineEnd.skipping) {
            lineEnd.skipping = true;
            throw tooLong("has " + known + " bytes and no end yet");
        }
    }

    private ProtocolException tooLong(String found) {
        return new ProtocolException("a line " + found + ", more than maxLength " + form.maxLength()
                + " allows; it is skipped. If such lines are right, raise LineFilter.maxLength(bytes)");
    }

    /**
     * Appends a line and its terminator. A line that contains a terminator is sent as it is, as in POE: the peer will
     * see several.
     *
     * @throws IllegalArgumentException if the charset has no form for a character
     */
    @Override
    public void put(String line, Output out) {
        encoder.put(line, form.ending(), out);
    }

    @Override
    public LineFilter fresh() {
        return new LineFilter(lineEnd, form);
    }

    @Override
    public String toString() {
        return "LineFilter[input " + lineEnd + ", output " + LineEnd.quoted(form.outputLiteral()) + ", charset "
                + form.charset() + ", maxLength " + form.maxLength() + "]";
    }

    /** Bytes of the window that will not be looked at again. */
    int searched() {
        return lineEnd.searched;
    }

    private static void requireText(String option, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    option + " must not be empty; LineFilter.autodetect() finds a terminator by itself");
        }
    }
}
