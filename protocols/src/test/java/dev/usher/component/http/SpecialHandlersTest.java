package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The six special handlers. */
class SpecialHandlersTest extends HttpCase {
    private static final String BOGUS = "BOGUSREQUEST\r\n\r\n";

    @Test
    @Row({"H49", "H50", "H51", "H52", "H55"})
    void shouldTellOfConnectionsAndRequestsInTheirOrder() {
        logged(server()).start(kernel);
        SimulatedClient client = client();
        assertLog("connect");

        ask(client, get("/1") + get("/2"));
        client.close();
        run();

        assertLog("connect", "pre /1", "post /1 200", "pre /2", "post /2 200", "disconnect");
    }

    @Test
    @Row({"H49", "H50", "H70"})
    void shouldShowTheSameConnectionFromConnectToDisconnect() {
        List<HttpConnection> seen = new ArrayList<>();
        List<Boolean> aborted = new ArrayList<>();
        bare().onConnect((poe, connection) -> seen.add(connection))
                .handler("", (poe, request, response) -> {
                    seen.add(request.connection());
                    aborted.add(request.connection().aborted());
                    response.respond().done();
                })
                .onDisconnect((poe, connection) -> {
                    seen.add(connection);
                    aborted.add(connection.aborted());
                })
                .start(kernel);
        SimulatedClient client = client();

        ask(client, get("/"));
        ask(client, get("/"));
        client.close();
        run();

        assertEquals(4, seen.size());
        seen.forEach(connection -> assertSame(seen.get(0), connection));
        assertEquals(List.of(false, false, true), aborted);
    }

    @Test
    @Row("H52")
    void shouldTellOfAResponseWithoutItsContentOnceItIsWritten() {
        SimulatedClient[] client = new SimulatedClient[1];
        server().postRequest((poe, request, response) ->
                        log.add(response.code() + " " + response.content().length + " " + request.path()))
                .start(kernel);
        client[0] = client();

        ask(client[0], get("/x"));

        assertLog("200 0 /x");
    }

    @Test
    @Row({"H53", "H104", "H105"})
    void shouldStreamTenChunksByStreamRequest() {
        int[] sent = {0};
        bare().handler("", (poe, request, response) -> {
                    response.streaming(true);
                    response.send();
                })
                .streamRequest((poe, request, response) -> {
                    log.add("stream");
                    if (sent[0] < 10) {
                        response.send(++sent[0] + "/10\n");
                    } else {
                        response.done();
                    }
                })
                .postRequest((poe, request, response) -> log.add("post"))
                .onDisconnect((poe, connection) -> log.add("disconnect"))
                .start(kernel);
        SimulatedClient client = client();

        String answer = ask(client, get("/"));
        client.close();
        run();

        assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
        assertTrue(answer.contains("1/10\n") && answer.endsWith("10/10\n\r\n0\r\n\r\n"), answer);
        assertEquals(13, log.size());
        assertEquals(List.of("stream", "post", "disconnect"), log.subList(10, 13));
    }

    @Test
    @Row({"H54", "H56", "H59", "H61", "H73", "H75", "H140"})
    void shouldLetAnHttpErrorBeChangedBeforeItIsSent() {
        bare().handler("", (poe, request, response) -> response.respond().done())
                .onError((poe, error) -> {
                    log.add(error.op().isPresent() + " " + error.statusLine() + " " + error.isError() + " "
                            + error.request().orElseThrow().method() + " "
                            + error.request().orElseThrow().path() + " "
                            + error.request().orElseThrow().protocol());
                    error.content("text/plain", "Don't do that!");
                })
                .postRequest((poe, request, response) -> log.add("post " + request.method() + " " + response.code()))
                .start(kernel);
        SimulatedClient client = client();

        String answer = ask(client, BOGUS);

        assertEquals("400", status(answer));
        assertTrue(answer.contains("Content-Type: text/plain") && answer.endsWith("Don't do that!"), answer);
        assertTrue(answer.contains("\r\nConnection: close\r\n") && client.isClosedByPeer());
        assertLog("false 400 Bad Request true ERROR / HTTP/1.1", "post ERROR 400");
    }

    @Test
    @Row("H140")
    void shouldAnswerARequestLineThatIsNoneByAPage() {
        server().start(kernel);

        String answer = ask("BOGUS<REQUEST\r\n\r\n");

        assertEquals("400", status(answer));
        assertTrue(answer.contains("Content-Type: text/html") && answer.contains("<h1>400 Bad Request</h1>"), answer);
        assertFalse(answer.contains("BOGUS<"), answer);
    }

