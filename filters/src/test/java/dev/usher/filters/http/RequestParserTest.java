package dev.usher.filters.http;

import static dev.usher.filters.http.Wire.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Input;
import dev.usher.filters.FilterCases;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link RequestParser}: what it gives for requests that are right. */
class RequestParserTest {
    private static final String HOST = "Host: example.com\r\n";

    @Test
    void shouldGiveTheHeadWhenARequestHasNoContent() {
        Wire.requests().when("GET /a?b=c HTTP/1.1\r\n" + HOST + "\r\n").gives("GET /a?b=c HTTP/1.1", END);
        Wire.requests().when("GET / HTTP/1.0\r\n\r\n").gives("GET / HTTP/1.0", END);
        Wire.requests()
                .when("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n")
                .gives("POST / HTTP/1.1", END);
    }

    @Test
    void shouldGiveContentAsItComesWhenItsLengthIsKnown() {
        Wire.requests()
                .when("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 0005\r\n\r\nhello")
                .gives("POST / HTTP/1.1", "hello", END);
        Wire.requests()
                .when("GET / HTTP/1.1\r\n" + HOST + "Content-Length: \t 2 \t\r\n\r\n\r\n")
                .gives("GET / HTTP/1.1", "\r\n", END);
        Wire.requests()
                .when("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhel")
                .gives("POST / HTTP/1.1", "hel");
    }

    @Test
    void shouldGiveContentAndTrailersWhenItComesInChunks() {
        String head = "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";

        Wire.requests().when(head + "5\r\nhello\r\n0\r\n\r\n").gives("POST / HTTP/1.1", "hello", "", END);
        Wire.requests().when(head + "0\r\n\r\n").gives("POST / HTTP/1.1", "", END);
        Wire.requests()
                .when(head + "A\r\n0123456789\r\n0b\r\n0123456789\n\r\n000\r\nX-A: 1\r\nX-B: 2\r\n\r\n")
                .gives("POST / HTTP/1.1", "01234567890123456789\n", "X-A: 1, X-B: 2", END);
        Wire.requests()
                .when(head + "5;a=b;c\r\nhello\r\n2 ; x=\"y;\\\" z\"\r\n!!\r\n0;\r\n\r\n")
                .gives("POST / HTTP/1.1", "hello!!", "", END);
        Wire.requests()
                .when(head.replace("chunked", "ChUnKeD") + "1\r\nx\r\n".repeat(20) + "0\r\n\r\n")
                .gives("POST / HTTP/1.1", "x".repeat(20), "", END);
    }

    @Test
    void shouldGiveRequestsInOrderWhenTheyArePipelined() {
        Wire.requests()
                .when("GET /1 HTTP/1.1\r\n" + HOST + "\r\n"
                        + "POST /2 HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\nhi"
                        + "POST /3 HTTP/1.1\r\n" + HOST
                        + "Transfer-Encoding: chunked\r\n\r\n1\r\n!\r\n0\r\nT: 1\r\n\r\n"
                        + "GET /4 HTTP/1.1\r\n" + HOST + "\r\n")
                .gives(
                        "GET /1 HTTP/1.1",
                        END,
                        "POST /2 HTTP/1.1",
                        "hi",
                        END,
                        "POST /3 HTTP/1.1",
                        "!",
                        "T: 1",
                        END,
                        "GET /4 HTTP/1.1",
                        END);
    }

    /** RFC 9112 §2.2 */
    @Test
    void shouldSkipAnEmptyLineBeforeARequest() {
        Wire.requests().when("\r\nGET / HTTP/1.0\r\n\r\n").gives("GET / HTTP/1.0", END);
        Wire.requests().when("\r\n").needsMore();
    }

    @Test
    void shouldReadAMinorVersionAboveOneAsOne() {
        Wire.requests().when("GET / HTTP/1.2\r\n" + HOST + "\r\n").gives("GET / HTTP/1.1", END);
    }

    @Test
    void shouldGiveNamesAndValuesAsTheyWereSent() {
        RequestHead head = head("GET / HTTP/1.1\r\nhOsT: a\r\nX-Empty:\r\nX-Ows:\t v w\t \r\nx-latin: caf\u00e9\r\n"
                + "X-Last:v\r\nX-OWS: 2\r\n\r\n");

        Fields fields = head.fields();
        assertEquals("hOsT: a, X-Empty: , X-Ows: v w, x-latin: caf\u00e9, X-Last: v, X-OWS: 2", fields.toString());
        assertEquals(Optional.of("a"), fields.first(FieldName.HOST));
        assertEquals(Optional.of("v"), fields.first(FieldName.of("x-last")));
        assertEquals(Optional.of("v w, 2"), fields.joined(FieldName.of("X-Ows")));
        assertEquals(List.of("v w", "2"), fields.all(FieldName.of("X-Ows")));
        assertEquals(Optional.empty(), fields.first(FieldName.COOKIE));
        assertEquals(Optional.empty(), fields.joined(FieldName.of("X-None")));
    }

