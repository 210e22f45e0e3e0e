package dev.usher.filters.http;

import static dev.usher.filters.http.Wire.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Input;
import dev.usher.filters.FilterCases;
import org.junit.jupiter.api.Test;

/** {@link HttpLimits}: exactly as much is taken, one more is refused, whole or not. */
class LimitsTest {
    private static final HttpLimits DEFAULT = HttpLimits.DEFAULT;
    private static final String LINE = "GET / HTTP/1.1\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

    /** RFC 9112 §3 */
    @Test
    void shouldLimitTheMethod() {
        Wire wire = Wire.requests(DEFAULT.withMethod(4));

        wire.when("ABCD / HTTP/1.0\r\n\r\n").gives("ABCD / HTTP/1.0", END);
        wire.when("ABCDE / HTTP/1.0\r\n\r\n").gives("501 more than method 4");
        wire.when("ABCDE").gives("501 raise HttpLimits.method");
        wire.when("ABCD").needsMore();
    }

    @Test
    void shouldLimitTheRequestLine() {
        Wire wire = Wire.requests(DEFAULT.withStartLine("GET /12345 HTTP/1.0".length()));

        wire.when("GET /12345 HTTP/1.0\r\n\r\n").gives("GET /12345 HTTP/1.0", END);
        wire.when("GET /123456 HTTP/1.0\r\n\r\n").gives("414 more than startLine 19");
        wire.when("GET /123456").gives("414 more than startLine 19");
        wire.when("GET /12345").needsMore();
    }

    @Test
    void shouldLimitTheNumberOfFields() {
        Wire wire = Wire.requests(DEFAULT.withFields(2));

        wire.when(LINE + "Host: a\r\nA: b\r\n\r\n").gives("GET / HTTP/1.1", END);
        wire.when(LINE + "Host: a\r\nA: b\r\nC").gives("431 more than fields 2");
    }

    @Test
    void shouldLimitTheBytesOfFields() {
        Wire wire = Wire.requests(DEFAULT.withFieldBytes("Host: a\r\nA: b\r\n".length()));

        wire.when(LINE + "Host: a\r\nA: b\r\n\r\n").gives("GET / HTTP/1.1", END);
        wire.when(LINE + "Host: a\r\nA: bc\r\n\r\n").gives("431 more than fieldBytes 15");
        wire.when(LINE + "Host: a\r\nA: b \r\n\r\n").gives("431 more than fieldBytes 15");
        wire.when(LINE + "Host: a\r\nA:       b").gives("431 more than fieldBytes 15");
        wire.when(LINE + "Host: a\r\nABCDEFG").gives("431 more than fieldBytes 15");
        wire.when(LINE + "Host: a\r\nA: b\r\nC").gives("431 more than fieldBytes 15");
        wire.when(LINE + "Host: a\r\nABCDEF").needsMore();
    }

    @Test
    void shouldLimitContentOfKnownLength() {
        Wire wire = Wire.requests(DEFAULT.withContent(3));

        wire.when(POST + "Content-Length: 3\r\n\r\nabc").gives("POST / HTTP/1.1", "abc", END);
        wire.when(POST + "Content-Length: 4\r\n\r\n").gives("413 more than content 3");
        Wire.requests(DEFAULT.withContent(0))
                .when(POST + "Content-Length: 1\r\n\r\n")
                .gives("413 more than content 0");
        Wire.requests(DEFAULT.withContent(Long.MAX_VALUE))
                .when(POST + "Content-Length: 999999999999999999\r\n\r\n!")
                .gives("POST / HTTP/1.1", "!");
    }

