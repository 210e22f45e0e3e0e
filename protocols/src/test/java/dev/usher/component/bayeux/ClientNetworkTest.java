package dev.usher.component.bayeux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.tcp.ClientProxy;
import dev.usher.component.tcp.ProxyServer;
import dev.usher.component.tls.TlsFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a client gets to its server: TLS, proxies, and what it says on the way. */
class ClientNetworkTest extends BayeuxCase {
    private static final int PROXY = 8081;

    private final List<String> heard = new ArrayList<>();

    private BayeuxClientBuilder to(String uri, Transport... transports) {
        return BayeuxClient.to(uri)
                .transports(transports)
                .errorCallback((client, poe, message) -> heard.add("error " + message));
    }

    private BayeuxClientBuilder secure(String host, Transport... transports) {
        return to("https://" + host + ":" + PORT + "/cometd", transports)
                .tls(TlsFiles.trusting().define());
    }

    private HttpServerBuilder secureServer() {
        return HttpServer.at(PORT)
                .tls(TlsFiles.localhost().alpn("http/1.1").define())
                .onError((poe, error) -> {})
                .mount("/cometd", BayeuxServer.define().random(new Random(1)));
    }

    private BayeuxConnection begun(BayeuxClientBuilder wanted) {
        BayeuxConnection client = wanted.start(kernel);
        client.subscribe(
                "/a",
                (who, poe, message) -> heard.add(message.data().orElseThrow().toString()));
        client.subscribe(
                "/meta/handshake", (who, poe, message) -> message.error().ifPresent(heard::add));
        client.init();
        run();
        return client;
    }

