package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.http.MutableFields;
import dev.usher.kernel.Event;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a response does. */
class ResponseTest extends HttpCase {
    private static final Event<HttpResponse> LATER = Event.named("later", HttpResponse.class);

    private SimulatedClient serving(HttpHandler handler) {
        bare().handler("", handler).start(kernel);
        return client();
    }

    @Test
    @Row("H79")
    void shouldSayWhatItWasTold() {
        SimulatedClient client = serving((poe, request, response) -> {
            response.code(201).header("X-A", "1").contentType("text/plain").content("é");
            assertEquals(201, response.code());
            assertEquals("1", response.header("x-a").orElseThrow());
            assertEquals(2, response.content().length);
            response.respond().done();
        });

        String answer = ask(client, get("/"));

        assertTrue(answer.startsWith("HTTP/1.1 201 Created\r\n"), answer);
        assertTrue(answer.contains("\r\nX-A: 1\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 2\r\n"));
    }

    @Test
    @Row({"H80", "H83"})
    void shouldBeSentOnceOnly() {
        SimulatedClient client = serving((poe, request, response) -> {
            log.add("" + response.finished());
            response.content("once").respond();
            log.add(assertThrows(IllegalStateException.class, response::respond).getMessage());
            log.add(assertThrows(IllegalStateException.class, () -> response.send("more"))
                    .getMessage());
            log.add(assertThrows(IllegalStateException.class, () -> response.code(500))
                    .getMessage());
            log.add("" + response.finished());
            response.done();
            log.add("" + response.finished());
        });

        assertEquals("once", content(ask(client, get("/"))));
        assertLog(
                "false",
                "the response to GET / HTTP/1.1 was sent already",
                "the response to GET / HTTP/1.1 was sent already, whole: no content can follow",
                "the head of the response to GET / HTTP/1.1 was sent already",
                "false",
                "true");
    }

    @Test
    @Row({"H81", "H92"})
    void shouldSendPieceByPieceInChunks() {
        bare().handler("", (poe, request, response) -> {
                    response.content("so far ");
                    response.send();
                    response.send("more");
                    poe.delaySet(LATER, Duration.ofSeconds(1), response);
                })
                .on(LATER, (connection, poe, response) -> response.done())
                .start(kernel);
        SimulatedClient client = client();

        String first = ask(client, get("/"));
        advance(1);
        String rest = client.takeReceived();
        String second = ask(client, get("/"));

        assertEquals("7\r\nso far \r\n4\r\nmore\r\n", content(first));
        assertTrue(first.contains("\r\nTransfer-Encoding: chunked\r\n"), first);
        assertEquals("0\r\n\r\n", rest);
        assertEquals("200", status(second));
    }

