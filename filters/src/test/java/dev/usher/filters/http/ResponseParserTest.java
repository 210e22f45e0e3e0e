package dev.usher.filters.http;

import static dev.usher.filters.http.Wire.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Input;
import dev.usher.filters.FilterCases;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link ResponseParser}: what a client sees. */
class ResponseParserTest {
    private static final String NEXT = "HTTP/1.1 299 next\r\nContent-Length: 0\r\n\r\n";
    private static final RequestHead GET = request("GET", "/");
    private static final RequestHead HEAD = request("HEAD", "/");
    private static final RequestHead CONNECT = request("CONNECT", "a:80");

    @Test
    void shouldGiveHeadAndContent() {
        when("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello").gives("HTTP/1.1 200 OK", "hello", END);
        when("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n")
                .gives("HTTP/1.1 200 OK", "hello", "A: b", END);
        when("HTTP/1.0 404 \r\nContent-Length: 0\r\n\r\n").gives("HTTP/1.0 404 Not Found", END);
        when("HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n").gives("HTTP/1.1 404 Not Found", END);
        when("HTTP/1.1 404 gone, \u00fcm\r\nContent-Length: 0\r\n\r\n").gives("HTTP/1.1 404 gone, \u00fcm", END);
    }

    /** RFC 9112 §6.3, rule 1 */
    @Test
    void shouldKnowWhatHasNoContent() {
        when("HTTP/1.1 204 No Content\r\n\r\n").gives("HTTP/1.1 204 No Content", END);
        when("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n").gives("HTTP/1.1 304 Not Modified", END);
        Wire.of(() -> parser(HEAD), NEXT, "HTTP/1.1 299 next")
                .when("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
                .gives("HTTP/1.1 200 OK", END);
        Wire.of(() -> parser(HEAD), NEXT, "HTTP/1.1 299 next")
                .when("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                .gives("HTTP/1.1 200 OK", END);
    }

    @Test
    void shouldGiveInformationalHeadsBeforeTheFinalOne() {
        when("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                .gives("HTTP/1.1 100 Continue", "HTTP/1.1 103 Early Hints", "HTTP/1.1 200 OK", END);
    }

    @Test
    void shouldLeaveTheOtherProtocolInTheWindow() {
        for (RequestHead request : new RequestHead[] {GET, CONNECT}) {
            String head = request == GET ? "HTTP/1.1 101 x\r\nUpgrade: y\r\n\r\n" : "HTTP/1.1 200 OK\r\n\r\n";
            ResponseParser parser = new ResponseParser();
            parser.sent(request);
            Input input = Input.of(FilterCases.bytes(head + "HTTP?"));

            assertTrue(parser.next(input).isLast());

            assertNull(parser.next(input));
            assertEquals(5, input.remaining());
            assertEquals(Optional.empty(), parser.endOfInput());
        }
    }

    @Test
    void shouldReadUntilTheConnectionEnds() {
        ResponseParser parser = parser(HEAD);
        Input input = Input.of(FilterCases.bytes("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\nhel"));

        assertTrue(parser.next(input).isLast());
        ResponseHead head = (ResponseHead) parser.next(input);
        assertFalse(head.isLast());
        assertFalse(head.keepAlive());
        assertEquals("hel", parser.next(input).toString());
        assertNull(parser.next(input));
        HttpPart last = parser.endOfInput().orElseThrow();

        assertTrue(last.isLast());
        assertEquals(0, ((Content) last).length());
        assertEquals(Optional.empty(), parser.endOfInput());
    }

    /** RFC 9112 §8 */
    @Test
    void shouldTellOfResponsesThatAreCut() {
        for (String cut : new String[] {
            "H",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
        }) {
            ResponseParser parser = new ResponseParser();
            parser.sent(GET);
            Input input = Input.of(FilterCases.bytes(cut));
            while (parser.next(input) != null) {
                // the next part
            }

            assertTrue(assertThrows(HttpException.class, parser::endOfInput)
                    .getMessage()
                    .contains("inside a response"));
        }
        ResponseParser waiting = new ResponseParser();
        waiting.sent(GET);
        assertThrows(HttpException.class, waiting::endOfInput);
        assertEquals(Optional.empty(), new ResponseParser().endOfInput());
    }

    @Test
    void shouldRefuseWhatCouldBeReadInTwoWays() {
        when("HTTP/1.1 20x OK\r\n").gives("400 'x' in a status line");
        when("HTTP/1.1 600 OK\r\n").gives("400 '6' in a status line");
        when("HTTP/1.1  200 OK\r\n").gives("400 a space in a status line");
        when("HTTP/1.1 2000 OK\r\n").gives("400 '0' in a status line");
        when("HTTP/1.1\r\n").gives("400 CR in a status line");
        when("HTTP/1.1 200 O\nK\r\n").gives("400 LF in a status line");
        when("HTTP/1.1 200 OK\rX").gives("400 CR without LF behind the status line");
        when("HTTP/2.0 200 OK\r\n").gives("505 HTTP/2");
        when("ICY 200 OK\r\n").gives("400 'I' where a version");
        when("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")
                .gives("400 together");
        when("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").gives("400 HTTP/1.0");
        when("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n")
                .gives("400 twice");
        when("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n").gives("400 not \"chunked\" alone");
        when("HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n").gives("400 folded");
        Wire.of(ResponseParser::new, NEXT, "").when("H").gives("400 a response to no request");
    }

    @Test
    void shouldHoldItsLimits() {
        HttpLimits limits = HttpLimits.DEFAULT.withStartLine(17).withContent(3);
        Wire wire =
                Wire.of(() -> parser(limits, GET), "HTTP/1.1 299 nex\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 299 nex");

        wire.when("HTTP/1.1 200 1234\r\nContent-Length: 3\r\n\r\nabc").gives("HTTP/1.1 200 1234", "abc", END);
        wire.when("HTTP/1.1 200 12345\r\n").gives("431 more than startLine 17");
        wire.when("HTTP/1.1 200 1\r\n\r\nabc").gives("HTTP/1.1 200 1", "abc");
        wire.when("HTTP/1.1 200 1\r\n\r\nabcd").gives("HTTP/1.1 200 1", "abc", "413 more than content 3");
    }

    private static Wire.Case when(String received) {
        return Wire.of(() -> parser(GET), NEXT, "HTTP/1.1 299 next").when(received);
    }

    private static ResponseParser parser(RequestHead first) {
        return parser(HttpLimits.DEFAULT, first);
    }

    private static ResponseParser parser(HttpLimits limits, RequestHead first) {
        ResponseParser parser = new ResponseParser(limits);
        parser.sent(first);
        parser.sent(GET);
        return parser;
    }

    private static RequestHead request(String method, String target) {
        return RequestHead.of(method, target, new MutableFields().add(FieldName.HOST, "a"));
    }
}