    private void assertTalks(BayeuxConnection client, Transport transport) {
        assertEquals(BayeuxState.CONNECTED, client.state());
        client.publish("/a", 1);
        run();
        running().publish(new Publish("/a", 2));
        run();
        assertEquals(List.of("1", "2"), heard);
        assertEquals(transport, client.transport());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row({"BC4", "BC10"})
    void shouldTalkOverTls(Transport transport) {
        secureServer().start(kernel);

        BayeuxConnection client = begun(secure("localhost", transport));

        assertTalks(client, transport);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row({"BC4", "BC10"})
    void shouldNotTalkToAServerThatIsAnother(Transport transport) {
        secureServer().start(kernel);
        ProxyServer.start(kernel, PROXY, PORT, log);

        BayeuxConnection client =
                begun(secure("server.example", transport).proxy(ClientProxy.http("127.0.0.1", PROXY)));

        assertEquals(BayeuxState.HANDSHAKING, client.state());
        assertEquals(0, running().clients().size());
        assertTrue(heard.get(0).startsWith("408::tls: "), heard.toString());
        assertTrue(heard.get(0).contains("server.example"), heard.toString());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row({"BC4", "BC10"})
    void shouldNotTrustAServerWhoseAuthorityItDoesNotKnow(Transport transport) {
        secureServer().start(kernel);

        BayeuxConnection client = begun(to("https://localhost:" + PORT, transport));

        assertEquals(BayeuxState.HANDSHAKING, client.state());
        assertTrue(heard.get(0).startsWith("408::tls: "), heard.toString());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row("BC10")
    void shouldTalkByWayOfAProxy(Transport transport) {
        server().start(kernel);
        ProxyServer.start(kernel, PROXY, PORT, log);

        BayeuxConnection client = begun(to("http://server.example:81/cometd", transport)
                .proxy(ClientProxy.http("127.0.0.1", PROXY).user("me", "secret")));

        assertTalks(client, transport);
        assertEquals(
                "CONNECT server.example:81 HTTP/1.1, Host: server.example:81, Proxy-Authorization: Basic bWU6c2VjcmV0",
                log.get(0));
        assertFalse(log.get(0).contains("cometd"));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row("BC10")
    void shouldTalkOverTlsByWayOfAProxy(Transport transport) {
        secureServer().start(kernel);
        ProxyServer.start(kernel, PROXY, PORT, log);

        BayeuxConnection client = begun(secure("localhost", transport).proxy(ClientProxy.socks5("127.0.0.1", PROXY)));

        assertTalks(client, transport);
        assertTrue(log.contains("SOCKS localhost"), log.toString());
    }

    @Test
    @Row("BC4")
    void shouldTakeSslByName() {
        secureServer().start(kernel);

        BayeuxConnection client = begun(BayeuxClient.from(Map.of("Host", "localhost", "Port", PORT, "SSL", 1))
                .tls(TlsFiles.trusting().define()));

        assertTalks(client, Transport.WEBSOCKET);
        assertEquals(443, BayeuxClient.from(Map.of("Host", "a", "SSL", 1)).build().port);
        assertEquals(443, BayeuxClient.to("https://a").build().port);
        assertEquals(80, BayeuxClient.from(Map.of("Host", "a", "SSL", 0)).build().port);
    }

    @Test
    @Row({"BC4", "BC10"})
    void shouldRefuseWhatCannotBe() {
        assertWrong(
                "tls is for https",
                to("http://localhost", Transport.WEBSOCKET)
                        .tls(TlsFiles.trusting().define()));
        assertWrong(
                "tls must be of a client",
                BayeuxClient.to("https://a").tls(TlsFiles.localhost().define()));
        assertWrong("cookie(name, value)", BayeuxClient.to("http://a").header("Cookie", "a=b"));
        assertWrong("'a b'", BayeuxClient.to("http://a").cookie("a b", "c"));
        assertWrong("not into the URI", BayeuxClient.to("http://me:secret@a/"));
        assertWrong("not 'ws://a/'", BayeuxClient.to("ws://a/"));
        assertWrong("ext must be an object", BayeuxClient.to("http://a").ext("text"));
    }

    private static void assertWrong(String words, BayeuxClientBuilder wanted) {
        String said = assertThrows(DefinitionException.class, wanted::build).getMessage();
        assertTrue(said.contains(words), said);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row("BC10")
    void shouldAskForWhatItSaysInExtBeforeEachHandshake(Transport transport) {
        List<String> tokens = new ArrayList<>();
        int[] count = {0};
        server().extend(new BayeuxExtension() {
                    @Override
                    public java.util.Optional<dev.usher.filters.bayeux.BayeuxMessage> incoming(
                            Client from, dev.usher.filters.bayeux.BayeuxMessage message) {
                        message.ext("token").ifPresent(token -> tokens.add(token.toString()));
                        return java.util.Optional.of(message);
                    }
                })
                .start(kernel);

        BayeuxConnection client =
                begun(to("http://127.0.0.1:" + PORT, transport).ext(() -> {
                    if (++count[0] == 1) {
                        throw new IllegalStateException("nobody has logged in");
                    }
                    return count[0] == 2 ? List.of() : Map.of("token", "t" + count[0]);
                }));
        advance(10);
        client.reconnect();
        run();

        assertEquals(List.of("t3", "t4"), tokens);
        assertEquals(
                List.of(
                        "408::there is no ext for it: nobody has logged in",
                        "408::there is no ext for it: ext must be an object, not []"),
                heard);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Row("BC10")
    void shouldSayFieldsAndCookiesWithEachRequest(Transport transport) {
        List<String> said = new ArrayList<>();
        HttpServer.at(PORT)
                .preRequest((poe, request) -> said.add(request.header("Cookie").orElse("") + " "
                        + request.header("X-Token").orElse("")))
                .mount("/cometd", BayeuxServer.define().random(new Random(1)))
                .start(kernel);

        BayeuxConnection client = begun(to("http://127.0.0.1:" + PORT + "/cometd?a=b", transport)
                .cookie("sid", "7")
                .header("X-Token", "secret"));

        assertTalks(client, transport);
        assertEquals("sid=7 secret", said.get(0));
        said.forEach(line -> assertTrue(line.startsWith("sid=7") && line.endsWith(" secret"), line));
        if (transport != Transport.WEBSOCKET) {
            assertTrue(said.get(2).contains("; BAYEUX_BROWSER="), said.toString());
        }
    }
}
