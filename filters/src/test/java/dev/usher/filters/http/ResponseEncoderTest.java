package dev.usher.filters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filters.FilterCases;
import org.junit.jupiter.api.Test;

/** {@link ResponseEncoder}: what goes over the wire. */
class ResponseEncoderTest {
    private static final String DATE = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    private static final long NOW = 784_111_777;

    private final ResponseEncoder encoder = new ResponseEncoder(new DateField(() -> NOW));
    private final ResponseHead response = new ResponseHead();

    @Test
    void shouldSendAWholeResponseWithItsLength() {
        response.fields().add(FieldName.CONTENT_TYPE, "text/plain");
        response.content(FilterCases.bytes("hello"));

        assertEquals(
                "HTTP/1.1 200 OK\r\n" + DATE + "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
                sent(response));
        assertTrue(response.isLast());
        assertFalse(encoder.closes());
        assertFalse(encoder.isInside());
    }

    /** RFC 9112 §6.3: without a length a kept connection would have no end of the response. */
    @Test
    void shouldSendALengthOfNothing() {
        assertEquals("HTTP/1.1 404 Not Found\r\n" + DATE + "Content-Length: 0\r\n\r\n", sent(response.status(404)));
        assertEquals("HTTP/1.1 599 \r\n" + DATE + "Content-Length: 0\r\n\r\n", sent(response.status(599)));
    }

    @Test
    void shouldSendChunksWhenTheLengthIsNotKnown() {
        String head = "HTTP/1.1 200 OK\r\n" + DATE + "Transfer-Encoding: chunked\r\n\r\n";

        assertEquals(head, sent(response.streamed()));
        assertTrue(encoder.isInside());
        assertEquals("5\r\nhello\r\n", sent(piece("hello")));
        assertEquals("", sent(piece("")));
        assertEquals("1a\r\n" + "x".repeat(26) + "\r\n0\r\n\r\n", sent(last("x".repeat(26))));
        assertFalse(encoder.isInside());

        assertEquals(head, sent(response.streamed()));
        assertEquals("0\r\n\r\n", sent(last("")));
    }

    @Test
    void shouldSendTrailersBehindChunks() {
        sent(response.streamed());

        assertEquals("2\r\nhi\r\n", sent(piece("hi")));
        assertEquals("0\r\nX-Sum: 7\r\n\r\n", sent(new Trailers(new MutableFields().add(FieldName.of("X-Sum"), 7))));
        assertFalse(encoder.isInside());
    }

    @Test
    void shouldSendPiecesUpToAPromisedLength() {
        assertEquals("HTTP/1.1 200 OK\r\n" + DATE + "Content-Length: 5\r\n\r\n", sent(response.streamed(5)));
        assertEquals("hel", sent(piece("hel")));
        assertEquals("lo", sent(last("lo")));

        response.clear().streamed().fields().add(FieldName.CONTENT_LENGTH, 2);
        assertEquals("HTTP/1.1 200 OK\r\n" + DATE + "Content-Length: 2\r\n\r\n", sent(response));
        assertEquals("hi", sent(piece("hi")));
        assertEquals("", sent(last("")));
        assertFalse(encoder.isInside());
    }

    @Test
    void shouldRefuseOtherLengthsThanPromised() {
        sent(response.streamed(2));

        refused("where 2 are left", piece("abc"));
        refused("where 2 are left", last("a"));
        refused("2 bytes are missing", new Trailers(new MutableFields()));
        refused("has not ended", new ResponseHead());
        assertEquals("ab", sent(last("ab")));
        refused("without a head", piece("c"));
        refused("trailers without a head", new Trailers(new MutableFields()));
    }

