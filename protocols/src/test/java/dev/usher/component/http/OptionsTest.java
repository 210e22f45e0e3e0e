package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.http.HttpLimits;
import dev.usher.kernel.SessionOption;
import dev.usher.simulation.SimulatedClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a server is told when it is described. */
class OptionsTest extends HttpCase {
    private static final HttpHandler OK = (poe, request, response) ->
            response.content(request.path()).respond().done();

    private static HttpHandler says(String text) {
        return (poe, request, response) -> response.content(text).respond().done();
    }

    private static Map<String, Object> options(Object... namesAndValues) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("inet", Map.of("LocalPort", PORT));
        options.put("handler", OK);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return options;
    }

    private static List<String> errors(HttpServerBuilder builder) {
        return assertThrows(DefinitionException.class, builder::define).errors();
    }

    @Test
    @Row({"H1", "H2", "H8", "H11"})
    void shouldServeByTheManualsOptionsWhenGivenAsAMap() {
        String alias = HttpServer.from(options()).start(kernel);

        assertEquals("HTTPd", alias);
        assertTrue(kernel.aliasResolve("HTTPd").isPresent());
        assertEquals("/any/path", content(ask(get("/any/path"))));
    }

    @Test
    @Row({"H2", "H3"})
    void shouldListenAtOneAddressOnlyWhenLocalAddrIsGiven() {
        HttpServer.from(options(
                        "inet", Map.of("LocalAddr", "127.0.0.2", "BindPort", "8081", "LocalPort", 1, "Listen", 5)))
                .start(kernel);

        SimulatedClient wanted = simulation.connect(new InetSocketAddress("127.0.0.2", 8081));
        SimulatedClient other = simulation.connect(8081);
        run();

        assertTrue(wanted.isConnected());
        assertTrue(other.isRefused());
    }

    @Test
    @Row("H3")
    void shouldListenOnPort80WhenNoInetIsGiven() {
        HttpServer.from(Map.of("handler", OK)).start(kernel);

        SimulatedClient client = simulation.connect(80);
        assertEquals("/", content(ask(client, get("/"))));
    }

    @Test
    @Row("H4")
    void shouldListenAgainOnItsPortAtOnce() {
        for (int i = 0; i < 2; i++) {
            HttpServer.from(options()).start(kernel);
            SimulatedClient client = client();
            assertEquals("200", status(ask(client, get("/"))));
            kernel.post("HTTPd", HttpServer.SHUTDOWN);
            run();
            assertTrue(client.isClosedByPeer());
        }
    }

    @Test
    @Row({"H5", "H45"})
    void shouldTryPatternsInTheirOrderAndAnywhereInThePath() {
        bare().handlers(List.of("/foo", says("foo"), "onk", says("onk"), "honk", says("honk"), "", says("all")))
                .start(kernel);

        assertEquals("foo", content(ask(get("/x/foo"))));
        assertEquals("onk", content(ask(get("/honk"))));
        assertEquals("all", content(ask(get("/a?b=foo"))));
    }

    @Test
    @Row("H6")
    void shouldWantAMapThatKeepsItsOrder() {
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            ordered.put("^/" + i, says("exactly " + i));
        }
        ordered.put("", says("all"));

        List<String> errors = errors(bare().handlers(new HashMap<>(ordered)));
        bare().handlers(ordered).start(kernel);

        assertTrue(errors.get(0).contains("LinkedHashMap"), errors.toString());
        assertEquals("exactly 7", content(ask(get("/7"))));
        assertEquals("all", content(ask(get("/x"))));
    }

    @Test
    @Row("H7")
    void shouldTakeNoSpecialNameForAPattern() {
        Map<String, Object> handlers = new LinkedHashMap<>();
        handlers.put("on_error", (HttpHook<HttpError>) (poe, error) -> log.add("error"));
        handlers.put("", says("all"));
        bare().handlers(handlers).start(kernel);

        assertEquals("all", content(ask(get("/on_error"))));
        assertTrue(errors(bare().handler("on_error", OK)).get(0).contains("special"));
    }

    @Test
    @Row({"H9", "H25"})
    void shouldTellAllThatIsWrongTogether() {
        List<String> none = errors(HttpServer.from(Map.of()));
        List<String> several = errors(HttpServer.from(options(
                "error", "x", "concurrency", "many", "timeout", -1, "inet", Map.of("Colour", 1), "handler", "poe:x")));
        List<String> patterns = errors(
                bare().handler("(", OK).handler("", "http://x/").keepAlive(-1).alias(""));

        assertEquals(List.of("a handler is required: say handler(...) or handlers(...)"), none);
        assertEquals(
                List.of(
                        "inet: there is no 'Colour'",
                        "the handler of everything: 'poe:x' must name a session and an event, poe:session/event",
                        "concurrency must be a number, not 'many'",
                        "timeout must be zero or more, not PT-1S",
                        "there is no option 'error'"),
                several);
        assertEquals(4, patterns.size(), patterns.toString());
    }

    @Test
    @Row({"H13", "H14"})
    void shouldLetClientsWaitBeyondTheConcurrency() {
        server().concurrency(2).start(kernel);
        SimulatedClient first = client();
        SimulatedClient second = client();
        SimulatedClient third = client();

        assertEquals("200", status(ask(second, get("/"))));
        assertEquals("nothing", status(ask(third, get("/"))));
        first.close();
        run();

        assertEquals("200", status(third.received()));
    }

    @Test
    @Row({"H15", "H16"})
    void shouldAddHeadersThatTheHandlerHasNotSet() {
        server().start(kernel);
        assertTrue(ask(get("/")).contains("\r\nServer: Usher"));
        kernel.call("HTTPd", HttpServer.SHUTDOWN);
        run();

        bare().headers(Map.of("X-One", "1"))
                .handler("", (poe, request, response) -> {
                    if (request.path().equals("/own")) {
                        response.header("X-One", "mine");
                    }
                    response.respond().done();
                })
                .start(kernel);

        String usual = ask(get("/"));
        String own = ask(get("/own"));
        assertTrue(usual.contains("\r\nX-One: 1\r\n") && !usual.contains("Server:"), usual);
        assertTrue(own.contains("\r\nX-One: mine\r\n") && !own.contains("X-One: 1"), own);
        assertTrue(
                errors(bare().handler(OK).headers(Map.of("Date", "now"))).get(0).contains("Date"));
    }

    @Test
    @Row("H17")
    void shouldKeepConnectionsForSoManyRequests() {
        assertEquals(1, answersOnOneConnection(options()));
        assertEquals(1, answersOnOneConnection(options("keepalive", 0)));
        assertEquals(3, answersOnOneConnection(options("keepalive", 3)));
        assertEquals(100, answersOnOneConnection(options("keepalive", 1)));
        assertEquals(100, answersOnOneConnection(options("keepalive", true)));
        assertEquals(100, answersOnOneConnection(options("keepalive", "yes")));
    }

    private int answersOnOneConnection(Map<String, Object> options) {
        HttpServer.from(options).start(kernel);
        SimulatedClient client = client();
        int answers = 0;
        String answer = "";
        while (!client.isClosedByPeer()) {
            answer = ask(client, get("/"));
            answers++;
        }
        assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
        kernel.call("HTTPd", HttpServer.SHUTDOWN);
        run();
        return answers;
    }

    @Test
    @Row("H18")
    void shouldKeepHttp10ConnectionsThatAskForIt() {
        server().start(kernel);
        SimulatedClient kept = client();
        SimulatedClient plain = client();
        String old = "GET / HTTP/1.0\r\n";

        for (int i = 0; i < 3; i++) {
            String answer = ask(kept, old + "Connection: keep-alive\r\n\r\n");
            assertTrue(answer.contains("Connection: keep-alive") && answer.contains("Content-Length: 5"), answer);
        }
        assertEquals("200", status(ask(plain, old + "\r\n")));

        assertFalse(kept.isClosedByPeer());
        assertTrue(plain.isClosedByPeer());
    }

    @Test
    @Row({"H19", "H154"})
    void shouldCloseSilentlyWhenNoRequestFollows() {
        server().onDisconnect((poe, connection) -> log.add("disconnect")).start(kernel);
        SimulatedClient client = client();
        ask(client, get("/"));
        advance(3);
        ask(client, get("/"));

        advance(4.9);
        assertFalse(client.isClosedByPeer());
        advance(0.2);

        assertTrue(client.isClosedByPeer());
        assertEquals("", client.received());
        assertLog("disconnect");
    }

    @Test
    @Row("H20")
    void shouldSetOptionsOfItsSessions() {
        List<Boolean> traced = new ArrayList<>();
        HttpServer.from(options("options", Map.of("debug", 1), "handler", (HttpHandler) (poe, request, response) -> {
                    traced.add(poe.session().option(SessionOption.DEBUG));
                    response.respond().done();
                }))
                .start(kernel);

        ask(get("/"));

        assertEquals(List.of(true), traced);
        assertTrue(kernel.aliasResolve("HTTPd").orElseThrow().option(SessionOption.DEBUG));
    }

    @Test
    @Row("H22")
    void shouldTryAgainWhenThePortIsHeld() {
        server().alias("first").start(kernel);
        HttpServer.at(PORT)
                .handler("", says("second"))
                .alias("second")
                .onError((poe, error) -> log.add(error.op().orElse("") + " " + error.errno()))
                .start(kernel);
        run();
        assertLog("bind EADDRINUSE");

        kernel.post("first", HttpServer.SHUTDOWN);
        advance(59);
        assertTrue(client().isRefused());
        advance(2);

        assertEquals("second", content(ask(get("/"))));
    }

    @Test
    void shouldLogWhenItTriesAgainWhenThePortIsHeld() {
        server().alias("first").start(kernel);
        server().alias("second").start(kernel);
        run();

        assertTrue(
                Logs.complaints().get(0).endsWith("(Address already in use); another attempt in 60 s"),
                Logs.complaints().toString());
    }

    @Test
    @Row({"H22", "H62"})
    void shouldEndWhenThePortIsHeldAndRetryIsOff() {
        server().alias("first").start(kernel);
        server().alias("second").retry(Duration.ZERO).start(kernel);
        run();

        assertTrue(kernel.aliasResolve("second").isEmpty());
        assertTrue(
                Logs.complaints()
                        .get(0)
                        .endsWith(" at port " + PORT + ": bind failed: EADDRINUSE (Address already in use)"),
                Logs.complaints().toString());
        assertEquals("200", status(ask(get("/"))));
    }

    @Test
    @Row("H24")
    void shouldGiveUpARequestThatDoesNotComeInTime() {
        HttpServer.from(options()).start(kernel);
        SimulatedClient silent = client();
        SimulatedClient slow = client();
        slow.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");

        advance(299);
        assertFalse(silent.isClosedByPeer() || slow.isClosedByPeer());
        advance(2);

        assertTrue(silent.isClosedByPeer() && slow.isClosedByPeer());
        assertEquals("408", status(slow.received()));
    }

    @Test
    @Row("H24")
    void shouldGiveUpAResponseThatIsNotTakenInTime() {
        bare().timeout(Duration.ofSeconds(30))
                .contentRate(0, Duration.ZERO)
                .handler(
                        "",
                        (poe, request, response) ->
                                response.content(new byte[1_000_000]).respond().done())
                .onError((poe, error) -> log.add("error " + error.op().orElse("") + " " + error.errno()))
                .onDisconnect((poe, connection) -> log.add("disconnect"))
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        client.send(get("/"));

        advance(29);
        assertLog();
        advance(2);

        assertLog("error write ETIMEDOUT", "disconnect");
    }

    @Test
    @Row("H24")
    void shouldWaitForEverWhenTheTimeoutIsZero() {
        HttpServer.from(options("timeout", 0)).start(kernel);
        SimulatedClient client = client();

        advance(100_000);

        assertEquals("200", status(ask(client, get("/"))));
    }

    @Test
    @Row("H28")
    void shouldBoundTheTimeOfAHeadWhateverItsPace() {
        server().headTimeout(Duration.ofSeconds(10)).start(kernel);
        SimulatedClient client = client();
        client.send("GET / HTTP/1.1\r\nHost: a\r\n");
        int seconds = 0;

        while (!client.isClosedByPeer() && seconds < 60) {
            client.send("X");
            advance(1);
            seconds++;
            if (!client.received().isEmpty()) {
                break;
            }
        }

        assertEquals(10, seconds);
        assertEquals("408", status(client.received()));
    }

    @Test
    @Row("H28")
    void shouldWantALeastRateOfContent() {
        server().contentRate(100, Duration.ofSeconds(10)).start(kernel);
        SimulatedClient fast = client();
        SimulatedClient slow = client();
        String head = request("POST", "/", "Content-Length: 100000");
        fast.send(head);
        slow.send(head);

        for (int second = 0; second < 60; second++) {
            fast.send("x".repeat(200));
            if (slow.received().isEmpty()) {
                slow.send("x");
            }
            advance(1);
        }

        assertEquals("", fast.received());
        assertEquals("408", status(slow.received()));
    }

    @Test
    @Row("H29")
    void shouldRefuseWhatIsBeyondTheLimits() {
        server().limits(HttpLimits.DEFAULT.withStartLine(100).withFields(3).withContent(10))
                .start(kernel);

        assertEquals("414", status(ask(get("/" + "x".repeat(100)))));
        assertEquals("431", status(ask(get("/", "A: 1", "B: 2", "C: 3"))));
        assertEquals("413", status(ask(post("/", "12345678901"))));
        assertEquals("200", status(ask(post("/", "1234567890"))));
    }
}