    @Test
    void shouldFindTokensInListsOverSeveralLines() {
        Fields fields = head("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo ,\tClosE,\r\nConnection: bar\r\n\r\n")
                .fields();

        assertTrue(fields.hasToken(FieldName.CONNECTION, "close"));
        assertTrue(fields.hasToken(FieldName.CONNECTION, "FOO"));
        assertTrue(fields.hasToken(FieldName.CONNECTION, "bar"));
        assertFalse(fields.hasToken(FieldName.CONNECTION, "clos"));
        assertFalse(fields.hasToken(FieldName.UPGRADE, "bar"));
    }

    /** RFC 9112 §9.3 */
    @Test
    void shouldTellWhetherTheConnectionIsKept() {
        assertTrue(head("GET / HTTP/1.1\r\nHost: a\r\n\r\n").keepAlive());
        assertFalse(head("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n")
                .keepAlive());
        assertTrue(head("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n")
                .keepAlive());
        assertFalse(head("GET / HTTP/1.0\r\n\r\n").keepAlive());
        assertTrue(head("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keepAlive());
        assertFalse(
                head("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n").keepAlive());
    }

    /** RFC 9110 §10.1.1 */
    @Test
    void shouldTellWhetherThePeerWaitsForA100() {
        String expect = "Host: a\r\nExpect: 100-Continue\r\n";

        assertTrue(head("POST / HTTP/1.1\r\n" + expect + "Content-Length: 1\r\n\r\n")
                .expectsContinue());
        assertTrue(head("POST / HTTP/1.1\r\n" + expect + "Transfer-Encoding: chunked\r\n\r\n")
                .expectsContinue());
        assertFalse(head("POST / HTTP/1.1\r\n" + expect + "\r\n").expectsContinue());
        assertFalse(head("POST / HTTP/1.0\r\n" + expect + "Content-Length: 1\r\n\r\n")
                .expectsContinue());
    }

    /** RFC 9110 §7.8 */
    @Test
    void shouldTellWhichProtocolIsAskedFor() {
        String upgrade = "Host: a\r\nUpgrade: h2c, WebSocket\r\n";

        assertTrue(head("GET / HTTP/1.1\r\n" + upgrade + "Connection: keep-alive, Upgrade\r\n\r\n")
                .asksUpgrade("websocket"));
        assertFalse(head("GET / HTTP/1.1\r\n" + upgrade + "Connection: Upgrade\r\n\r\n")
                .asksUpgrade("h2"));
        assertFalse(head("GET / HTTP/1.1\r\n" + upgrade + "\r\n").asksUpgrade("websocket"));
        assertFalse(head("GET / HTTP/1.0\r\n" + upgrade + "Connection: Upgrade\r\n\r\n")
                .asksUpgrade("websocket"));
    }

    @Test
    void shouldLeaveWhatFollowsAnUpgradeInTheWindow() {
        Input input = Input.of(FilterCases.bytes(
                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n\u0081\u0080frame"));

        HttpPart head = new RequestParser().next(input);

        assertTrue(head.isLast());
        assertEquals("\u0081\u0080frame", FilterCases.text(input.take(input.remaining())));
    }

    @Test
    void shouldKeepAHeadUntilTheNextRequestIsAskedFor() {
        RequestParser parser = new RequestParser();
        Input input = Input.of(FilterCases.bytes("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n!"));
        RequestHead head = (RequestHead) parser.next(input);
        RequestHead retained = head.retain();

        assertTrue(parser.next(input).isLast());
        input.clear();
        byte[] next = FilterCases.bytes("GET /b HTTP/1.0\r\n\r\n");
        input.append(next, 0, next.length);

        assertEquals("/a", head.target());
        assertSame(head, parser.next(input));
        assertEquals("/b", head.target());
        assertEquals("POST /a HTTP/1.1", retained.toString());
        assertEquals(Optional.of("a"), retained.fields().first(FieldName.HOST));
    }

    @Test
    void shouldHoldNothingWhenIdleAndTellWhenInside() {
        RequestParser parser = new RequestParser();
        Input input = Input.of(FilterCases.bytes("\r\nGET / HTTP/1.0\r\n\r"));

        assertFalse(parser.isInside());
        assertNull(parser.next(input));
        assertTrue(parser.isInside());
        input.append(new byte[] {'\n'}, 0, 1);
        assertTrue(parser.next(input).isLast());
        assertFalse(parser.isInside());
        assertNull(parser.next(input));
        assertFalse(parser.isInside());
    }

    @Test
    void shouldDropWhatComesBehindAnError() {
        RequestParser parser = new RequestParser();
        Input input = Input.of(FilterCases.bytes("GET /\r\n\r\nGET / HTTP/1.0\r\n\r\n"));

        assertThrows(HttpException.class, () -> parser.next(input));

        assertTrue(input.isEmpty());
        input.append(new byte[100], 0, 100);
        assertNull(parser.next(input));
        assertTrue(input.isEmpty());
    }

    @Test
    void shouldGiveConcurrentConnectionsHeadsOfTheirOwn() {
        RequestHead one = head("GET /1 HTTP/1.0\r\n\r\n");
        RequestHead other = head("GET /2 HTTP/1.0\r\n\r\n");

        assertEquals("/1", one.target());
        assertEquals("/2", other.target());
    }

    private static RequestHead head(String received) {
        return (RequestHead) new RequestParser().next(Input.of(FilterCases.bytes(received)));
    }
}
