package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.simulation.SimulatedClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts, live handlers, compression, events for browsers. */
class ExtrasTest extends HttpCase {

    private static HttpHandler says(String text) {
        return (poe, request, response) -> response.content(text).respond().done();
    }

    private static String of(String host) {
        return "GET /x HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    @Test
    @Row("H31")
    void shouldServeSeveralHosts() {
        bare().handler("", says("usual"))
                .host("One.example", List.of("^/x", says("one")))
                .host("[::1]", says("six"))
                .start(kernel);

        assertEquals("one", content(ask(of("one.EXAMPLE:8080"))));
        assertEquals("six", content(ask(of("[::1]:8080"))));
        assertEquals("usual", content(ask(of("two.example"))));
        assertEquals("404", status(ask("GET /y HTTP/1.1\r\nHost: one.example\r\n\r\n")));
    }

    @Test
    @Row("H31")
    void shouldAnswer421ForAHostThatIsNotServed() {
        bare().host("one.example", says("one")).start(kernel);

        assertEquals("421", status(ask(of("two.example"))));
        assertEquals("one", content(ask(of("one.example"))));
    }

    @Test
    @Row("H130")
    void shouldChangeTheHandlersOfOpenConnectionsWhenTheyAreLive() {
        bare().liveHandlers(true).handler("", says("old")).start(kernel);
        SimulatedClient client = client();
        assertEquals("old", content(ask(client, get("/"))));

        kernel.call("HTTPd", HttpServer.HANDLERS_SET, says("new"));

        assertEquals("new", content(ask(client, get("/"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/html        | gzip                | 1000 | true
            text/css         | br;q=1, gzip;q=0.2  | 1000 | true
            text/html        | *                   | 1000 | true
            text/html        | gzip;q=0, *         | 1000 | false
            text/html        | br                  | 1000 | false
            text/html        | gzip                | 10   | false
            image/png        | gzip                | 1000 | false
            """)
    @Row("H99")
    void shouldCompressWhatIsWorthItForWhomeverTakesIt(String type, String accept, int length, boolean compressed)
            throws IOException {
        String text = "x".repeat(length);
        bare().compress(100, "text/", "application/json")
                .handler(
                        "",
                        (poe, request, response) -> response.contentType(type)
                                .content(text)
                                .respond()
                                .done())
                .start(kernel);

        String answer = ask(get("/", "Accept-Encoding: " + accept));

        assertEquals(compressed, answer.contains("\r\nContent-Encoding: gzip\r\n"));
        assertEquals(type.startsWith("text/") && length > 100, answer.contains("\r\nVary: Accept-Encoding\r\n"));
        byte[] content = content(answer).getBytes(ISO_8859_1);
        byte[] plain = compressed ? new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes() : content;
        assertEquals(text, new String(plain, UTF_8));
    }

    @Test
    @Row("H99")
    void shouldNotCompressUnlessAsked() {
        bare().handler(
                        "",
                        (poe, request, response) -> response.contentType("text/html")
                                .content("x".repeat(1000))
                                .respond()
                                .done())
                .start(kernel);

        assertFalse(ask(get("/", "Accept-Encoding: gzip")).contains("Vary"));
    }

    @Test
    @Row("H100")
    void shouldTellABrowserOfEvents() {
        EventStream[] stream = new EventStream[1];
        bare().handler("", (poe, request, response) -> {
                    log.add(EventStream.lastEventId(request));
                    stream[0] = EventStream.over(response, Duration.ofSeconds(15));
                    stream[0].retry(Duration.ofSeconds(3));
                    stream[0].send("tick", "7", "one\ntwo");
                    assertThrows(IllegalArgumentException.class, () -> stream[0].send("a\nb", "", ""));
                })
                .start(kernel);
        SimulatedClient client = client();

        String answer = ask(client, get("/", "Last-Event-ID: 6"));
        advance(44);
        stream[0].send("later");
        run();

        assertTrue(answer.contains("\r\nContent-Type: text/event-stream; charset=utf-8\r\n"), answer);
        assertTrue(
                answer.contains("retry: 3000\n\n") && answer.contains("event: tick\nid: 7\ndata: one\ndata: two\n\n"));
        assertEquals(3, (answer + client.received()).split("\n:\n", -1).length - 1);
        assertTrue(client.received().contains("data: later\n\n"));
        assertLog("6");
        client.reset();
        run(); // and no heartbeat is waited for
        assertTrue(stream[0].isOver());
        assertEquals(1, kernel.counts().sessions());
    }
}
