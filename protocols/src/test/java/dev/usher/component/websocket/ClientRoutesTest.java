package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.tcp.Backoff;
import dev.usher.filters.websocket.Text;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link WebSocketClient}: redirects it follows, and proxies it goes through. */
class ClientRoutesTest extends ClientCase {

    // ---- redirects

    @Test
    @Row("W134")
    void shouldTellOfARedirectUnlessItShallBeFollowed() {
        listen(PORT);
        client().start(kernel);
        run();

        say("HTTP/1.1 307 Elsewhere\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n");

        assertLog("handshake", "refused 307 Elsewhere", "disconnect 1006 HANDSHAKE the server answered 307 Elsewhere");
        assertEquals(1, connections);
    }

    @Test
    @Row("W134")
    void shouldFollowRedirectsWithoutTellingOthersWhatIsPrivate() {
        // given
        listen(PORT);
        listen(PORT + 1);
        client().redirects(2)
                .header("Authorization", "secret")
                .header("X-Other", "kept")
                .start(kernel);
        run();

        // when
        say("HTTP/1.1 302 Found\r\nLocation: there?a=b#c\r\nContent-Length: 0\r\n\r\n");
        String second = request();
        String secret = field("Authorization");
        say("HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:8081\r\nContent-Length: 0\r\n\r\n");

        // then
        assertTrue(second.startsWith("GET /there?a=b HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"), second);
        assertEquals("secret", secret);
        assertTrue(request().startsWith("GET / HTTP/1.1\r\nHost: 127.0.0.1:8081\r\n"), request());
        assertEquals("none", field("Authorization"));
        assertEquals("kept", field("X-Other"));
        shake();
        assertLog("handshake", "handshake", "handshake", "ready");
    }

    @Test
    void shouldAskTheFirstServerAgainAfterARedirectedConnection() {
        // given
        listen(PORT);
        listen(PORT + 1);
        client().redirects(1)
                .reconnect(Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .start(kernel);
        run();
        say("HTTP/1.1 307 Elsewhere\r\nLocation: ws://127.0.0.1:8081/\r\nContent-Length: 0\r\n\r\n");
        shake();
        assertEquals("127.0.0.1:8081", field("Host"));

        // when
        hangUp();
        advance(1.1);

        // then
        assertEquals("127.0.0.1:8080", field("Host"));
        assertLog("handshake", "handshake", "ready", "disconnect 1006 NETWORK", "handshake");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wss://127.0.0.1/", "ftp://127.0.0.1/", "ws://:0", "%zz"})
    void shouldNotFollowARedirectToSomethingElse(String location) {
        listen(PORT);
        client().redirects(5).start(kernel);
        run();

        say("HTTP/1.1 301 Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");

        assertLog("handshake", "refused 301 Moved", "disconnect 1006 HANDSHAKE the server answered 301 Moved");
    }

    @Test
    void shouldFollowNoMoreRedirectsThanItMay() {
        // given
        listen(PORT);
        client().redirects(2).start(kernel);
        run();

        // when
        for (int i = 0; i < 3; i++) {
            say("HTTP/1.1 301 Moved\r\nLocation: /\r\nContent-Length: 0\r\n\r\n");
        }

        // then
        assertLog(
                "handshake",
                "handshake",
                "handshake",
                "refused 301 Moved",
                "disconnect 1006 HANDSHAKE the server answered 301 Moved");
    }

    // ---- proxies

    @Test
    @Row("W134")
    void shouldConnectByWayOfAProxy() {
        // given
        listen(PORT);
        client("ws://far.example/chat")
                .proxy("127.0.0.1", PORT)
                .proxyHeader("Proxy-Authorization", "Basic x")
                .start(kernel);
        run();
        assertEquals(
                "CONNECT far.example:80 HTTP/1.1\r\nHost: far.example:80\r\nProxy-Authorization: Basic x\r\n\r\n",
                request());

        // when
        say("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n");
        assertTrue(request().contains("\r\n\r\nGET /chat HTTP/1.1\r\nHost: far.example\r\n"), request());
        shake();
        say(Text.of("through"));

        // then
        assertLog("handshake", "ready", "utf8 through");
    }

    @Test
    void shouldTellOfAProxyThatRefuses() {
        listen(PORT);
        client("ws://far.example/chat").proxy("127.0.0.1", PORT).start(kernel);
        run();

        say("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");

        assertLog(
                "refused 407 Proxy Authentication Required",
                "disconnect 1006 HANDSHAKE the server answered 407 Proxy Authentication Required");
    }
}
