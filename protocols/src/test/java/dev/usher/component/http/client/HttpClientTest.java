package dev.usher.component.http.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.kernel.Event;
import dev.usher.kernel.Postback;
import dev.usher.kernel.PostbackArgs;
import dev.usher.kernel.States;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpClientTest extends HttpClientCase {
    @Test
    void shouldAskAndTellTheAnswerWhenARequestIsPosted() {
        listen();
        client().start(kernel);

        ask(ClientRequest.get(URI + "/a?b=c").tag("one"));
        assertEquals("GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: Usher\r\n\r\n", peer().heard());
        assertLog();
        peer().say(ok("hello"));

        assertLog("one: 200 OK [hello]");
        assertTrue(latest.isSuccess());
        assertEquals("5", latest.header("Content-Length").orElseThrow());
    }

    @Test
    void shouldTellWhoeverAskedAndKeepItAliveWhenNothingElseDoes() {
        listen();
        client().start(kernel);
        Event<ClientResponse> got = Event.named("got", ClientResponse.class);
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> poe.post(
                                "ua",
                                HttpClient.REQUEST,
                                ClientRequest.get(URI + "/").answer(got)))
                        .on(got, (heap, poe, response) -> log.add("got " + response))
                        .stop((heap, poe) -> log.add("stop")),
                new Object());
        run();
        assertLog();

        peer().say(ok("x"));

        assertLog("got 200 OK", "stop");
    }

    @Test
    void shouldTellAPostbackWhenTheRequestHasOne() {
        listen();
        client().start(kernel);
        Event<PostbackArgs> got = Event.named("got", PostbackArgs.class);
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> {
                            Postback postback = poe.postbackOnce(got, "mine");
                            poe.kernel()
                                    .post(
                                            "ua",
                                            HttpClient.REQUEST,
                                            ClientRequest.get(URI + "/").answer(postback));
                        })
                        .on(got, (heap, poe, arguments) -> log.add(arguments.fixed() + " " + arguments.given())),
                new Object());
        run();

        peer().say(ok("x"));

        assertLog("[mine] [200 OK]");
    }

    @Test
    void shouldSendFieldsAndContent() {
        listen();
        client().agent("Spider/1")
                .from("a@example.com")
                .header("Accept", "text/*")
                .start(kernel);

        ask(ClientRequest.form(URI + "/form", Map.of("a b", "c&d"))
                .header("Accept", "image/png")
                .basic("me", "secret"));

        assertEquals(
                "POST /form HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Accept: image/png\r\nAuthorization: Basic bWU6c2VjcmV0\r\n"
                        + "User-Agent: Spider/1\r\nFrom: a@example.com\r\nContent-Length: 9\r\n\r\na+b=c%26d",
                peer().heard());
    }

    @Test
    void shouldSayThatThereIsNoContentWhereThatIsExpected() {
        listen();
        client().agent("").start(kernel);

        ask(ClientRequest.of("POST", URI + "/"));

        assertEquals("POST / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Length: 0\r\n\r\n", peer().heard());
    }

    // ---- times

    @Test
    void shouldFailWhenTheWholeTakesTooLong() {
        listen();
        client().timeout(Duration.ofSeconds(10)).start(kernel);
        get("/");
        peer().say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        advance(9.9);
        assertLog();

        advance(0.2);

        assertLog("200 OK TIMEOUT: no whole answer within the time that GET http://127.0.0.1:8080/ may take [abc]");
        assertTrue(peer().ended);
        assertEquals(0, counts().pending());
    }

    @Test
    void shouldCountTheWaitForAConnection() {
        listen();
        client().maxPerHost(1).start(kernel);
        get("/first");
        ask(ClientRequest.get(URI + "/second").timeout(Duration.ofSeconds(5)));

        advance(5.1);

        assertLog("TIMEOUT: no whole answer within the time that GET http://127.0.0.1:8080/second may take");
        peer().say(ok("x"));
        assertLog("200 OK [x]");
    }

    @Test
    void shouldFailWhenTheHeadTakesTooLong() {
        listen();
        client().headerTimeout(Duration.ofSeconds(3)).start(kernel);
        get("/");
        peer().say("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n");

        advance(3.1);

        assertLog("TIMEOUT: no answer has begun within the time for its head");
    }

    @Test
    void shouldFailWhenTheContentPausesTooLong() {
        listen();
        client().idleTimeout(Duration.ofSeconds(3)).start(kernel);
        get("/");
        peer().say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\na");
        advance(2.9);
        peer().say("b");
        advance(2.9);
        assertLog();

        advance(3.3);

        assertLog("200 OK TIMEOUT: nothing more of the answer came for the idle time [ab]");
    }

    @Test
    void shouldFailWhenNobodyTakesTheConnection() {
        client().start(kernel);

        get("/");
        ask(ClientRequest.get("http://nowhere.example/"));

        assertLog(
                "CONNECT: 127.0.0.1 port 8080: connect: Connection refused",
                "RESOLVE: nowhere.example port 80: resolve: 'nowhere.example' cannot be resolved");
        assertEquals(0, counts().open());
    }

    // ---- the program's end of it

    @Test
    void shouldCancelWhatWaitsAndWhatIsUnderWay() {
        listen();
        client().maxPerHost(1).start(kernel);
        ClientRequest first = ClientRequest.get(URI + "/1").tag(1);
        ClientRequest second = ClientRequest.get(URI + "/2").tag(2);
        ask(first);
        ask(second);
        assertEquals(2, kernel.call("ua", HttpClient.PENDING_REQUESTS_COUNT, null));

        kernel.call("ua", HttpClient.CANCEL, second);
        kernel.call("ua", HttpClient.CANCEL, first);
        kernel.call("ua", HttpClient.CANCEL, first);
        run();

        assertLog("2: CANCELLED: cancelled", "1: CANCELLED: cancelled");
        assertTrue(peer().ended);
    }

    @Test
    void shouldAnswerEverythingAndEndWhenItIsShutDown() {
        listen();
        client().start(kernel);
        get("/kept");
        ask(ClientRequest.get(URI + "/1").tag(1));
        peers.get(0).say(ok("x"));

        kernel.post("ua", HttpClient.SHUTDOWN);
        run();

        assertLog("200 OK [x]", "1: SHUTDOWN: the client was shut down");
        assertTrue(peers.get(0).ended);
        assertTrue(peers.get(1).ended);
        assertTrue(kernel.aliasResolve("ua").isEmpty());
    }

    @Test
    void shouldTellAllThatIsWrongWithADescription() {
        HttpClientBuilder wrong = HttpClient.define()
                .alias("")
                .maxOpen(0)
                .maxPerHost(-1)
                .timeout(Duration.ofSeconds(-1))
                .proxy("https://a/")
                .header("a b", "c");

        DefinitionException error = assertThrows(DefinitionException.class, wrong::build);

        assertEquals(6, error.errors().size(), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a/",
                "/path",
                "http:///x",
                "http://a:0/",
                "http://a:70000/",
                "http://me:pw@a/",
                "http://a\r\nb/",
                "http://[::1/",
                "http://a b/"
            })
    void shouldRefuseWhatIsNoUri(String uri) {
        assertThrows(IllegalArgumentException.class, () -> ClientRequest.get(uri));
    }

    @Test
    void shouldRefuseFieldsThatTheClientSaysItself() {
        ClientRequest request = ClientRequest.get(URI);

        assertThrows(IllegalArgumentException.class, () -> request.header("content-length", "3"));
        assertThrows(IllegalArgumentException.class, () -> request.header("Host", "a"));
        assertThrows(IllegalArgumentException.class, () -> request.header("X-A", "b\r\nEvil: c"));
    }

    @Test
    void shouldFailARequestThatNoServerWouldTakeAndKeepTheConnection() {
        listen();
        client().start(kernel);

        ask(ClientRequest.of("B@D", URI + "/"));

        assertEquals(1, log.size());
        assertTrue(log.get(0).startsWith("REQUEST: such a request cannot be sent"), log.get(0));
        log.clear();
        get("/");
        assertEquals(1, peers.size());
        peer().say(ok("x"));
        assertLog("200 OK [x]");
    }

    @Test
    void shouldKeepAnswersOfManyRequestsApart() {
        List<String> expected = new ArrayList<>();
        listen();
        client().start(kernel);
        for (int i = 0; i < 4; i++) {
            ask(ClientRequest.get(URI + "/" + i).tag(i));
        }

        for (int i = 3; i >= 0; i--) {
            peers.get(i).say(ok("" + i));
            expected.add(i + ": 200 OK [" + i + "]");
        }

        assertEquals(expected, log);
        assertArrayEquals(new byte[] {'0'}, latest.content());
    }
}