    /** RFC 9112 §6.3, RFC 9110 §9.3.2 */
    @Test
    void shouldSendNoContentToHead() {
        RequestHead head = request("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");

        assertEquals(
                "HTTP/1.1 200 OK\r\n" + DATE + "Content-Length: 5\r\n\r\n",
                sent(response.answering(head).content(FilterCases.bytes("hello"))));
        assertEquals(
                "HTTP/1.1 200 OK\r\n" + DATE + "\r\n", sent(response.clear().answering(head)));
        assertEquals(
                "HTTP/1.1 200 OK\r\n" + DATE + "Transfer-Encoding: chunked\r\n\r\n",
                sent(response.clear().answering(head).streamed()));
        assertEquals("", sent(piece("hello")));
        assertEquals("", sent(last("hello")));
        assertFalse(encoder.isInside());
        response.clear().answering(head).fields().add(FieldName.CONTENT_LENGTH, 77);
        assertEquals("HTTP/1.1 200 OK\r\n" + DATE + "Content-Length: 77\r\n\r\n", sent(response));
    }

    /** RFC 9112 §6.3 rule 1, RFC 9110 §8.6 */
    @Test
    void shouldSendNeitherContentNorLengthWhereNoneMayBe() {
        assertEquals("HTTP/1.1 204 No Content\r\n" + DATE + "\r\n", sent(response.status(204)));
        assertEquals("HTTP/1.1 304 Not Modified\r\n" + DATE + "\r\n", sent(response.status(304)));
        RequestHead connect = request("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n");
        assertEquals(
                "HTTP/1.1 200 OK\r\n" + DATE + "\r\n", sent(response.clear().answering(connect)));

        refused("has no content", response.clear().status(204).content(FilterCases.bytes("x")));
        refused("has no content", response.clear().status(304).streamed());
        response.clear().status(204).fields().add(FieldName.CONTENT_LENGTH, 0);
        refused("has no Content-Length", response);
        response.clear().status(304).fields().add(FieldName.CONTENT_LENGTH, 5);
        assertEquals("HTTP/1.1 304 Not Modified\r\n" + DATE + "Content-Length: 5\r\n\r\n", sent(response));
    }

    @Test
    void shouldSendInformationalHeadsAlone() {
        response.status(103).fields().add(FieldName.of("Link"), "</a>");

        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", sent(new ResponseHead().status(100)));
        assertEquals("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", sent(response));
        assertEquals("HTTP/1.1 200 OK\r\n" + DATE + "Content-Length: 0\r\n\r\n", sent(response.clear()));
        refused(
                "HTTP/1.0 does not know 100",
                response.answering(request("GET / HTTP/1.0\r\n\r\n")).status(100));
    }

    @Test
    void shouldSendAnUpgradeWithoutALength() {
        response.status(101).fields().add("Upgrade", "websocket").add("Connection", "Upgrade");

        assertEquals(
                "HTTP/1.1 101 Switching Protocols\r\n" + DATE + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                sent(response));
    }

    /** RFC 9112 §9.3, §9.6 */
    @Test
    void shouldSayWhatBecomesOfTheConnection() {
        String head = "HTTP/1.1 200 OK\r\n" + DATE + "Content-Length: 0\r\n";

        assertEquals(head + "Connection: close\r\n\r\n", sent(response.keepAlive(false)));
        assertTrue(encoder.closes());
        assertEquals(
                head + "Connection: keep-alive\r\n\r\n",
                sent(response.clear().answering(request("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"))));
        assertFalse(encoder.closes());
        assertEquals(
                head + "Connection: close\r\n\r\n",
                sent(response.clear().answering(request("GET / HTTP/1.0\r\n\r\n"))));
        assertTrue(encoder.closes());
        response.clear().keepAlive(false).fields().add(FieldName.CONNECTION, "Close");
        assertEquals("HTTP/1.1 200 OK\r\n" + DATE + "Connection: Close\r\nContent-Length: 0\r\n\r\n", sent(response));
        response.clear().fields().add(FieldName.CONNECTION, "close");
        sent(response);
        assertTrue(encoder.closes());
    }

