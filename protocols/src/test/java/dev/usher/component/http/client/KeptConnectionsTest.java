package dev.usher.component.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connections are kept for the next request, how many, and what happens when one of them is dead. */
class KeptConnectionsTest extends HttpClientCase {
    @Test
    void shouldUseAConnectionAgainAndLeaveItWhenItHasBeenIdle() {
        listen();
        client().start(kernel);
        get("/1");
        peer().say(ok("1"));
        advance(14);
        get("/2");
        peer().say(ok("2"));

        assertEquals(1, peers.size());
        assertEquals(1, counts().reused());
        assertEquals(1, counts().idle());
        advance(14.9);
        assertFalse(peer().ended);
        advance(0.2);
        assertTrue(peer().ended);
        assertEquals(0, counts().open());
    }

    @Test
    void shouldLeaveAConnectionBeforeTheServerDoesWhenThatSaysWhen() {
        listen();
        client().start(kernel);
        get("/");

        peer().say("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=9\r\nContent-Length: 0\r\n\r\n");

        advance(3.9);
        assertFalse(peer().ended);
        advance(0.2);
        assertTrue(peer().ended);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxy",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nz"
            })
    void shouldNotUseAConnectionAgainThatCannotBeTrusted(String answer) {
        listen();
        client().start(kernel);
        ask(ClientRequest.get(URI + "/").tag(1));
        ask(ClientRequest.get(URI + "/").tag(2));
        Peer first = peers.get(0);

        first.say(answer);
        get("/3");

        assertLog("1: 200 OK [x]");
        assertTrue(first.ended);
        assertEquals(3, peers.size());
    }

    @Test
    void shouldNotHandTheNextRequestToAConnectionThatHasSaidTooMuchWhenItWaits() {
        listen();
        client().maxPerHost(1).start(kernel);
        ask(ClientRequest.get(URI + "/").tag(1));
        ask(ClientRequest.get(URI + "/").tag(2));

        peer().say("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");

        assertLog("1: 204 No Content");
        assertEquals(2, peers.size());
        peer().say(ok("good"));
        assertLog("2: 200 OK [good]");
    }

    @Test
    void shouldKeepAConnectionOfHttp10WhenTheServerSaysSo() {
        listen();
        client().start(kernel);
        get("/");

        peer().say("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx");
        get("/");

        assertEquals(1, peers.size());
    }

    @Test
    void shouldCloseWhenTheRequestOrTheClientWantsNoKeeping() {
        listen();
        client().keepAlive(Duration.ZERO).start(kernel);

        get("/");

        assertTrue(peer().heard().contains("\r\nConnection: close\r\n"));
        peer().say(ok("x"));
        assertTrue(peer().ended);
    }

    @Test
    void shouldHoldTheLimitsOfConnectionsAndServeWhoeverWaits() {
        listen();
        listen(8081);
        client().maxPerHost(2).maxOpen(3).start(kernel);
        for (int i = 1; i <= 4; i++) {
            ask(ClientRequest.get(URI + "/" + i).tag(i));
        }
        ask(ClientRequest.get("http://127.0.0.1:8081/5").tag(5));
        ask(ClientRequest.get("http://127.0.0.1:8081/6").tag(6));
        assertEquals(3, peers.size());
        assertEquals(3, counts().open());

        peers.get(0).say(ok("a"));
        assertTrue(peers.get(0).seen().contains("GET /3 "));
        peers.get(2).say(ok("b"));
        peers.get(2).say(ok("c"));
        peers.get(0).say(ok("d"));
        peers.get(1).say(ok("e"));
        peers.get(0).say(ok("f"));

        assertLog("1: 200 OK [a]", "5: 200 OK [b]", "6: 200 OK [c]", "3: 200 OK [d]", "2: 200 OK [e]", "4: 200 OK [f]");
        assertEquals(3, peers.size());
        assertEquals(0, counts().pending());
    }

    @Test
    void shouldCloseAnIdleConnectionWhenAnotherPlaceNeedsTheRoom() {
        listen();
        listen(8081);
        client().maxOpen(1).start(kernel);
        get("/");
        peer().say(ok("x"));

        ask(ClientRequest.get("http://127.0.0.1:8081/"));

        assertTrue(peers.get(0).ended);
        peers.get(1).say(ok("y"));
        assertLog("200 OK [x]", "200 OK [y]");
    }

    @Test
    void shouldGiveABusyConnectionsRoomToAnotherPlaceWhenThatWaits() {
        listen();
        listen(8081);
        client().maxOpen(1).start(kernel);
        get("/");
        ask(ClientRequest.get("http://127.0.0.1:8081/"));
        assertEquals(1, peers.size());

        peers.get(0).say(ok("x"));

        peers.get(1).say(ok("y"));
        assertLog("200 OK [x]", "200 OK [y]");
    }

    @ParameterizedTest
    @CsvSource({"GET, true", "PUT, true", "DELETE, true", "POST, false", "PATCH, false"})
    void shouldAskAgainWhenAKeptConnectionIsDeadAndAskingTwiceDoesNoHarm(String method, boolean again) {
        listen();
        client().start(kernel);
        get("/");
        peer().say(ok("1"));
        log.clear();

        ask(ClientRequest.of(method, URI + "/again").content(new byte[] {'c'}));
        peers.get(0).end();

        if (again) {
            assertEquals(2, peers.size());
            assertTrue(peer().heard().startsWith(method + " /again HTTP/1.1\r\n"));
            peer().say(ok("2"));
            assertLog("200 OK [2]");
        } else {
            assertLog("NETWORK: the connection ended before 1 of the responses");
        }
    }

    @Test
    void shouldNotAskAgainWhenTheAnswerHadBegunOrTheConnectionWasNew() {
        listen();
        client().start(kernel);
        get("/new");
        peer().end();
        get("/1");
        peer().say(ok("1"));
        get("/2");
        peer().say("HTTP/1.1 2");
        peer().end();

        assertLog(
                "NETWORK: the connection ended before 1 of the responses",
                "200 OK [1]",
                "NETWORK: the connection ended inside a response (RFC 9112 §8)");
    }

    @Test
    void shouldGiveUpWhenOneConnectionAfterAnotherIsDead() {
        listen();
        client().start(kernel);
        get("/");
        peer().say(ok("1"));

        get("/2");
        peer().end();
        peer().end();

        assertLog("200 OK [1]", "NETWORK: the connection ended before 1 of the responses");
        assertEquals(2, peers.size());
    }
}
