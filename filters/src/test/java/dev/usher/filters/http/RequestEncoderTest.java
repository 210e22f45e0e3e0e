package dev.usher.filters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Output;
import dev.usher.filters.FilterCases;
import org.junit.jupiter.api.Test;

/** {@link RequestEncoder} and the heads that it sends. */
class RequestEncoderTest {
    private final RequestEncoder encoder = new RequestEncoder();

    @Test
    void shouldSendAHeadAsItIs() {
        assertEquals(
                "GET /a?b HTTP/1.1\r\nHost: a\r\nx-a: 1\r\n\r\n",
                sent(RequestHead.of("GET", "/a?b", host().add("x-a", "1"))));
        assertFalse(encoder.isInside());
    }

    @Test
    void shouldSendContentAsTheHeadSays() {
        sent(RequestHead.of("POST", "/", host().add(FieldName.CONTENT_LENGTH, 5)));
        assertTrue(encoder.isInside());
        assertThrows(IllegalArgumentException.class, () -> sent(RequestHead.of("GET", "/", host())));
        assertEquals("hello", sent(Content.last(FilterCases.bytes("hello"))));
        assertFalse(encoder.isInside());

        sent(RequestHead.of("POST", "/", host().add(FieldName.TRANSFER_ENCODING, "chunked")));
        assertEquals("5\r\nhello\r\n", sent(Content.of(FilterCases.bytes("hello"))));
        assertEquals("0\r\nA: b\r\n\r\n", sent(new Trailers(new MutableFields().add("A", "b"))));
        assertThrows(IllegalArgumentException.class, () -> sent(Content.last(new byte[1])));
        assertThrows(IllegalArgumentException.class, () -> sent(new ResponseHead()));
    }

    @Test
    void shouldMakeNoHeadThatAStrictServerRefuses() {
        refused("without Host", "GET", "/", new MutableFields());
        refused("a space in the target", "GET", "/a b", host());
        refused("CR in the target", "GET", "/\r\nX: y", host());
        refused("'#' in the target", "GET", "/#", host());
        refused("U+0100 in the target", "GET", "/\u0100", host());
        refused("no target", "GET", "", host());
        refused("'(' in a method", "G(T", "/", host());
        refused("a space before the method", "", "/", host());
        refused("U+0131 in the method", "\u0131", "/", host());
        refused("neither with / nor", "GET", "x", host());
        refused("together", "GET", "/", host().add("Content-Length", "1").add("Transfer-Encoding", "chunked"));
    }

    private static MutableFields host() {
        return new MutableFields().add(FieldName.HOST, "a");
    }

    private String sent(HttpPart part) {
        Output out = new Output(0);
        encoder.put(part, out);
        return FilterCases.text(out.toByteArray());
    }

    private static void refused(String words, String method, String target, MutableFields fields) {
        String message = assertThrows(IllegalArgumentException.class, () -> RequestHead.of(method, target, fields))
                .getMessage();
        assertTrue(message.contains(words), message);
    }
}