    /** RFC 9112 §6.1: chunks are not sent to HTTP/1.0. */
    @Test
    void shouldEndAStreamToHttp10WithTheConnection() {
        RequestHead old = request("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

        assertEquals(
                "HTTP/1.1 200 OK\r\n" + DATE + "Connection: close\r\n\r\n",
                sent(response.answering(old).streamed()));
        assertEquals("hello", sent(piece("hello")));
        assertTrue(encoder.isInside());
        assertEquals("", sent(new Trailers(new MutableFields().add("A", "b"))));
        assertTrue(encoder.closes());
        assertFalse(encoder.isInside());
    }

    @Test
    void shouldAddDefaultFieldsThatTheResponseHasNot() {
        MutableFields defaults = new MutableFields().add("Server", "usher").add("X-A", "1");
        ResponseEncoder withDefaults = new ResponseEncoder(new DateField(() -> NOW), defaults);
        defaults.clear();
        Output out = new Output(0);

        withDefaults.put(response, out);
        response.clear()
                .fields()
                .add("server", "mine")
                .add(FieldName.DATE, "now")
                .add("x-b", "2");
        withDefaults.fresh().put(response, out);

        assertEquals(
                "HTTP/1.1 200 OK\r\n" + DATE + "Server: usher\r\nX-A: 1\r\nContent-Length: 0\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nX-A: 1\r\nServer: mine\r\nDate: now\r\nx-b: 2\r\nContent-Length: 0\r\n\r\n",
                FilterCases.text(out.toByteArray()));
    }

    @Test
    void shouldRefuseDefaultsThatItKnowsItself() {
        for (String name : new String[] {"Date", "content-length", "Transfer-Encoding", "Connection"}) {
            MutableFields defaults = new MutableFields().add(name, "1");
            String message = assertThrows(
                            IllegalArgumentException.class, () -> new ResponseEncoder(new DateField(() -> 0), defaults))
                    .getMessage();
            assertTrue(message.contains("is no default"), message);
        }
    }

    @Test
    void shouldRefuseWhatWouldSplitAResponse() {
        MutableFields fields = response.fields();

        for (String value : new String[] {"a\r\nSet-Cookie: x", "a\rb", "a\nb", "a\0b", "\u007f", "a\u0100"}) {
            assertThrows(IllegalArgumentException.class, () -> fields.add(FieldName.LOCATION, value), value);
        }
        for (String name : new String[] {"", "a b", "a:", "a\r\nb", "\u00e9", "\u0141"}) {
            assertThrows(IllegalArgumentException.class, () -> fields.add(name, "v"), name);
        }
        assertThrows(IllegalArgumentException.class, () -> fields.add(FieldName.AGE, -1));
        assertThrows(IllegalArgumentException.class, () -> fields.add(FieldName.VIA, new byte[] {'\n'}));
        String message = assertThrows(IllegalArgumentException.class, () -> fields.add(FieldName.VIA, "ab\r\n"))
                .getMessage();
        assertTrue(message.contains("Via") && message.contains("CR at index 2"), message);
        assertEquals(0, fields.size());
        assertEquals("HTTP/1.1 200 OK\r\n" + DATE + "Content-Length: 0\r\n\r\n", sent(response));
    }

    @Test
    void shouldRefuseFramingThatContradicts() {
        response.content(FilterCases.bytes("abc")).fields().add(FieldName.CONTENT_LENGTH, 4);
        refused("is not the content's length, 3", response);
        response.clear().fields().add(FieldName.CONTENT_LENGTH, "0").add(FieldName.CONTENT_LENGTH, "0");
        refused("is not the content's length", response);
        response.clear().fields().add(FieldName.CONTENT_LENGTH, "many");
        refused("\"many\"", response);
        response.clear().content(FilterCases.bytes("hello")).fields().add(FieldName.CONTENT_LENGTH, "+5");
        refused("\"+5\"", response);
        response.clear().fields().add(FieldName.TRANSFER_ENCODING, "chunked");
        refused("frames the content", response);
        assertThrows(IllegalArgumentException.class, () -> response.status(99));
        assertThrows(IllegalArgumentException.class, () -> response.streamed(-1));
        sent(response.clear().streamed());
        refused("behind the content", new Trailers(new MutableFields().add("Content-Length", "1")));
    }

    @Test
    void shouldMakeTheDateOnceASecond() {
        long[] now = {NOW};
        ResponseEncoder timed = new ResponseEncoder(new DateField(() -> now[0]));
        Output out = new Output(0);

        timed.put(response, out);
        now[0]++;
        timed.put(response, out);

        String text = FilterCases.text(out.toByteArray());
        assertTrue(text.contains("08:49:37 GMT\r\n") && text.contains("08:49:38 GMT\r\n"), text);
    }

    @Test
    void shouldSayItsOwnFieldsAndNotTheDefaultsWhenAllDefaultsAreWellKnown() {
        MutableFields defaults = new MutableFields().add("Server", "usher").add("Vary", "Accept");
        ResponseEncoder encoder = new ResponseEncoder(new DateField(() -> NOW), defaults);

        assertEquals(
                "HTTP/1.1 200 OK\r\n" + DATE + "Server: usher\r\nVary: Accept\r\nContent-Length: 0\r\n\r\n",
                sent(encoder, response));
        assertEquals(
                "HTTP/1.1 404 Not Found\r\n" + DATE + "Server: usher\r\nVary: Accept\r\nContent-Length: 0\r\n\r\n",
                sent(encoder.fresh(), response.clear().status(404)));
        response.clear().fields().add("server", "mine");
        assertEquals(
                "HTTP/1.1 200 OK\r\n" + DATE + "Vary: Accept\r\nServer: mine\r\nContent-Length: 0\r\n\r\n",
                sent(encoder, response));
        response.clear().fields().add(FieldName.DATE, "now");
        assertEquals(
                "HTTP/1.1 200 OK\r\nServer: usher\r\nVary: Accept\r\nDate: now\r\nContent-Length: 0\r\n\r\n",
                sent(encoder, response));
    }

    private static String sent(ResponseEncoder encoder, ResponseHead head) {
        Output out = new Output(0);
        encoder.put(head, out);
        return FilterCases.text(out.toByteArray());
    }

    @Test
    void shouldReplaceAndRemoveFields() {
        MutableFields fields = new MutableFields()
                .add("A", "1")
                .add("B", "2")
                .add("a", "3")
                .add("Host", "h")
                .add("C", " padded ");

        fields.remove(FieldName.of("a"));
        assertEquals("B: 2, Host: h, C: padded", fields.toString());
        fields.set(FieldName.of("b"), "4").remove(FieldName.of("none"));
        assertEquals("Host: h, C: padded, b: 4", fields.toString());
        fields.remove(FieldName.HOST);
        assertFalse(fields.contains(FieldName.HOST));
        assertEquals("C: padded, b: 4", new MutableFields().addAll(fields).toString());
    }

    private String sent(HttpPart part) {
        Output out = new Output(0);
        encoder.put(part, out);
        return FilterCases.text(out.toByteArray());
    }

    private void refused(String words, HttpPart part) {
        Output out = new Output(0);
        String message = assertThrows(IllegalArgumentException.class, () -> encoder.put(part, out))
                .getMessage();
        assertTrue(message.contains(words), message);
        assertTrue(out.isEmpty());
    }

    private static Content piece(String text) {
        return Content.of(FilterCases.bytes(text));
    }

    private static Content last(String text) {
        return Content.last(FilterCases.bytes(text));
    }

    private static RequestHead request(String received) {
        return (RequestHead) new RequestParser().next(Input.of(FilterCases.bytes(received)));
    }
}