    @Test
    @Row("H92")
    void shouldSendUntilCloseToHttp10() {
        SimulatedClient client = serving((poe, request, response) -> {
            response.send("one ");
            response.send("two");
            response.done();
        });

        String answer = ask(client, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

        assertEquals("one two", content(answer));
        assertTrue(answer.contains("\r\nConnection: close\r\n") && !answer.contains("chunked"), answer);
        assertTrue(client.isClosedByPeer());
    }

    @Test
    @Row({"H102", "H81"})
    void shouldSendItsOwnLengthAndHoldItself() {
        SimulatedClient client = serving((poe, request, response) -> {
            response.header("Content-Length", "6");
            response.send("one");
            response.send("two");
            response.done();
        });

        String answer = ask(client, get("/"));

        assertEquals("onetwo", content(answer));
        assertFalse(answer.contains("chunked"), answer);
        assertFalse(client.isClosedByPeer());
    }

    @Test
    @Row("H92")
    void shouldEndTheConnectionWhenContentIsNotAsLongAsSaid() {
        SimulatedClient client = serving((poe, request, response) -> {
            response.header("Content-Length", "6");
            response.send("one");
            response.done();
        });

        assertEquals("one", content(ask(client, get("/"))));
        assertTrue(client.isClosedByPeer());
    }

    @Test
    @Row("H82")
    void shouldWarnWhenDoneIsCalledTwice() {
        SimulatedClient client = serving((poe, request, response) -> {
            response.respond().done();
            response.done();
        });

        assertEquals("200", status(ask(client, get("/"))));
        assertEquals("200", status(ask(client, get("/"))));
        assertEquals(2, Logs.complaints().size());
        assertTrue(Logs.complaints().get(0).endsWith("done was called twice for a response"));
    }

    @Test
    @Row("H84")
    void shouldAnswerByAnError() {
        SimulatedClient client = serving((poe, request, response) -> {
            if (request.path().equals("/json")) {
                response.contentType("application/json");
            }
            response.error(404, "{}");
            log.add("" + response.finished());
        });

        String plain = ask(client, get("/"));
        String json = ask(client, get("/json"));

        assertEquals("404 404", status(plain) + " " + status(json));
        assertTrue(plain.contains("Content-Type: text/plain") && json.contains("Content-Type: application/json"));
        assertLog("true", "true");
    }

    @Test
    @Row({"H85", "H86", "H87"})
    void shouldTellItsState() {
        SimulatedClient client = serving((poe, request, response) -> {
            assertSame(request, response.request());
            assertSame(response, request.response());
            log.add(response.streaming() + " " + response.headersSent());
            response.streaming(true);
            response.send("x");
            log.add(response.streaming() + " " + response.headersSent());
            response.done();
        });

        ask(client, get("/"));

        assertLog("false false", "true true");
    }

    @Test
    @Row("H86")
    void shouldSendNothingWhenAHandlerSaysThatTheHeadWasSent() {
        SimulatedClient client = serving((poe, request, response) -> {
            response.headersSent(true);
            response.content("x").respond().done();
        });

        assertEquals("", ask(client, get("/")));
        assertTrue(client.isClosedByPeer());
    }

    @Test
    @Row("H89")
    void shouldDateByTheKernelsClock() {
        SimulatedClient client = serving((poe, request, response) -> {
            if (request.path().equals("/own")) {
                response.header("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
            }
            response.respond().done();
        });

        assertTrue(ask(client, get("/")).contains("\r\nDate: Sat, 01 Jan 2000 00:00:00 GMT\r\n"));
        advance(3);
        assertTrue(ask(client, get("/")).contains("\r\nDate: Sat, 01 Jan 2000 00:00:03 GMT\r\n"));
        String own = ask(client, get("/own"));
        assertTrue(own.contains("\r\nDate: Sun, 06 Nov 1994") && own.split("Date:").length == 2, own);
    }

    @Test
    @Row({"H90", "H91"})
    void shouldSayItsLengthInBytes() {
        SimulatedClient client =
                serving((poe, request, response) -> response.code(request.path().equals("/204") ? 204 : 200)
                        .content(request.path().equals("/") ? "äöü" : "")
                        .respond()
                        .done());

        assertTrue(ask(client, get("/")).contains("\r\nContent-Length: 6\r\n"));
        assertTrue(ask(client, get("/empty")).contains("\r\nContent-Length: 0\r\n"));
        assertFalse(ask(client, get("/204")).contains("Content-Length"));
        assertEquals("200", status(ask(client, get("/"))));
    }

    @Test
    @Row({"H90", "H93"})
    void shouldAnswerHeadWithoutContent() {
        SimulatedClient client = serving((poe, request, response) -> {
            if (request.path().equals("/chunks")) {
                response.send("one");
                response.done();
            } else {
                response.content("one").respond().done();
            }
        });

        String whole = ask(client, request("HEAD", "/"));
        String chunks = ask(client, request("HEAD", "/chunks"));

        assertTrue(whole.contains("\r\nContent-Length: 3\r\n") && content(whole).isEmpty(), whole);
        assertEquals("", content(chunks));
        assertEquals("one", content(ask(client, get("/"))));
    }

    @Test
    @Row("H93")
    void shouldStreamToHeadToo() {
        int[] sent = {0};
        bare().handler("", (poe, request, response) -> {
                    response.streaming(true);
                    response.send();
                })
                .streamRequest((poe, request, response) -> {
                    if (sent[0]++ < 5) {
                        response.send("x");
                    } else {
                        response.done();
                    }
                })
                .start(kernel);
        SimulatedClient client = client();

        assertEquals("", content(ask(client, request("HEAD", "/"))));
        assertTrue(client.isClosedByPeer());
    }

    @Test
    @Row("H94")
    void shouldNotTellTheProcessesId() {
        server().start(kernel);

        assertFalse(ask(get("/")).contains("PID"));
    }

    @Test
    @Row("H95")
    void shouldCloseWhenTheHandlerSaysSo() {
        SimulatedClient client = serving((poe, request, response) ->
                response.header("Connection", "close").respond().done());

        String answer = ask(client, get("/", "Connection: close"));

        assertEquals(2, answer.split("(?i)connection: ").length);
        assertTrue(client.isClosedByPeer());
    }

    @Test
    @Row("H96")
    void shouldAnswerInHttp11() {
        server().start(kernel);

        assertTrue(ask(get("/")).startsWith("HTTP/1.1 200 "));
        assertTrue(ask("GET / HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 200 "));
    }

    @Test
    @Row("H97")
    void shouldRefuseFieldsThatWouldSplitTheResponse() {
        SimulatedClient client = serving((poe, request, response) -> {
            for (String value : new String[] {"a\r\nX: y", "a\nX: y", "a\rb", "a\0b"}) {
                assertThrows(IllegalArgumentException.class, () -> response.header("X-A", value));
            }
            assertThrows(IllegalArgumentException.class, () -> response.header("X A", "b"));
            response.respond().done();
        });

        String answer = ask(client, get("/"));

        assertEquals("200", status(answer));
        assertFalse(answer.contains("X"), answer);
    }

    @Test
    @Row("H98")
    void shouldSendTrailersAndEarlyHints() {
        SimulatedClient client = serving((poe, request, response) -> {
            response.earlyHints(new MutableFields().add("Link", "</a.css>; rel=preload"));
            response.send("x");
            response.trailer("X-Sum", "17");
            response.done();
        });

        String answer = ask(client, get("/"));

        assertTrue(answer.startsWith(
                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\n"));
        assertTrue(answer.endsWith("\r\n\r\n1\r\nx\r\n0\r\nX-Sum: 17\r\n\r\n"), answer);
    }

    @Test
    @Row("H98")
    void shouldLetAHandlerRefuseContentThatAClientAsksToSend() {
        bare().route(Route.of("^/no$")
                        .expect((poe, request, response) -> response.error(413, "no"))
                        .to((poe, request, response) -> response.respond().done()))
                .route(Route.of("^/yes$")
                        .expect((poe, request, response) -> {})
                        .to((poe, request, response) ->
                                response.content(request.content()).respond().done()))
                .start(kernel);
        String fields = "Expect: 100-continue\r\nContent-Length: 5\r\n";
        SimulatedClient yes = client();
        SimulatedClient no = client();
        SimulatedClient none = client();

        String proceed = ask(yes, request("POST", "/yes", fields.strip()));
        String echoed = ask(yes, "12345");
        String refused = ask(no, request("POST", "/no", fields.strip()));
        String missing = ask(none, request("POST", "/none", fields.strip()));

        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", proceed);
        assertEquals("12345", content(echoed));
        assertEquals("413 404", status(refused) + " " + status(missing));
        assertTrue(no.isClosedByPeer() && none.isClosedByPeer());
    }

    @Test
    @Row("H101")
    void shouldTellWhenToStopAndWhenToGoOn() {
        int[] sent = {0};
        byte[] block = new byte[10_000];
        bare().handler("", (poe, request, response) -> fill(response, block, sent))
                .streamRequest((poe, request, response) -> fill(response, block, sent))
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        client.send(get("/"));
        run();
        int stopped = sent[0];

        for (int i = 0; i < 20 && sent[0] < 5_000_000; i++) {
            client.resumeReading();
            run();
            client.stopReading();
        }

        assertTrue(stopped < 300_000, "" + stopped);
        assertTrue(sent[0] >= 5_000_000, "" + sent[0]);
    }

    private static void fill(HttpResponse response, byte[] block, int[] sent) {
        while (sent[0] < 5_000_000) {
            sent[0] += block.length;
            if (response.send(block)) {
                return;
            }
        }
        response.done();
    }

    @Test
    @Row("H109")
    void shouldStreamNoMoreWhenTheClientHasGone() {
        bare().handler("", (poe, request, response) -> {
                    response.streaming(true);
                    response.send("x");
                })
                .streamRequest((poe, request, response) -> {
                    log.add("stream");
                    poe.delaySet(LATER, Duration.ofSeconds(1), response);
                })
                .on(LATER, (connection, poe, response) -> response.send("x"))
                .onError((poe, error) -> log.add("error " + error.op().orElse("")))
                .onDisconnect((poe, connection) -> log.add("disconnect"))
                .start(kernel);
        SimulatedClient client = client();
        client.send(get("/"));
        advance(2.5);
        client.reset();
        advance(10);

        assertLog("stream", "stream", "stream", "error read", "disconnect");
    }
}
