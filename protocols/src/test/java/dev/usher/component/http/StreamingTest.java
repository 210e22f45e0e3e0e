package dev.usher.component.http;

import static java.net.StandardSocketOptions.SO_SNDBUF;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.kernel.Event;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Content that is made while it is sent, and clients that take it slowly. */
class StreamingTest extends HttpCase {
    private static final int MUCH = 5_000_000;

    /** Sends blocks until it is told to stop, and so on up to an amount. */
    private static final class Producer implements HttpHandler {
        final byte[] block = new byte[10_000];
        int calls;
        int sent;

        @Override
        public void handle(dev.usher.kernel.Context poe, HttpRequest request, HttpResponse response) {
            calls++;
            while (sent < MUCH) {
                sent += block.length;
                if (response.send(block)) {
                    return;
                }
            }
            response.done();
        }
    }

    @Test
    @Row({"H108", "H101"})
    void shouldProduceAsFastAsTheClientTakesItAndKeepTheConnection() {
        Producer producer = new Producer();
        bare().handler("^/much$", (poe, request, response) -> response.stream(producer))
                .handler(
                        "",
                        (poe, request, response) ->
                                response.content("next").respond().done())
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        client.send(get("/much"));
        run();
        int ahead = producer.sent;

        client.resumeReading();
        run();

        assertTrue(ahead < 300_000, "" + ahead);
        String answer = client.takeReceived();
        assertTrue(answer.contains("\r\nTransfer-Encoding: chunked\r\n"));
        assertTrue(answer.length() > MUCH && answer.endsWith("\r\n0\r\n\r\n"));
        assertEquals("next", content(ask(client, get("/"))));
    }

    @Test
    @Row({"H102", "H108"})
    void shouldProduceContentOfALengthThatIsKnown() {
        Producer producer = new Producer();
        bare().handler("", (poe, request, response) -> {
                    response.header("Content-Length", "" + MUCH);
                    response.stream(producer);
                })
                .start(kernel);
        SimulatedClient client = client();

        for (int i = 0; i < 2; i++) {
            String answer = ask(client, get("/"));
            assertFalse(answer.contains("chunked"));
            assertEquals(MUCH, content(answer).length());
            producer.sent = 0;
        }
    }

    @Test
    @Row("H108")
    void shouldProduceNothingInAnswerToHead() {
        Producer producer = new Producer();
        bare().handler("", (poe, request, response) -> response.stream(producer))
                .start(kernel);
        SimulatedClient client = client();

        assertEquals("", content(ask(client, request("HEAD", "/"))));
        assertEquals("", content(ask(client, request("HEAD", "/"))));
        assertEquals(0, producer.calls);
    }

    @Test
    @Row("H107")
    void shouldCallAProducerAgainOnlyWhenItHasSentSomethingOrIsResumed() {
        HttpResponse[] held = new HttpResponse[1];
        bare().handler(
                        "",
                        (poe, request, response) -> response.stream((poe2, request2, response2) -> {
                            held[0] = response2;
                            log.add("called");
                            if (log.size() == 1) {
                                response2.send("one ");
                            } else if (log.size() == 3) {
                                response2.send("two");
                                response2.done();
                            }
                        }))
                .start(kernel);
        SimulatedClient client = client();

        client.send(get("/"));
        advance(10);
        assertLog("called", "called");
        held[0].resume();
        run();

        assertLog("called", "called", "called");
        assertTrue(client.received().endsWith("\r\n\r\n4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n"), client.received());
    }

    @Test
    @Row("H107")
    void shouldCallStreamRequestAgainWhenItIsResumed() {
        HttpResponse[] held = new HttpResponse[1];
        bare().handler("", (poe, request, response) -> {
                    held[0] = response;
                    response.streaming(true);
                    response.send("x");
                })
                .streamRequest((poe, request, response) -> {
                    log.add("stream");
                    if (log.size() == 2) {
                        response.send("y");
                        response.done();
                    }
                })
                .start(kernel);
        SimulatedClient client = client();

        ask(client, get("/"));
        advance(10);
        assertLog("stream");
        held[0].resume();
        run();

        assertLog("stream", "stream");
        assertTrue(client.isClosedByPeer());
        held[0].resume(); // it is over: nothing happens
        run();
        assertEquals(2, log.size());
    }

