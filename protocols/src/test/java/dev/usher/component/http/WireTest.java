package dev.usher.component.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.log.Logs;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.simulation.Faults;
import dev.usher.simulation.SimulatedClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes over the wire: refused, framed, pipelined, late. */
class WireTest extends HttpCase {
    private static final Event<HttpResponse> LATER = Event.named("later", HttpResponse.class);
    private static final Event<String> LINE = Event.named("line", String.class);

    private static HttpHandler echo() {
        return (poe, request, response) ->
                response.content(request.content()).respond().done();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            H141 | GET /                                                       | 400
            H141 | GET / HTTP/2.0                                              | 505
            H143 | POST / HTTP/1.1~Host: a~Content-Encoding: gzip              | 411
            H144 | POST / HTTP/1.1~Host: a~Content-Length: five                | 400
            H145 | POST / HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2 | 400
            H145 | POST / HTTP/1.1~Host: a~Content-Length: 1~Transfer-Encoding: chunked | 400
            H145 | POST / HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked    | 501
            H145 | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked, gzip    | 400
            H145 | GET / HTTP/1.1~Host: a~ folded: x                           | 400
            H145 | GET / HTTP/1.1~Host: a~X : x                                | 400
            H149 | GET / HTTP/1.1                                              | 400
            H149 | GET / HTTP/1.1~Host: a~Host: a                              | 400
            H149 | GET http://b/x HTTP/1.1~Host: a                             | 200
            H149 | OPTIONS * HTTP/1.1~Host: a                                  | 204
            H149 | GET * HTTP/1.1~Host: a                                      | 400
            H150 | FROB / HTTP/1.1~Host: a                                     | 501
            H150 | get / HTTP/1.1~Host: a                                      | 501
            H150 | TRACE / HTTP/1.1~Host: a                                    | 405
            H150 | CONNECT a:80 HTTP/1.1~Host: a:80                            | 405
            H155 | GET /%ff HTTP/1.1~Host: a                                   | 400
            H155 | GET /%zz HTTP/1.1~Host: a                                   | 400
            H155 | GET /%2 HTTP/1.1~Host: a                                    | 400
            H155 | GET /a%00b HTTP/1.1~Host: a                                 | 400
            H152 | GET / HTTP/1.1~Host: a~Connection: foo, ClosE               | 200
            """)
    @Row({"H141", "H143", "H144", "H145", "H149", "H150", "H155"})
    void shouldAnswerByStatus(String row, String request, String status) {
        bare().handler("", echo()).start(kernel);

        assertEquals(status, status(ask(request.replace("~", "\r\n") + "\r\n\r\n")), row);
        assertEquals(List.of(), Logs.complaints());
    }

    @Test
    @Row("H142")
    void shouldTakeAMebibyteOfContentAndNotAByteMore() {
        bare().handler(
                        "",
                        (poe, request, response) -> response.content("" + request.content().length)
                                .respond()
                                .done())
                .start(kernel);
        String most = "x".repeat(1 << 20);

        assertEquals("1048576", content(ask(post("/", most))));
        assertEquals("413", status(ask(post("/", most + "x"))));
        assertEquals(
                "413",
                status(ask(request("POST", "/", "Transfer-Encoding: chunked") + "100000\r\n" + most + "\r\n1\r\nx")));
    }

    @Test
    @Row("H145")
    void shouldDecodeChunksAndTrailers() {
        bare().handler(
                        "",
                        (poe, request, response) -> response.content(request.contentText() + " "
                                        + request.trailers().orElseThrow())
                                .respond()
                                .done())
                .start(kernel);

        String answer =
                ask(request("POST", "/", "Transfer-Encoding: chunked") + "5;a=b\r\nhello\r\n0\r\nX-T: 1\r\n\r\n");

        assertEquals("hello X-T: 1", content(answer));
    }

    @Test
    @Row("H146")
    void shouldRefuseASecondRequestBehindAGoodOne() {
        server().start(kernel);
        SimulatedClient client = client();

        String answers = ask(client, get("/good") + "nonsense\r\n\r\n" + get("/never"));

        assertTrue(answers.contains("GET /good") && answers.contains(" 400 ") && !answers.contains("never"), answers);
        assertTrue(client.isClosedByPeer());
    }

    @Test
    @Row("H147")
    void shouldAnswerInOrderWhenSomeAnswersAreDeferred() {
        bare().handler("^/slow", (poe, request, response) -> poe.delaySet(LATER, Duration.ofSeconds(1), response))
                .on(
                        LATER,
                        (connection, poe, response) ->
                                response.content("[slow]").respond().done())
                .handler(
                        "",
                        (poe, request, response) ->
                                response.content("[quick]").respond().done())
                .start(kernel);
        SimulatedClient client = client();
        client.send(get("/slow") + get("/") + get("/slow") + get("/"));
        client.halfClose();

        advance(5);

        assertEquals(
                List.of("slow", "quick", "slow", "quick"),
                Pattern.compile("\\[(.*?)\\]")
                        .matcher(client.received())
                        .results()
                        .map(found -> found.group(1))
                        .toList());
        assertTrue(client.isClosedByPeer());
    }

    @Test
    @Row("H148")
    void shouldReadNoMoreThanItCanAnswer() {
        int[] handled = {0};
        bare().keepAlive(1_000_000)
                .handler("", (poe, request, response) -> {
                    handled[0]++;
                    response.content(new byte[1_000]).respond().done();
                })
                .start(kernel);
        SimulatedClient client = client();
        client.stopReading();

        client.send(get("/").repeat(10_000));
        run();
        int atFirst = handled[0];
        client.resumeReading();
        run();

        assertTrue(atFirst < 400, "" + atFirst);
        assertEquals(10_000, handled[0]);
        assertEquals(10_000, client.received().split("HTTP/1.1 200", -1).length - 1);
    }

    @Test
    @Row("H148")
    void shouldHoldAClientBackWhileItsRequestIsWorkedOn() {
        bare().handler("", (poe, request, response) -> poe.delaySet(LATER, Duration.ofSeconds(1), response))
                .on(LATER, (connection, poe, response) -> {
                    log.add("" + connection.wheel().orElseThrow().pending().length);
                    response.respond().done();
                })
                .start(kernel);
        SimulatedClient client = client();
        client.send(get("/").repeat(100_000));

        advance(1.5);

        assertTrue(Integer.parseInt(log.get(0)) < 200_000, log.get(0));
    }

    @Test
    @Row("H151")
    void shouldHandTheWheelToAnotherProtocol() {
        bare().handler("", (poe, request, response) -> {
                    if (request.head().asksUpgrade("lines")) {
                        response.upgrade("lines");
                        request.connection().wheel().orElseThrow().switchTo(new LineFilter(), LINE);
                    } else {
                        response.content("no upgrade").respond().done();
                    }
                })
                .on(LINE, (connection, poe, line) -> log.add(line))
                .onDisconnect((poe, connection) -> log.add("disconnect"))
                .start(kernel);
        SimulatedClient client = client();

        String answer = ask(client, get("/", "Connection: Upgrade", "Upgrade: lines") + "one\n");
        advance(1_000);
        ask(client, "two\n");
        client.close();
        run();

        assertTrue(answer.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), answer);
        assertLog("one", "two", "disconnect");
        assertEquals("no upgrade", content(ask(get("/", "Connection: Upgrade", "Upgrade: h2c"))));
    }

    @Test
    @Row("H152")
    void shouldReadConnectionAsAList() {
        server().start(kernel);
        SimulatedClient closing = client();
        SimulatedClient kept = client();

        ask(closing, get("/", "Connection: foo", "Connection: bar, ClosE"));
        ask(kept, get("/", "Connection: closed, x-close"));

        assertTrue(closing.isClosedByPeer());
        assertFalse(kept.isClosedByPeer());
    }

    @Test
    @Row("H153")
    void shouldLingerSoThatTheClientReadsItsAnswer() {
        server().start(kernel);
        SimulatedClient client = client();
        client.send(request("POST", "/", "Content-Length: 100000000"));
        run();

        for (int i = 0; i < 50; i++) {
            client.send(new byte[10_000]);
            run();
        }

        assertEquals("413", status(client.received()));
        assertTrue(client.isClosedByPeer());
        assertFalse(client.isReset());
        advance(3);
        assertEquals(1, kernel.counts().sessions());
    }

    @Test
    @Row("H154")
    void shouldTellALateRequestFromNone() {
        server().start(kernel);
        SimulatedClient silent = client();
        SimulatedClient late = client();
        ask(silent, get("/"));
        ask(late, get("/"));
        late.send("GET / HT");

        advance(60);

        assertEquals("", silent.received());
        assertEquals("408", status(late.received()));
        assertTrue(silent.isClosedByPeer() && late.isClosedByPeer());
    }

    @Test
    @Row({"H157", "H173"})
    void shouldOutliveWhateverIsSent() {
        bare().handler("", echo()).start(kernel);
        SplittableRandom random = new SplittableRandom(7);
        String good = post("/a?b=c", "content", "X-A: b", "Connection: keep-alive")
                + request("POST", "/", "Transfer-Encoding: chunked") + "3\r\nabc\r\n0\r\n\r\n" + get("/%41");

        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = good.getBytes(ISO_8859_1);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            SimulatedClient client = client();
            client.send(bytes);
            run();
            client.reset();
            run();
        }

        assertEquals(1, kernel.counts().sessions());
        assertEquals(List.of(), Logs.complaints());
        assertEquals("200", status(ask(get("/"))));
    }

    @Test
    @Row("H173")
    void shouldAnswerTheSameWhenTheNetworkGivesBytesOneByOne() {
        bare().handler("^/later", (poe, request, response) -> poe.delaySet(LATER, Duration.ofMillis(10), response))
                .on(
                        LATER,
                        (connection, poe, response) ->
                                response.content("later").respond().done())
                .handler("", echo())
                .start(kernel);
        String requests = post("/", "one") + get("/later") + post("/", "two") + get("/", "Connection: close");
        List<String> answers = new ArrayList<>();

        for (double chance : new double[] {0, 0.5, 1}) {
            simulation.faults(Faults.none().shortReads(chance).shortWrites(chance));
            SimulatedClient client = client();
            client.send(requests);
            advance(1);
            assertTrue(client.isClosedByPeer());
            answers.add(client.received().replaceAll("Date: .*\r\n", ""));
        }

        assertEquals(answers.get(0), answers.get(1));
        assertEquals(answers.get(0), answers.get(2));
        assertTrue(answers.get(0).contains("one")
                && answers.get(0).contains("later")
                && answers.get(0).contains("two"));
    }
}
