package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.log.Logs;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A simulation with an HTTP server on port 8080, and a log of what its handlers were told. */
abstract class HttpCase {
    static final int PORT = 8080;
    static final String HEAD = "HTTP/1.1 200 OK\r\nDate: Sat, 01 Jan 2000 00:00:00 GMT\r\nServer: Usher\r\n";

    final List<String> log = new ArrayList<>();
    Simulation simulation;
    Kernel kernel;

    @BeforeEach
    final void open() {
        simulation = Simulation.seeded(1);
        kernel = simulation.kernel();
        Logs.clear();
    }

    @AfterEach
    final void close() {
        simulation.close();
    }

    /** A server that says what was asked for. */
    static HttpServerBuilder server() {
        return HttpServer.at(PORT)
                .handler(
                        "",
                        (poe, request, response) -> response.contentType("text/plain")
                                .content(request.method() + " " + request.path())
                                .respond()
                                .done());
    }

    static HttpServerBuilder bare() {
        return HttpServer.at(PORT);
    }

    /** Says in the log what the special handlers are told. */
    final HttpServerBuilder logged(HttpServerBuilder server) {
        return server.onConnect((poe, connection) -> log.add("connect"))
                .onDisconnect((poe, connection) -> log.add("disconnect"))
                .preRequest((poe, request) -> log.add("pre " + request.path()))
                .postRequest((poe, request, response) -> log.add("post " + request.path() + " " + response.code()))
                .onError((poe, error) -> log.add("error " + error));
    }

    /** A session with an alias that handles one event. */
    final void session(String alias, String event, Handler handler) {
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> poe.aliasSet(alias))
                        .on(Event.any(event), (heap, poe, payload) -> handler.on(poe, payload)),
                null);
    }

    interface Handler {
        void on(dev.usher.kernel.Context poe, Object payload) throws Exception;
    }

    final void run() {
        simulation.runUntilIdle();
    }

    final void advance(double seconds) {
        simulation.advance(Duration.ofNanos((long) (seconds * 1e9)));
    }

    final SimulatedClient client() {
        SimulatedClient client = simulation.connect(PORT);
        run();
        return client;
    }

    static String get(String target, String... fields) {
        return request("GET", target, fields);
    }

    static String request(String method, String target, String... fields) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: a\r\n");
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    static String post(String target, String content, String... fields) {
        String[] all = new String[fields.length + 1];
        System.arraycopy(fields, 0, all, 0, fields.length);
        all[fields.length] = "Content-Length: " + content.length();
        return request("POST", target, all) + content;
    }

    /** What the server answers to some text within this moment. */
    final String ask(SimulatedClient client, String text) {
        client.takeReceived();
        client.send(text);
        run();
        return client.takeReceived();
    }

    /** What a new client gets. */
    final String ask(String text) {
        return ask(client(), text);
    }

    static String status(String response) {
        return response.length() < 12 ? "nothing" : response.substring(9, 12);
    }

    static String content(String response) {
        int end = response.indexOf("\r\n\r\n");
        return end < 0 ? "" : response.substring(end + 4);
    }

    final void assertLog(String... lines) {
        assertEquals(List.of(lines), log);
    }
}
