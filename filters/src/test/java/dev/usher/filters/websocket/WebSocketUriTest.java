package dev.usher.filters.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 §3. */
class WebSocketUriTest {

    @ParameterizedTest
    @CsvSource({
        "ws://example.com, false, example.com, 80, /, example.com",
        "WS://example.com:80/, false, example.com, 80, /, example.com",
        "wss://example.com/chat, true, example.com, 443, /chat, example.com",
        "ws://example.com:443/a/b?c=d%20e, false, example.com, 443, /a/b?c=d%20e, example.com:443",
        "ws://example.com?q, false, example.com, 80, /?q, example.com",
        "'ws://[::1]:8080/', false, ::1, 8080, /, '[::1]:8080'",
        "ws://example.com/caf\u00e9, false, example.com, 80, /caf%C3%A9, example.com",
    })
    void shouldReadWhoIsAskedForWhat(
            String text, boolean secure, String host, int port, String resource, String authority) {
        WebSocketUri uri = WebSocketUri.of(text);

        assertEquals(new WebSocketUri(secure, host, port, resource), uri);
        assertEquals(authority, uri.authority());
        assertEquals(uri, WebSocketUri.of(uri.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "http://example.com/",
                "ws:/example.com",
                "ws://",
                "ws:///path",
                "ws://example.com:0/",
                "ws://example.com:65536/",
                "ws://example.com/#here",
                "ws://me:secret@example.com/",
                "ws://exa mple.com/",
                "ws://example.com/\r\nX: y",
                "ws://example.com/%zz",
            })
    void shouldRefuseWhatIsNoAddressOfAWebSocket(String text) {
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class, () -> WebSocketUri.of(text));

        assertTrue(wrong.getMessage().contains("'" + text + "'"), wrong.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "/c, ws://a.example:81/c",
        "c?x=y, ws://a.example:81/b/c?x=y",
        "../c#part, ws://a.example:81/c",
        "//b.example/c, ws://b.example/c",
        "http://b.example, ws://b.example/",
        "https://b.example:8443/c, wss://b.example:8443/c",
        "ws://b.example:82/, ws://b.example:82/",
    })
    void shouldFindWhereARedirectLeads(String location, String target) {
        assertEquals(
                target,
                WebSocketUri.of("ws://a.example:81/b/d?e").resolve(location).toString());
    }

    @Test
    void shouldRefuseARedirectToSomethingElse() {
        WebSocketUri uri = WebSocketUri.of("ws://a.example/");

        for (String location : new String[] {"ftp://b.example/", "mailto:a@b", "http://", "%"}) {
            assertThrows(IllegalArgumentException.class, () -> uri.resolve(location), location);
        }
    }

    @Test
    void shouldTellOriginsApart() {
        WebSocketUri uri = WebSocketUri.of("ws://a.example/x");

        assertTrue(uri.isSameOrigin(WebSocketUri.of("ws://A.example:80/y")));
        assertFalse(uri.isSameOrigin(WebSocketUri.of("ws://a.example:81/x")));
        assertFalse(uri.isSameOrigin(WebSocketUri.of("wss://a.example:80/x")));
        assertFalse(uri.isSameOrigin(WebSocketUri.of("ws://b.example/x")));
    }
}