    @Test
    @Row({"H54", "H57", "H73", "H74", "H76"})
    void shouldTellOfNetworkErrorsAndSendNothing() {
        List<HttpError> errors = new ArrayList<>();
        server().onError((poe, error) -> errors.add(error)).start(kernel);
        SimulatedClient client = client();

        client.send("GET / HT");
        run();
        client.reset();
        run();

        HttpError error = errors.get(0);
        assertEquals(1, errors.size());
        assertEquals("read", error.op().orElseThrow());
        assertEquals(Errno.ECONNRESET.number(), error.errnum());
        assertEquals(error.errstr(), error.errstring());
        assertEquals("read error [104] " + error.errstr(), error.content());
        assertTrue(error.response().isEmpty() && error.request().isEmpty());
        assertEquals("", client.received());
    }

    @Test
    @Row("H73")
    void shouldNameTheOperationThatFailed() {
        server().alias("first").start(kernel);
        server().alias("second")
                .onError((poe, error) -> log.add(error.op().orElse("none")))
                .start(kernel);
        run();

        assertLog("bind");
    }

    @Test
    @Row({"H58", "H86"})
    void shouldSendNothingWhenAnErrorIsSuppressed() {
        server().onError((poe, error) -> error.suppress()).start(kernel);
        SimulatedClient client = client();

        assertEquals("", ask(client, BOGUS));
        assertTrue(client.isClosedByPeer());
    }

    @Test
    @Row("H60")
    void shouldNotTellOfErrorsThatAHandlerAnswers() {
        logged(bare().handler("", (poe, request, response) -> response.error(500, "mine")))
                .start(kernel);

        assertEquals("mine", content(ask(get("/"))));
        assertLog("connect", "pre /", "post / 500");
    }

    @Test
    @Row({"H63", "H62"})
    void shouldNotTellOfTheEndOfTheClientsOutput() {
        logged(server()).start(kernel);
        SimulatedClient client = client();

        client.close();
        run();

        assertLog("connect", "disconnect");
        assertEquals(List.of(), Logs.complaints());
    }

    @Test
    @Row("H64")
    void shouldGoOnWhenSpecialHandlersThrow() {
        HttpHook<Object> bad = (poe, what) -> {
            throw new IllegalStateException("bad hook");
        };
        server().onConnect(bad::on)
                .onDisconnect(bad::on)
                .preRequest(bad::on)
                .postRequest((poe, request, response) -> bad.on(poe, request))
                .onError(bad::on)
                .start(kernel);
        SimulatedClient client = client();

        assertEquals("200", status(ask(client, get("/"))));
        assertEquals("200", status(ask(client, get("/"))));
        assertEquals("400", status(ask(client, BOGUS)));

        assertTrue(client.isClosedByPeer());
        advance(3);
        assertEquals(
                List.of(
                        "on_connect",
                        "pre_request",
                        "post_request",
                        "pre_request",
                        "post_request",
                        "on_error",
                        "post_request",
                        "on_disconnect"),
                Logs.complaints().stream().map(line -> line.split("'")[1]).toList());
    }

    @Test
    @Row("H65")
    void shouldNotAskTheHandlerWhenPreRequestHasAnswered() {
        server().preRequest((poe, request) -> {
                    if (request.header("Authorization").isEmpty()) {
                        request.response().header("WWW-Authenticate", "Basic").error(401, "who are you?");
                    }
                })
                .start(kernel);
        SimulatedClient client = client();

        assertEquals("401", status(ask(client, get("/"))));
        assertEquals("200", status(ask(client, get("/", "Authorization: Basic eDp5"))));
    }

    @Test
    @Row("H66")
    void shouldRefuseAConnection() {
        server().onConnect((poe, connection) -> {
                    log.add("connect");
                    connection.reject();
                })
                .onDisconnect((poe, connection) -> log.add("disconnect"))
                .concurrency(1)
                .start(kernel);

        for (int i = 0; i < 2; i++) {
            assertTrue(client().isClosedByPeer());
        }

        assertLog("connect", "disconnect", "connect", "disconnect");
    }

    @Test
    @Row("H52")
    void shouldTellOfADeferredResponse() {
        logged(bare().handler(
                                "",
                                (poe, request, response) -> poe.delaySet(
                                        Event.named("later", HttpResponse.class), Duration.ofSeconds(1), response))
                        .on(
                                Event.named("later", HttpResponse.class),
                                (connection, poe, response) ->
                                        response.code(201).respond().done()))
                .start(kernel);
        SimulatedClient client = client();
        client.send(get("/a") + get("/b"));

        advance(5);

        assertLog("connect", "pre /a", "post /a 201", "pre /b", "post /b 201");
    }
}
