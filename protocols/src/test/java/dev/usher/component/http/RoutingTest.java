package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A request that comes again to the byte goes where it belongs now, and a busy connection's times are still exact. */
class RoutingTest extends HttpCase {

    private static HttpHandler saying(String text) {
        return (poe, request, response) -> response.content(text).respond().done();
    }

    @Test
    void shouldAskTheNewHandlersWhenTheSameRequestComesAgain() {
        bare().liveHandlers(true).handler("^/a$", saying("old")).start(kernel);
        SimulatedClient client = client();
        assertEquals("old", content(ask(client, get("/a"))));
        assertEquals("old", content(ask(client, get("/a"))));

        kernel.post("HTTPd", HttpServer.HANDLERS_SET, List.of("^/a$", saying("new")));
        run();
        assertEquals("new", content(ask(client, get("/a"))));
        kernel.post("HTTPd", HttpServer.HANDLERS_REMOVE, "^/a$");
        run();

        assertEquals("421", status(ask(client, get("/a"))));
    }

    @Test
    void shouldKeepEachConnectionAtItsHandlersWhenTheSameRequestComesInTurn() {
        bare().handler("^/a$", saying("old")).start(kernel);
        SimulatedClient before = client();
        kernel.post("HTTPd", HttpServer.HANDLERS_SET, List.of("^/a$", saying("new")));
        run();
        SimulatedClient behind = client();

        for (int i = 0; i < 3; i++) {
            assertEquals("old", content(ask(before, get("/a"))));
            assertEquals("new", content(ask(behind, get("/a"))));
        }
    }

    @Test
    void shouldAskEachServerWhenTheSameRequestComesToSeveral() {
        bare().handler("", saying("one")).start(kernel);
        HttpServer.at(PORT + 1).alias("second").handler("", saying("two")).start(kernel);
        SimulatedClient one = client();
        SimulatedClient two = simulation.connect(PORT + 1);

        for (int i = 0; i < 3; i++) {
            assertEquals("one", content(ask(one, get("/"))));
            assertEquals("two", content(ask(two, get("/"))));
        }
    }

    @Test
    void shouldFindTheRouteAnewWhenRequestsDiffer() {
        bare().route(Route.of("^/a$").methods("GET").to(saying("a")))
                .route(Route.of("^/b")
                        .to((poe, request, response) ->
                                response.content(request.path()).respond().done()))
                .start(kernel);
        SimulatedClient client = client();

        for (int i = 0; i < 2; i++) {
            assertEquals("a", content(ask(client, get("/a"))));
            assertEquals("405", status(ask(client, post("/a", "x"))));
            assertEquals("/b/" + i, content(ask(client, get("/b/" + i))));
            assertEquals("/b/" + i, content(ask(client, get("/b/" + i))));
            assertEquals("404", status(ask(client, get("/c"))));
            assertEquals("404", status(ask(client, get("/c"))));
        }
        assertEquals("501", status(ask(client, request("BREW", "/a"))));
    }

    @Test
    void shouldAnswerThePipelineInItsOrderWhenRequestsAlternate() {
        bare().handler("^/a$", saying("A")).handler("^/b$", saying("B")).start(kernel);

        String answers = ask(get("/a") + get("/a") + get("/b") + get("/a") + get("/b") + get("/b"));

        assertEquals("AABABB", answers.replaceAll("(?s)HTTP.*?\r\n\r\n", ""));
    }

    @Test
    void shouldCloseWhenTheKeepAliveTimeIsOverBehindTheLastOfManyRequests() {
        server().keepAliveTimeout(Duration.ofSeconds(10)).start(kernel);
        SimulatedClient client = client();
        for (int i = 0; i < 40; i++) {
            assertEquals("200", status(ask(client, get("/"))));
            advance(0.3);
            assertEquals(1, kernel.counts().alarms());
        }

        advance(9.6);
        assertFalse(client.isClosedByPeer());
        advance(0.2);

        assertTrue(client.isClosedByPeer());
        assertEquals(0, kernel.counts().alarms());
    }

    @Test
    void shouldSayTheSecondOfEachResponse() {
        server().start(kernel);
        SimulatedClient client = client();
        for (int tenths = 0; tenths < 50; tenths += 3) {
            String answer = ask(client, get("/"));

            assertTrue(answer.contains(String.format("Date: Sat, 01 Jan 2000 00:00:%02d GMT", tenths / 10)), answer);
            advance(0.3);
        }
    }
}
