package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.usher.component.Row;
import dev.usher.simulation.SimulatedClient;
import org.junit.jupiter.api.Test;

/** The shortest servers. */
class HttpServerTest extends HttpCase {

    @Test
    @Row({"H1", "H33", "H36", "H79", "H89", "H96"})
    void shouldAnswerByALambda() {
        String alias = HttpServer.at(PORT)
                .alias("web")
                .handler(
                        "^/hello/(?<name>\\w+)$",
                        (poe, request, response) -> response.contentType("text/plain")
                                .content("hello " + request.param("name"))
                                .respond()
                                .done())
                .handler("", (poe, request, response) -> response.error(404, "Nothing to do for " + request.path()))
                .start(kernel);

        SimulatedClient client = client();
        assertEquals("web", alias);
        assertEquals(
                HEAD + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 9\r\n\r\nhello Ann",
                ask(client, get("/hello/Ann")));
        assertEquals("Nothing to do for /x", content(ask(client, get("/x"))));
        assertFalse(client.isClosedByPeer());
    }

    @Test
    @Row("H147")
    void shouldAnswerPipelinedRequestsInOrder() {
        server().start(kernel);

        String received = ask(get("/1") + post("/2", "content") + get("/3"));

        assertEquals(
                "GET /1 POST /2 GET /3",
                received.replaceAll("(?s)HTTP/1.1 200 OK.*?\r\n\r\n", " ").strip());
    }
}
