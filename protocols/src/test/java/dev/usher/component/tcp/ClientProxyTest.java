package dev.usher.component.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.tls.TlsFiles;
import dev.usher.filters.StreamFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that connect by way of a proxy, in the same kernel as it and the server. */
class ClientProxyTest extends ClientCase {
    private static final int PROXY = PORT + 1;

    private static ClientProxy proxy(String kind) {
        return kind.equals("http") ? ClientProxy.http("127.0.0.1", PROXY) : ClientProxy.socks5("127.0.0.1", PROXY);
    }

    private TcpServerBuilder<Void, String, String> greeting() {
        return TcpServer.at(PORT)
                .clientConnected((client, poe) -> client.put("hi"))
                .clientInput((client, poe, line) -> client.put(line));
    }

    /** The server speaks first: what it says may come together with the proxy's answer. */
    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    @Row("TC16")
    void shouldConnectByWayOfAProxyThatLooksTheNameUp(String kind) {
        greeting().start(kernel);
        ProxyServer.start(kernel, PROXY, PORT, log);

        telling(TcpClient.to("server.example", PORT)).proxy(proxy(kind)).start(kernel);
        run();
        say("through");

        String asked = kind.equals("http")
                ? "CONNECT server.example:" + PORT + " HTTP/1.1, Host: server.example:" + PORT
                : "SOCKS server.example";
        assertEquals(List.of("started", asked, "connected", "got hi", "flushed", "got through"), log);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    @Row("TC16")
    void shouldShakeHandsWithTheServerBehindTheProxy(String kind) {
        greeting().tls(TlsFiles.localhost().define()).start(kernel);
        ProxyServer.start(kernel, PROXY, PORT, log);

        telling(TcpClient.to("localhost", PORT))
                .proxy(proxy(kind))
                .tls(TlsFiles.trusting().define())
                .connected((client, poe) ->
                        log.add("connected " + client.tls().orElseThrow().protocol()))
                .start(kernel);
        run();

        assertTrue(log.contains("connected TLSv1.3"), log.toString());
        assertTrue(log.contains("got hi"), log.toString());
    }

    @Test
    @Row("TC16")
    void shouldCheckTheNameOfTheServerNotOfTheProxy() {
        greeting()
                .tls(TlsFiles.localhost().define())
                .handshakeFailed((listener, poe, failure) -> {})
                .start(kernel);
        ProxyServer.start(kernel, PROXY, PORT, log);

        telling(TcpClient.to("server.example", PORT))
                .proxy(proxy("http"))
                .tls(TlsFiles.trusting().define())
                .start(kernel);
        run();

        assertTrue(log.get(2).startsWith("connectError tls 71"), log.toString());
        assertEquals(Optional.empty(), named());
    }

    private void answering(String answer) {
        TcpServer.at(PROXY, StreamFilter::new)
                .clientInput((client, poe, bytes) -> {
                    client.put(answer.getBytes(ISO_8859_1));
                    client.shutdown();
                })
                .start(kernel);
    }

    @Test
    @Row("TC16")
    void shouldTellWhatTheProxyRefusesWithAndTryAgain() {
        answering("HTTP/1.1 407 Who are you?\r\nContent-Length: 0\r\n\r\n");

        telling()
                .proxy(proxy("http").user("me", "secret"))
                .reconnect(Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(1))
                        .jitter(0)
                        .tries(2))
                .start(kernel);
        run();
        advance(1);

        String refused = "connectError proxy 71 the proxy refuses CONNECT to 127.0.0.1:" + PORT + ": 407 Who are you?";
        assertEquals(List.of("started", refused, refused), log);
    }

    @Test
    @Row("TC16")
    void shouldTellThatTheProxyIsSilentOrGone() {
        answering("");
        telling().proxy(proxy("socks5")).start(kernel);
        run();
        assertEquals("connectError proxy 71 the proxy has closed the connection before the way was open", log.get(1));

        TcpServer.at(PROXY + 1).clientInput((client, poe, line) -> {}).start(kernel);
        telling()
                .alias("d")
                .proxy(ClientProxy.socks5("127.0.0.1", PROXY + 1))
                .connectTimeout(Duration.ofSeconds(3))
                .start(kernel);
        advance(3);
        assertTrue(log.get(3).startsWith("connectError connect 110"), log.toString());
    }

    @Test
    void shouldSayWhatIsWrongWithAProxy() {
        assertThrows(IllegalArgumentException.class, () -> ClientProxy.http("a", 0));
        assertThrows(IllegalArgumentException.class, () -> proxy("http").user("a:b", "c"));
        assertThrows(IllegalArgumentException.class, () -> proxy("http").header("X", "a\r\nb"));
        assertThrows(IllegalArgumentException.class, () -> proxy("socks5").header("X", "a"));
        assertThrows(IllegalArgumentException.class, () -> proxy("socks5").user("", "a"));
    }
}
