package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.component.http.metrics.PrometheusMetrics;
import dev.usher.component.log.Logs;
import dev.usher.kernel.Event;
import dev.usher.simulation.SimulatedClient;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The access log, metrics and health. */
class ObserversTest extends HttpCase {
    private static final Event<String> LINE = Event.named("line", String.class);
    private static final Event<HttpResponse> LATER = Event.named("later", HttpResponse.class);

    private HttpServerBuilder observed(HttpObserver observer) {
        return server().observe(observer);
    }

    @Test
    @Row("H171")
    void shouldTellEachRequestInTheCombinedFormat() {
        session("log", "line", (poe, line) -> log.add((String) line));
        observed(AccessLog.combined("log", LINE))
                .onConnect((poe, connection) -> connection.user("ann b"))
                .start(kernel);

        ask(get("/a?b=c", "Referer: http://x/\"y\"", "User-Agent: Spider\u00e9\\1"));
        ask(request("HEAD", "/a"));

        assertLog(
                "127.0.0.1 - ann_b [01/Jan/2000:00:00:00 +0000] \"GET /a?b=c HTTP/1.1\" 200 6"
                        + " \"http://x/\\\"y\\\"\" \"Spider\\xe9\\\\1\"",
                "127.0.0.1 - ann_b [01/Jan/2000:00:00:00 +0000] \"HEAD /a HTTP/1.1\" 200 - \"-\" \"-\"");
    }

    @Test
    @Row("H171")
    void shouldTellEachRequestAsJsonWithItsTimeBehindPostRequest() {
        session("log", "line", (poe, line) -> log.add((String) line));
        bare().observe(AccessLog.json("log", LINE))
                .handler(
                        "",
                        (poe, request, response) ->
                                poe.delaySet(LATER, Duration.ofMillis(1500), response.contentType("text/plain")))
                .on(LATER, (connection, poe, response) -> {
                    response.send("abc");
                    response.send("de");
                    response.done();
                })
                .postRequest((poe, request, response) -> log.add("post"))
                .start(kernel);

        SimulatedClient client = client();
        client.send(get("/slow", "User-Agent: a\"b"));
        advance(2);

        assertLog(
                "post",
                "{\"time\":\"2000-01-01T00:00:00Z\",\"client\":\"127.0.0.1\",\"user\":\"\",\"method\":\"GET\","
                        + "\"target\":\"/slow\",\"protocol\":\"HTTP/1.1\",\"host\":\"a\",\"status\":200,\"bytes\":5,"
                        + "\"micros\":1500000,\"whole\":true,\"referer\":\"\",\"agent\":\"a\\\"b\"}");
    }

    @Test
    @Row("H171")
    void shouldTellWhatWasNotAnsweredOrCouldNotBeRead() {
        session("log", "line", (poe, line) -> log.add(((String) line).replaceFirst(".*?\\] ", "")));
        bare().observe(AccessLog.combined("log", LINE))
                .handler("^/never", (poe, request, response) -> {})
                .start(kernel);
        SimulatedClient client = client();
        client.send(get("/never"));
        run();
        client.reset();
        run();

        ask("BAD\r\n\r\n");
        ask(get("/nobody"));

        assertEquals("\"GET /never HTTP/1.1\" - - \"-\" \"-\"", log.get(0));
        assertTrue(log.get(1).matches("\"ERROR / HTTP/1.[01]\" 400 [0-9]+ .*"), log.get(1));
        assertTrue(log.get(2).matches("\"GET /nobody HTTP/1.1\" 404 [0-9]+ .*"), log.get(2));
        assertEquals(3, log.size());
    }

    @Test
    @Row("H171")
    void shouldTellTheBytesOfAFile() {
        session("log", "line", (poe, line) -> log.add(((String) line).replaceFirst(".*?\\] ", "")));
        Path folder = Path.of("src/test/resources");
        bare().observe(AccessLog.combined("log", LINE))
                .handler("^/", (poe, request, response) -> response.sendFile(Path.of("pom.xml"), "text/xml"))
                .start(kernel);

        String answer = ask(get("/"));

        assertTrue(folder.toFile().exists());
        assertTrue(log.get(0).contains(" 200 " + content(answer).length() + " "), log.get(0));
    }