    @Test
    @Row("H103")
    void shouldFlushTheHeadAndCloseWhenItIsStreaming() {
        Event<HttpResponse> later = Event.named("later", HttpResponse.class);
        bare().handler("", (poe, request, response) -> {
                    response.streaming(true).contentType("text/plain");
                    response.send();
                    log.add("left " + request.connection().wheel().orElseThrow().octets());
                    poe.delaySet(later, Duration.ofSeconds(1), response);
                })
                .on(later, (connection, poe, response) -> {
                    response.send("block");
                    response.done();
                })
                .start(kernel);
        SimulatedClient client = client();

        String head = ask(client, get("/"));
        advance(1);

        assertLog("left 0");
        assertTrue(head.contains("\r\nConnection: close\r\n") && head.endsWith("\r\n\r\n"), head);
        assertTrue(client.received().contains("block"));
        assertTrue(client.isClosedByPeer());
    }

    @Test
    @Row("H106")
    void shouldShrinkTheSystemsBufferOfAStreamOnlyWhenTold() {
        for (int bytes : new int[] {0, 576}) {
            HttpServerBuilder server = HttpServer.at(9000 + bytes).alias("a" + bytes);
            if (bytes > 0) {
                server.streamBuffer(bytes);
            }
            server.handler("", (poe, request, response) -> {
                        if (request.path().equals("/stream")) {
                            response.streaming(true);
                        }
                        response.send("x");
                        response.done();
                        log.add(""
                                + request.connection()
                                        .wheel()
                                        .orElseThrow()
                                        .link()
                                        .option(SO_SNDBUF));
                    })
                    .start(kernel);
            SimulatedClient client = simulation.connect(9000 + bytes);
            run();
            ask(client, get("/plain"));
            ask(client, get("/stream"));
        }

        assertLog("null", "null", "null", "576");
    }

    @Test
    @Row("H101")
    void shouldLetWholeContentWaitWhereItIs() {
        byte[] content = new byte[MUCH];
        bare().handler("", (poe, request, response) -> {
                    response.content(content).respond().done();
                    log.add("copied "
                            + (request.connection().wheel().orElseThrow().copied() < 1_000));
                })
                .start(kernel);
        SimulatedClient[] clients = new SimulatedClient[50];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = client();
            clients[i].stopReading();
            clients[i].send(get("/") + get("/"));
        }
        run();

        assertEquals(List.of("copied true"), log.stream().distinct().toList());
        assertEquals(clients.length, log.size(), "a request behind one that is not taken waits");
        clients[0].resumeReading();
        run();
        assertTrue(clients[0].receivedBytes().length > 2 * MUCH);
    }

    @Test
    @Row("H101")
    void shouldGiveUpAHandlerThatNeverStops() {
        bare().maxOutput(1_000_000)
                .handler("", (poe, request, response) -> {
                    for (int i = 0; i < 1_000; i++) {
                        response.send(new byte[10_000]);
                    }
                    log.add("finished " + response.finished());
                })
                .onError((poe, error) -> log.add("error " + error.op().orElse("") + " " + error.errno()))
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();

        ask(client, get("/"));

        assertLog("finished false", "error write ENOBUFS");
        client.resumeReading();
        run();
        assertTrue(client.isClosedByPeer() || client.isReset());
        assertTrue(client.receivedBytes().length < 1_100_000);
    }

    @Test
    @Row("H24")
    void shouldWaitForAClientThatTakesALittleFromTimeToTime() {
        bare().timeout(Duration.ofSeconds(30))
                .contentRate(0, Duration.ZERO)
                .handler(
                        "",
                        (poe, request, response) ->
                                response.content(new byte[MUCH]).respond().done())
                .onError((poe, error) -> log.add("error " + error.op().orElse("") + " " + error.errno()))
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();
        client.send(get("/"));

        for (int i = 0; i < 5; i++) {
            advance(25);
            client.resumeReading();
            client.stopReading();
        }
        assertLog();
        advance(61);

        assertLog("error write ETIMEDOUT");
    }
}