    @Test
    void shouldLimitContentInChunks() {
        Wire wire = Wire.requests(DEFAULT.withContent(3));

        wire.when(CHUNKED + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n").gives("POST / HTTP/1.1", "abc", "", END);
        wire.when(CHUNKED + "2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n")
                .gives("POST / HTTP/1.1", "ab", "413 more than content 3");
        wire.when(CHUNKED + "4\r\nabcd").gives("POST / HTTP/1.1", "413 more than content 3");
        Wire.requests(DEFAULT.withContent(Long.MAX_VALUE))
                .when(CHUNKED + "7fffffffffffffff\r\nab")
                .gives("POST / HTTP/1.1", "ab");
        Wire.requests(DEFAULT.withContent(Long.MAX_VALUE))
                .when(CHUNKED + "8000000000000000\r\nab")
                .gives("POST / HTTP/1.1", "413 more than content");
    }

    @Test
    void shouldLimitChunkExtensionsOfTheWholeMessage() {
        Wire wire = Wire.requests(DEFAULT.withChunkExtensions(4));

        wire.when(CHUNKED + "1;a\r\n!\r\n0;b\r\n\r\n").gives("POST / HTTP/1.1", "!", "", END);
        wire.when(CHUNKED + "1;a\r\n!\r\n0;bc\r\n\r\n")
                .gives("POST / HTTP/1.1", "!", "400 more than chunkExtensions 4");
        wire.when(CHUNKED + "1;abcd").gives("POST / HTTP/1.1", "400 more than chunkExtensions 4");
    }

    @Test
    void shouldLimitTrailers() {
        Wire wire = Wire.requests(DEFAULT.withTrailerBytes(6).withFields(2));

        wire.when(CHUNKED + "0\r\nA: b\r\n\r\n").gives("POST / HTTP/1.1", "A: b", END);
        wire.when(CHUNKED + "0\r\nA: bc\r\n\r\n").gives("POST / HTTP/1.1", "431 more than trailerBytes 6");
        Wire.requests(DEFAULT.withFields(2))
                .when(CHUNKED + "0\r\nA:\r\nB:\r\nC:\r\n\r\n")
                .gives("POST / HTTP/1.1", "431 more than fields 2");
        Wire.requests(DEFAULT.withTrailerBytes(0)).when(CHUNKED + "0\r\n\r\n").gives("POST / HTTP/1.1", "", END);
    }

    @Test
    void shouldLimitEmptyLines() {
        Wire wire = Wire.requests(DEFAULT.withEmptyLines(2));

        wire.when("\r\n\r\nGET / HTTP/1.0\r\n\r\n").gives("GET / HTTP/1.0", END);
        wire.when("\r\n\r\n\r\n").gives("400 more than emptyLines 2");
        Wire.requests(DEFAULT.withEmptyLines(0)).when("\r\n").gives("400 more than emptyLines 0");
    }

    /** RFC 9112 §3 wants 8,000 bytes of a request line taken. */
    @Test
    void shouldTakeAsMuchAsTheDefaultsSay() {
        String longest = "GET /" + "a".repeat(8_192 - "GET / HTTP/1.1".length()) + " HTTP/1.1\r\n";
        String fields = "Host: a\r\nX: " + "v".repeat(16_384 - "Host: a\r\nX: \r\n".length()) + "\r\n";

        RequestParser parser = new RequestParser();
        assertTrue(parser.next(Input.of(FilterCases.bytes(longest + fields + "\r\n")))
                .isLast());
        assertStatus(414, longest.replace("/a", "/aa"));
        assertStatus(431, LINE + fields.replace("vv", "vvv"));
        assertStatus(431, LINE + "A: b\r\n".repeat(101));
        assertStatus(431, LINE + "N".repeat(1 << 20));
        assertStatus(414, "GET /" + "a".repeat(100_000));
        assertStatus(501, "A".repeat(10_000));
    }

    @Test
    void shouldChangeFromTheNextRequestOn() {
        RequestParser parser = new RequestParser(DEFAULT.withContent(5));
        Input input = Input.of(FilterCases.bytes((POST + "Content-Length: 5\r\n\r\nhello").repeat(2)));

        parser.next(input);
        parser.limits(DEFAULT.withContent(4));

        assertTrue(parser.next(input).isLast());
        assertEquals(
                413, assertThrows(HttpException.class, () -> parser.next(input)).status());
    }

    @Test
    void shouldRefuseLimitsThatMakeNoSense() {
        String message = assertThrows(IllegalArgumentException.class, () -> DEFAULT.withFields(0))
                .getMessage();

        assertEquals("HttpLimits.fields must be 1 to 32767, not 0", message);
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.withContent(-1));
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.withStartLine(15));
    }

    /** A head that comes byte by byte for ever costs a window of the limits' size and not more. */
    @Test
    void shouldKeepNoMoreThanTheLimits() {
        RequestParser parser = new RequestParser(DEFAULT.withFieldBytes(1_000));
        Input input = Input.of(FilterCases.bytes(LINE));
        int most = 0;
        for (int i = 0; i < 1_000; i++) {
            input.append(new byte[] {'N'}, 0, 1);
            assertNull(parser.next(input));
            most = Math.max(most, input.remaining());
        }
        input.append(new byte[] {'N'}, 0, 1);

        assertEquals(
                431, assertThrows(HttpException.class, () -> parser.next(input)).status());
        assertEquals(1_000 + LINE.length(), most);
    }

    /** What has been looked at grows by each byte that comes, and begins where it ended. */
    @Test
    void shouldLookAtEachByteOnce() {
        byte[] bytes = FilterCases.bytes("GET /path HTTP/1.1\r\nHost: \t a \r\nEmpty:\r\nX: y z\r\n\r\n");
        RequestLine line = new RequestLine();
        FieldLines lines = new FieldLines(new Fields(0), "head", "fieldBytes");
        line.begin(DEFAULT);
        int limit = 1;
        for (; !line.read(bytes, 0, limit); limit++) {
            assertEquals(limit, line.end());
        }
        assertEquals(limit, line.end());
        lines.begin(line.end(), 1_000, 10);
        for (limit++; !lines.read(bytes, 0, limit); limit++) {
            assertEquals(limit, lines.end());
        }
        assertEquals(bytes.length, lines.end());
    }

    private static void assertStatus(int status, String received) {
        HttpException e = assertThrows(
                HttpException.class, () -> new RequestParser().next(Input.of(FilterCases.bytes(received))));
        assertEquals(status, e.status(), e.getMessage());
    }
}