    @Test
    @Row("H171")
    @Timeout(30)
    void shouldWriteInAThreadOfItsOwnAndNeverMakeTheKernelWait() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        StringWriter text = new StringWriter();
        Appendable slow = new Appendable() {
            @Override
            public Appendable append(CharSequence part) {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                text.append(part);
                return this;
            }

            @Override
            public Appendable append(CharSequence part, int from, int to) {
                return append(part.subSequence(from, to));
            }

            @Override
            public Appendable append(char c) {
                text.append(c);
                return this;
            }
        };
        AccessLog access = AccessLog.combined(slow);
        observed(access).keepAlive(1_000_000).start(kernel);
        SimulatedClient client = client();
        for (int i = 0; i < 100; i++) {
            ask(client, get("/").repeat(100));
        }
        long lost = access.dropped();

        open.countDown();
        access.close();

        assertTrue(lost > 1_000 && lost < 2_000, lost + " were lost");
        assertEquals(10_000 - lost, text.toString().lines().count());
        assertTrue(text.toString().lines().allMatch(line -> line.endsWith("\"GET / HTTP/1.1\" 200 5 \"-\" \"-\"")));
    }

    @Test
    @Row("H171")
    void shouldGoOnWhenAnObserverThrows() {
        observed(new HttpObserver() {
                    @Override
                    public void served(Served served) {
                        throw new IllegalStateException("no");
                    }
                })
                .start(kernel);

        assertEquals("200", status(ask(get("/"))));
        Logs.clear();
    }

    @Test
    @Row("H172")
    void shouldTellPrometheusWhatItDoes() throws IOException {
        PrometheusMetrics metrics = PrometheusMetrics.in(new PrometheusRegistry());
        bare().observe(metrics)
                .handler(
                        "^/$",
                        (poe, request, response) ->
                                response.content("x").respond().done())
                .handler("^/metrics$", metrics)
                .handler("^/never$", (poe, request, response) -> {})
                .handler("^/late$", (poe, request, response) -> poe.delaySet(LATER, Duration.ofMillis(300), response))
                .on(
                        LATER,
                        (connection, poe, response) ->
                                response.content("12345").respond().done())
                .start(kernel);
        ask(get("/"));
        SimulatedClient never = client();
        ask(never, get("/never"));
        SimulatedClient late = client();
        ask(late, get("/late"));
        advance(1);
        SimulatedClient missing = client();
        ask(missing, get("/missing"));
        missing.close();
        run();

        String told = ask(get("/metrics"));

        assertTrue(told.contains("Content-Type: text/plain; version=0.0.4"), told);
        assertTrue(told.contains("\nhttp_server_connections 4.0\n"), told);
        assertTrue(told.contains("\nhttp_server_requests_in_flight 2.0\n"), told); // the one for ever, and this one
        assertTrue(told.contains("\nhttp_server_request_duration_seconds_count{status=\"2xx\"} 2\n"), told);
        assertTrue(told.contains("\nhttp_server_request_duration_seconds_bucket{status=\"2xx\",le=\"0.1\"} 1\n"), told);
        assertTrue(told.contains("\nhttp_server_request_duration_seconds_bucket{status=\"2xx\",le=\"0.5\"} 2\n"), told);
        assertTrue(told.contains("\nhttp_server_request_duration_seconds_sum{status=\"2xx\"} 0.3\n"), told);
        assertTrue(told.contains("\nhttp_server_request_duration_seconds_count{status=\"4xx\"} 1\n"), told);
        assertFalse(told.contains("bytes_total 0.0"), told);
    }

    @Test
    @Row("H172")
    void shouldTellThatItWantsNoMoreWhileItDrains() {
        bare().handler("^/healthz$", new Health())
                .handler(
                        "",
                        (poe, request, response) ->
                                response.content("x").respond().done())
                .start(kernel);
        assertEquals("200", status(ask(get("/healthz"))));

        kernel.call("HTTPd", HttpServer.DRAIN, Duration.ofSeconds(10));

        assertEquals("503", status(ask(get("/healthz"))));
        assertEquals("200", status(ask(get("/"))));
        advance(9.9);
        assertEquals("200", status(ask(get("/"))));
        advance(0.2);
        SimulatedClient refused = client();
        assertTrue(refused.isRefused());
    }
}
