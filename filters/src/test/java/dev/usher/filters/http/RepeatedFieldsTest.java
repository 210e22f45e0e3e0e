package dev.usher.filters.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.filter.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link RequestParser}: field lines that come again as they were are not parsed again, and nobody can tell. */
class RepeatedFieldsTest {
    private static final String LINES = "Host: example.com\r\nAccept: */*\r\naccept: text/html\r\nX-A: 1\r\n";

    @Test
    void shouldPlaceFieldsBehindTheirOwnRequestLineWhenTheyComeAgain() {
        RequestParser parser = new RequestParser();

        for (String target : List.of("/a", "/a/much/longer/path?with=query", "/")) {
            RequestHead head = head(parser, "GET " + target + " HTTP/1.1\r\n" + LINES + "\r\n");

            assertEquals(target, head.target());
            assertEquals("Host: example.com, Accept: */*, accept: text/html, X-A: 1", fieldsOf(head));
            assertEquals(List.of("*/*", "text/html"), head.fields().all(FieldName.ACCEPT));
            assertEquals(Optional.of("1"), head.fields().first(FieldName.of("x-a")));
            assertEquals(fieldsOf(head), head.fields().copy().toString());
            assertEquals("example.com", head.authority());
        }
    }

    @Test
    void shouldNotTakeFieldsForThoseBeforeWhenTheyDifferInTheLeast() {
        RequestParser parser = new RequestParser();
        fieldsOf(head(parser, "GET / HTTP/1.1\r\n" + LINES + "\r\n"));

        assertEquals(
                "Host: example.com, Accept: */*, accept: text/html, X-A: 2",
                fieldsOf(head(parser, "GET / HTTP/1.1\r\n" + LINES.replace("X-A: 1", "X-A: 2") + "\r\n")));
        assertEquals(
                "Host: example.com, Accept: */*, accept: text/html, X-A: 2, X-B: 3",
                fieldsOf(head(parser, "GET / HTTP/1.1\r\n" + LINES.replace("X-A: 1", "X-A: 2") + "X-B: 3\r\n\r\n")));
        assertEquals(
                "Host: example.com, Accept: */*, accept: text/html",
                fieldsOf(head(parser, "GET / HTTP/1.1\r\n" + LINES.replace("X-A: 1\r\n", "") + "\r\n")));
        HttpException refused = assertThrows(
                HttpException.class,
                () -> head(parser, "GET / HTTP/1.1\r\n" + LINES.replace("X-A: 1\r\n", "") + "\rX"));
        assertEquals(400, refused.status());
    }

    @Test
    void shouldJudgeTheFieldsAnewWhenTheRequestLineIsAnother() {
        String close = "Host: example.com\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n";
        RequestParser parser = new RequestParser();

        assertEquals(true, head(parser, "POST / HTTP/1.1\r\n" + close + "hi").keepAlive());
        assertEquals("POST", head(parser, "POST / HTTP/1.0\r\n" + close + "hi").method());
        assertEquals(
                "b:81",
                head(parser, "POST http://b:81/ HTTP/1.1\r\n" + close + "hi").authority());
        assertEquals(
                "example.com",
                head(parser, "POST /c HTTP/1.1\r\n" + close + "hi").authority());
        HttpException refused =
                assertThrows(HttpException.class, () -> head(parser, "CONNECT a:1 HTTP/1.1\r\n" + close + "hi"));
        assertEquals("CONNECT with content (RFC 9110 §9.3.6)", refused.getMessage());
    }

    @Test
    void shouldShowNoFieldsOfTheRequestBeforeWhenARequestLineIsBad() {
        RequestParser parser = new RequestParser();
        RequestHead head = head(parser, "GET / HTTP/1.1\r\n" + LINES + "Cookie: secret=1\r\n\r\n");

        assertThrows(HttpException.class, () -> parser.next(Input.of("GET\r\n".getBytes(ISO_8859_1))));

        assertEquals(0, head.fields().size());
        assertEquals(Optional.empty(), head.fields().first(FieldName.COOKIE));
        assertEquals("", fieldsOf(head));
    }

    @Test
    void shouldHoldTheLimitsOfTheParserWhenAnotherParserTookTheSameLines() {
        RequestParser wide = new RequestParser();
        head(wide, "GET / HTTP/1.1\r\n" + LINES + "\r\n");
        assertNull(wide.next(Input.of(new byte[0]))); // idle, so what it parsed with goes to the next parser

        HttpException refused = assertThrows(
                HttpException.class,
                () -> head(new RequestParser(HttpLimits.DEFAULT.withFields(2)), "GET / HTTP/1.1\r\n" + LINES + "\r\n"));

        assertEquals(431, refused.status());
    }

    @Test
    void shouldGiveWhatAFreshParserGivesWhateverComesAgain() {
        long seed = Long.getLong("usher.seed", 1);
        Random random = new Random(seed);
        String[] starts = {
            "GET / HTTP/1.1\r\n", "GET /a?b HTTP/1.1\r\n", "PUT /long/path HTTP/1.1\r\n", "GET / HTTP/1.0\r\n"
        };
        String[] lines = {"A: 1\r\n", "A: 2\r\n", "Accept: x\r\n", "Connection: close\r\n", "Connection: keep-alive\r\n"
        };
        RequestParser parser = new RequestParser();
        List<String> blocks = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            if (blocks.size() < 4 || random.nextInt(10) == 0) {
                StringBuilder block = new StringBuilder("Host: h\r\n");
                for (int n = random.nextInt(4); n > 0; n--) {
                    block.append(lines[random.nextInt(lines.length)]);
                }
                blocks.add(block.toString());
            }
            String text = starts[random.nextInt(starts.length)]
                    + blocks.get(Math.max(0, blocks.size() - 1 - random.nextInt(3)))
                    + "\r\n";
            byte[] bytes = text.getBytes(ISO_8859_1);
            int cut = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;

            RequestHead given = head(parser, bytes, cut);
            RequestHead expected = head(new RequestParser(), text);

            assertEquals(describe(expected), describe(given), () -> "-Dusher.seed=" + seed + ": " + text);
        }
    }

    private static RequestHead head(RequestParser parser, String text) {
        Input input = Input.of(text.getBytes(ISO_8859_1));
        RequestHead head = (RequestHead) parser.next(input);
        while (!input.isEmpty() && parser.next(input) != null) {
            // the content is not looked at
        }
        return head;
    }

    /** The window has the first bytes, and then all of them. */
    private static RequestHead head(RequestParser parser, byte[] bytes, int cut) {
        if (cut < bytes.length) {
            assertNull(parser.next(Input.of(Arrays.copyOf(bytes, cut))));
        }
        return (RequestHead) parser.next(Input.of(bytes));
    }

    private static String fieldsOf(RequestHead head) {
        return head.fields().toString();
    }

    private static String describe(RequestHead head) {
        return head.method() + " " + head.target() + " " + head.keepAlive() + " " + head.fields();
    }
}
