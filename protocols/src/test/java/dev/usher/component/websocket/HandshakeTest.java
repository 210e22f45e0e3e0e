package dev.usher.component.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.http.HttpServer;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.Text;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The opening handshake: what is granted, refused, decided later. */
class HandshakeTest extends WebSocketCase {

    @Test
    @Row({"W1", "W31", "W66", "W67", "W71", "W73", "W99"})
    void shouldCallBackInOrder() {
        server().start(kernel);

        SimulatedClient client = tcp();
        assertLog("connect");
        Peer peer = new Peer(this, client);
        String answer = peer.ask();
        assertLog("connect", "handshake /", "ready");
        peer.send("hi");
        client.close();
        run();

        assertTrue(answer.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), answer);
        assertTrue(answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), answer);
        assertLog("connect", "handshake /", "ready", "utf8 hi", "disconnect 1006  NETWORK");
    }

    @Test
    @Row("W96")
    void shouldKeepFramesThatCameWithTheRequest() {
        server().start(kernel);
        SimulatedClient client = tcp();

        client.send(Peer.usual("/"));
        client.send(Peer.bytes(Text.of("one"), Text.of("two")));
        run();

        assertLog("connect", "handshake /", "ready", "utf8 one", "utf8 two");
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.0, 426",
        "POST / HTTP/1.1, 405",
        "GET / HTTP/1.1, 101",
    })
    @Row("W94")
    void shouldRefuseOtherRequestLines(String line, String status) {
        server().start(kernel);

        String answer = new Peer(this, tcp()).askRaw(Peer.usual("/").replace("GET / HTTP/1.1", line));

        assertEquals(status, status(answer));
    }

    @ParameterizedTest
    @CsvSource({
        "Upgrade: websocket, Upgrade: WebSocket, 101",
        "Upgrade: websocket, X: y, 426",
        "Upgrade: websocket, Upgrade: h2c, 426",
        "Connection: Upgrade, 'Connection: keep-alive, upgrade', 101",
        "Connection: Upgrade, Connection: close, 426",
        "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8, 426",
        "Sec-WebSocket-Version: 13, Sec-WebSocket-Key1: 4, 426",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: short, 400",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, X: y, 400",
        "Host: a:8080, X: y, 400",
    })
    @Row({"W97", "W98", "W103", "W110"})
    void shouldRefuseWhatIsNoHandshake(String usual, String instead, String status) {
        server().start(kernel);

        String answer = new Peer(this, tcp()).askRaw(Peer.usual("/").replace(usual, instead));

        assertEquals(status, status(answer), answer);
        if (status.equals("426")) {
            assertTrue(answer.contains("Sec-WebSocket-Version: 13\r\n"), answer);
        }
    }

    @Test
    @Row({"W77", "W79"})
    void shouldTellOfAConnectionThatNeverBecameReady() {
        server().start(kernel);
        SimulatedClient silent = tcp();
        SimulatedClient bad = tcp();

        silent.close();
        bad.send(Peer.usual("/").replace("Version: 13", "Version: 7"));
        run();
        bad.close();
        run();

        assertLog("connect", "connect", "disconnect 1006  NETWORK", "disconnect 1002  HANDSHAKE");
    }

    @Test
    @Row({"W95", "W104"})
    void shouldHaveTheHttpServersLimitsAndStrictness() {
        server().start(kernel);

        String large = "X: " + "y".repeat(20_480);
        assertEquals("431", status(shake(large)));
        assertEquals("400", status(shake(" folded")));
        assertEquals("400", status(shake("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")));
    }

    @ParameterizedTest
    @CsvSource({
        "http://a:8080, 101",
        "https://A:8080, 101",
        "http://a, 403",
        "http://b:8080, 403",
        "null, 403",
        "http://a:8080.evil, 403",
    })
    @Row("W105")
    void shouldTakeScriptsOfTheSameOriginOnly(String origin, String status) {
        server().start(kernel);

        assertEquals(status, status(shake("Origin: " + origin)));
    }

    @Test
    @Row("W105")
    void shouldTakeTheOriginsThatAreSaid() {
        WebSocketServer.at(PORT)
                .origins(Origins.of("https://*.example.com").required())
                .start(kernel);

        assertEquals("101", status(shake("Origin: https://www.example.com")));
        assertEquals("403", status(shake("Origin: https://www.example.org")));
        assertEquals("403", status(shake("Origin: https://evil.com/.example.com")));
        assertEquals("403", status(shake()));
        assertThrows(IllegalArgumentException.class, () -> Origins.of("example.com"));
    }

    @Test
    @Row({"W68", "W51"})
    void shouldLetTheHandshakeHookJudgeTheOrigin() {
        WebSocketServer.at(PORT)
                .origins(Origins.any())
                .onHandshake((connection, poe, handshake) -> {
                    if (!handshake.origin().equals(Optional.of("http://example.com"))) {
                        connection.disconnect();
                    }
                })
                .onDisconnect((connection, poe, end) -> log.add("disconnect " + end.code()))
                .start(kernel);

        assertEquals("101", status(shake("Origin: http://example.com")));
        SimulatedClient refused = tcp();
        assertEquals("403", status(new Peer(this, refused).ask("Origin: http://example.org")));
        assertTrue(refused.isClosedByPeer());
        assertLog("disconnect 1005");
    }

    @ParameterizedTest
    @CsvSource({
        "'a, b', b",
        "'b, a', b",
        "'x, a', a",
        "x, none",
    })
    @Row({"W69", "W100"})
    void shouldChooseTheSubprotocolThatItLikesBest(String offered, String chosen) {
        WebSocketServer.at(PORT)
                .subprotocols("b", "a")
                .onReady((connection, poe, handshake) ->
                        log.add(connection.subprotocol().orElse("none")))
                .start(kernel);

        String answer = shake("Sec-WebSocket-Protocol: " + offered);

        assertLog(chosen);
        assertEquals(!chosen.equals("none"), answer.contains("Sec-WebSocket-Protocol: " + chosen));
    }

    @Test
    @Row({"W65", "W70", "W101", "W108"})
    void shouldTellTheFactsOfTheHandshakeAndKeepThem() {
        WebSocketServer.at(PORT)
                .deflate(DeflateOptions.DEFAULT)
                .onHandshake((connection, poe, handshake) -> {
                    handshake.principal(handshake.cookies().get("user"));
                    handshake.subprotocol("chat");
                    handshake.cookie("a=1");
                    handshake.cookie("b=2");
                    handshake.response().header("X-Extra", "yes");
                })
                .onUtf8((connection, poe, text) -> {
                    Handshake asked = connection.request().orElseThrow();
                    log.add(asked.resource() + " " + asked.host() + " " + asked.version() + " " + asked.origin());
                    log.add(asked.cookies() + " " + asked.field("x-any").orElse("") + " " + asked.subprotocols());
                    log.add(connection.subprotocol() + " " + connection.principal() + " " + connection.extensions());
                })
                .start(kernel);
        Peer peer = new Peer(this, tcp());

        String answer = peer.askRaw(Peer.usual(
                "/where?to=1",
                "Origin: http://a:8080",
                "Cookie: user=Ann; x=y",
                "X-Any: thing",
                "Sec-WebSocket-Protocol: chat",
                "Sec-WebSocket-Extensions: permessage-deflate"));
        peer.send("tell");

        assertTrue(answer.contains("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n"), answer);
        assertTrue(answer.contains("X-Extra: yes\r\n"), answer);
        assertEquals("/where?to=1 a:8080 13 Optional[http://a:8080]", log.get(0));
        assertEquals("{user=Ann, x=y} thing [chat]", log.get(1));
        assertTrue(log.get(2).startsWith("Optional[chat] Optional[Ann] permessage-deflate"), log.get(2));
    }

    @Test
    @Row("W72")
    void shouldDecideLaterWhateverTheAnswer() {
        List<Handshake> waiting = new ArrayList<>();
        server().onHandshake((connection, poe, handshake) -> {
                    handshake.defer();
                    waiting.add(handshake);
                })
                .start(kernel);
        Peer granted = new Peer(this, tcp());
        Peer refused = new Peer(this, tcp());
        Peer redirected = new Peer(this, tcp());

        assertEquals("", granted.ask());
        granted.sendRaw(Peer.bytes(Text.of("early")));
        refused.ask();
        redirected.ask();
        advance(3);
        waiting.get(0).accept();
        waiting.get(1).response().header("WWW-Authenticate", "Basic");
        waiting.get(1).reject(401, "who are you?");
        waiting.get(2).redirect("/elsewhere");
        run();

        assertEquals("101", status(granted.client.received()));
        assertTrue(log.contains("utf8 early"), log.toString());
        String answer = refused.client.received();
        assertEquals("401", status(answer));
        assertTrue(answer.contains("WWW-Authenticate: Basic\r\n") && answer.endsWith("who are you?"), answer);
        assertTrue(redirected.client.received().contains("Location: /elsewhere\r\n"));
        assertThrows(IllegalArgumentException.class, () -> waiting.get(1).reject(200));
    }

    @Test
    @Row({"W72", "W106"})
    void shouldGiveUpWhoDecidesOrAsksTooLate() {
        server().onHandshake((connection, poe, handshake) -> handshake.defer()).start(kernel);
        Peer deferred = new Peer(this, tcp());
        SimulatedClient half = tcp();

        deferred.ask();
        half.send("GET / HTTP/1.1\r\n");
        advance(9.9);
        assertEquals("", deferred.client.received() + half.received());
        advance(0.2);

        assertEquals("503", status(deferred.client.received()));
        assertEquals("408", status(half.received()));
    }

    @Test
    void shouldLimitConnectionsInAllAndOfOneAddress() {
        server().connections(10, 2).start(kernel);

        Peer one = peer();
        peer();
        assertEquals("429", status(shake()));
        one.client.close();
        run();

        assertEquals("101", status(shake()));
    }

    @Test
    @Row({"W14", "W109"})
    void shouldShareAPortWithAnHttpServer() {
        HttpServer.at(PORT)
                .handler(
                        "^/file$",
                        (poe, request, response) ->
                                response.content("file").respond().done())
                .mount("/ws", logged(WebSocketServer.define()))
                .mount(
                        "/other",
                        WebSocketServer.define()
                                .alias("other")
                                .otherwise((poe, request, response) ->
                                        response.content("a page").respond().done()))
                .start(kernel);

        assertTrue(
                new Peer(this, tcp()).askRaw(Peer.request("/file", "Host: a")).endsWith("file"));
        assertTrue(
                new Peer(this, tcp()).askRaw(Peer.request("/other", "Host: a")).endsWith("a page"));
        assertEquals("426", status(new Peer(this, tcp()).askRaw(Peer.request("/ws", "Host: a"))));
        assertEquals("404", status(new Peer(this, tcp()).askRaw(Peer.usual("/wsx"))));
        Peer peer = new Peer(this, tcp());
        assertEquals("101", status(peer.askRaw(Peer.usual("/ws"))));
        assertEquals(List.of("hi"), peer.send("hi").frames());
        assertEquals("101", status(new Peer(this, tcp()).askRaw(Peer.usual("/other"))));
        assertFalse(log.contains("handshake /other"));
        assertEquals(Map.of(426, 1L), server.count().refused());
    }

    @Test
    void shouldKeepAnUpgradedConnectionPastTheHttpServersTimeouts() {
        HttpServer.at(PORT)
                .handler(
                        "^/file$",
                        (poe, request, response) ->
                                response.content("file").respond().done())
                .keepAliveTimeout(Duration.ofSeconds(2))
                .timeout(Duration.ofSeconds(3))
                .handlerTimeout(Duration.ofSeconds(3))
                .mount("/ws", logged(WebSocketServer.define().silenceMax(Duration.ZERO)))
                .start(kernel);
        Peer peer = new Peer(this, tcp());

        peer.askRaw(Peer.request("/file", "Host: a"));
        peer.askRaw(Peer.usual("/ws"));
        advance(100);

        assertEquals(List.of("hi"), peer.send("hi").frames());
    }
}
