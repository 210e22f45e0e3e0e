package dev.usher.filters.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.filter.Input;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link RequestParser}: a head that comes again to the byte is not parsed again, and nobody can tell. */
class RepeatedHeadTest {
    private static final String HEAD =
            "POST /a?b=c HTTP/1.1\r\nHost: a:1\r\nContent-Length: 2\r\n" + "Connection: keep-alive\r\nX-A: 1\r\n\r\n";

    private final RequestParser parser = new RequestParser();

    @Test
    void shouldGiveTheHeadAgainWhenItComesAgainWithOtherContent() {
        List<String> first = parts(parser, HEAD + "hi");

        assertEquals(List.of(describe(whole(HEAD)), "hi."), first);
        assertEquals(List.of(first.get(0), "ho."), parts(parser, HEAD + "ho"));
        assertEquals(List.of(first.get(0), "ha."), parts(parser, "\r\n" + HEAD + "ha"));
    }

    @Test
    void shouldKeepTheEditionAsLongAsEveryByteIsTheSame() {
        String get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        Input input = Input.of((get + get + get.replace("GET", "PUT") + get).getBytes(ISO_8859_1));

        RequestHead head = (RequestHead) parser.next(input);
        long first = head.edition();
        parser.next(input);
        long second = head.edition();
        parser.next(input);
        long third = head.edition();
        parser.next(input);

        assertEquals(first, second);
        assertNotEquals(second, third);
        assertNotEquals(third, head.edition());
        assertNotEquals(first, head.edition());
    }

    @Test
    void shouldJudgeAHeadAnewWhenOneByteOfItIsAnother() {
        byte[] others = (" \t\r\n:;,/?.0129aAzZ\0\u007f\u00e9").getBytes(ISO_8859_1);
        for (int at = 0; at < HEAD.length(); at++) {
            for (byte other : others) {
                char[] changed = HEAD.toCharArray();
                changed[at] = (char) (other & 0xFF);
                String text = new String(changed) + "hi" + HEAD + "ho";
                RequestParser used = new RequestParser();
                parts(used, HEAD + "hi");

                assertEquals(parts(fresh(), text), parts(used, text), () -> text);
            }
        }
    }

    @Test
    void shouldJudgeAHeadAnewWhenAByteIsMissingOrTooMany() {
        for (int at = 0; at < HEAD.length(); at++) {
            String shorter = HEAD.substring(0, at) + HEAD.substring(at + 1) + "hi" + HEAD + "ho";
            String longer = HEAD.substring(0, at) + "x" + HEAD.substring(at) + "hi" + HEAD + "ho";
            for (String text : List.of(shorter, longer)) {
                RequestParser used = new RequestParser();
                parts(used, HEAD + "hi");

                assertEquals(parts(fresh(), text), parts(used, text), text);
            }
        }
    }

    @Test
    void shouldGiveTheSameWhereverTheNetworkCutsAPipeline() {
        String pipeline = HEAD + "hi" + HEAD + "ho" + HEAD.replace("/a", "/b") + "hu" + HEAD + "he";
        List<String> expected = parts(fresh(), pipeline);

        for (int cut = 1; cut < pipeline.length(); cut++) {
            RequestParser used = new RequestParser();
            parts(used, HEAD + "hi");
            List<String> parts = new ArrayList<>();
            Input input = new Input(64);
            append(input, pipeline.substring(0, cut));
            take(used, input, parts);
            append(input, pipeline.substring(cut));
            take(used, input, parts);

            assertEquals(expected, parts, "cut at " + cut);
        }

        List<String> parts = new ArrayList<>();
        Input input = new Input(64);
        for (int i = 0; i < pipeline.length(); i++) {
            append(input, pipeline.substring(i, i + 1));
            take(parser, input, parts);
        }
        assertEquals(expected, parts);
    }

    @Test
    void shouldHoldNewLimitsWhenTheSameHeadComesAgain() {
        parts(parser, HEAD + "hi");

        parser.limits(HttpLimits.DEFAULT.withContent(1));

        assertEquals(413, refused(parser, HEAD).status());
        assertEquals(
                414, refused(narrow(HttpLimits.DEFAULT.withStartLine(16)), HEAD).status());
        assertEquals(
                431, refused(narrow(HttpLimits.DEFAULT.withFields(3)), HEAD).status());
    }

    @Test
    void shouldCountEmptyLinesBeforeAHeadThatComesAgain() {
        parts(parser, HEAD + "hi");

        assertEquals(400, refused(parser, "\r\n\r\n" + HEAD).status());
    }

    @Test
    void shouldReadChunksAgainBehindAHeadThatComesAgain() {
        String chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

        List<String> first = parts(parser, chunked + "2\r\nhi\r\n0\r\nX-T: 1\r\n\r\n");
        List<String> second = parts(parser, chunked + "3\r\nhey\r\n0\r\n\r\n");

        assertEquals(parts(fresh(), chunked + "2\r\nhi\r\n0\r\nX-T: 1\r\n\r\n"), first);
        assertEquals(parts(fresh(), chunked + "3\r\nhey\r\n0\r\n\r\n"), second);
    }

    private static RequestParser narrow(HttpLimits limits) {
        RequestParser narrow = new RequestParser();
        parts(narrow, HEAD + "hi");
        narrow.limits(limits);
        return narrow;
    }

    /** One of limits that no parser before had, so that its reader compares nothing with what it was before. */
    private static RequestParser fresh() {
        return new RequestParser(HttpLimits.DEFAULT.withContent(1 << 20));
    }

    private static HttpException refused(RequestParser parser, String text) {
        return assertThrows(HttpException.class, () -> parser.next(Input.of(text.getBytes(ISO_8859_1))));
    }

    private static RequestHead whole(String text) {
        return (RequestHead) fresh().next(Input.of(text.getBytes(ISO_8859_1)));
    }

    private static void append(Input input, String text) {
        input.append(text.getBytes(ISO_8859_1), 0, text.length());
    }

    private static List<String> parts(RequestParser parser, String text) {
        List<String> parts = new ArrayList<>();
        take(parser, Input.of(text.getBytes(ISO_8859_1)), parts);
        return parts;
    }

    /** As text; content that is cut is one, and an error ends the list. */
    private static void take(RequestParser parser, Input input, List<String> parts) {
        try {
            for (HttpPart part = parser.next(input); part != null; part = parser.next(input)) {
                String text = part instanceof RequestHead head
                        ? describe(head)
                        : part instanceof Content content ? content + (part.isLast() ? "." : "") : "" + part;
                int last = parts.size() - 1;
                if (part instanceof Content && last >= 0 && parts.get(last).matches("[a-z]{1,2}")) {
                    parts.set(last, parts.get(last) + text);
                } else {
                    parts.add(text);
                }
            }
        } catch (HttpException e) {
            parts.add(e.status() + " " + e.getMessage());
        }
    }

    private static String describe(RequestHead head) {
        return head.method() + " " + head.target() + " " + head.form() + " " + head.isHttp10() + " " + head.rawPath()
                + " " + head.rawQuery() + " " + head.authority() + " " + head.keepAlive() + " "
                + head.expectsContinue() + " " + head.contentLength() + " " + head.fields();
    }
}
