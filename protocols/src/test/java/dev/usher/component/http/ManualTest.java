package dev.usher.component.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.Row;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the manual of POEx::HTTP::Server, as one writes them here. */
class ManualTest extends HttpCase {
    private static final Event<HttpExchange> ROOT = Event.named("root", HttpExchange.class);
    private static final Event<HttpExchange> STATIC = Event.named("static", HttpExchange.class);
    private static final Event<HttpExchange> ERROR = Event.named("error", HttpExchange.class);

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("something.txt"), "one\ntwo\nthree\n");
    }

    private static void root(Object heap, Context poe, HttpExchange exchange) {
        exchange.response()
                .contentType("text/html")
                .content("<html><body>Hello, world</body></html>")
                .respond()
                .done();
    }

    private void file(Object heap, Context poe, HttpExchange exchange) {
        String name = exchange.request().path().substring("/static/".length());
        exchange.response().sendFile(folder.resolve(name), "text/plain");
    }

    private static void none(Object heap, Context poe, HttpExchange exchange) {
        exchange.response()
                .code(404)
                .contentType("text/plain")
                .content("Nothing to do for " + exchange.request().path())
                .respond()
                .done();
    }

    @Test
    @Row("H167")
    void shouldServeTheSynopsis() {
        kernel.create(
                States.of(Object.class)
                        .start((heap, poe) -> poe.aliasSet("my-alias"))
                        .on(ROOT, ManualTest::root)
                        .on(STATIC, this::file)
                        .on(ERROR, ManualTest::none),
                null);
        HttpServer.from(Map.of(
                        "inet",
                        Map.of("LocalPort", PORT),
                        "handlers",
                        List.of(
                                "^/$", "poe:my-alias/root",
                                "^/static", "poe:my-alias/static",
                                "", "poe:my-alias/error")))
                .start(kernel);

        String root = ask(get("/"));
        String file = ask(get("/static/something.txt"));
        String none = ask(get("/honk"));

        assertTrue(root.contains("Content-Type: text/html") && root.contains("Hello, world"), root);
        assertEquals("one\ntwo\nthree\n", content(file));
        assertTrue(file.contains("\r\nLast-Modified: ") && file.contains("\r\nConnection: close\r\n"), file);
        assertEquals("404", status(none));
        assertEquals("Nothing to do for /honk", content(none));
    }

    @Test
    @Row("H168")
    void shouldRedirect() {
        bare().handler(
                        "",
                        (poe, request, response) -> response.code(302)
                                .header("Location", "http://other.example/there")
                                .respond()
                                .done())
                .start(kernel);

        String answer = ask(get("/"));

        assertEquals("302", status(answer));
        assertTrue(answer.contains("\r\nLocation: http://other.example/there\r\n"), answer);
        assertTrue(answer.contains("\r\nContent-Length: 0\r\n"), answer);
    }

    @Test
    @Row("H169")
    void shouldSendAFileLineByLine() {
        bare().handler("", (poe, request, response) -> {
                    response.contentType("text/plain");
                    for (String line : Files.readAllLines(folder.resolve("something.txt"))) {
                        response.send(line + "\n");
                    }
                    response.done();
                })
                .start(kernel);
        SimulatedClient client = client();

        String answer = ask(client, get("/"));

        assertTrue(answer.contains("\r\nTransfer-Encoding: chunked\r\n"), answer);
        assertEquals("4\r\none\n\r\n4\r\ntwo\n\r\n6\r\nthree\n\r\n0\r\n\r\n", content(answer));
        assertEquals("200", status(ask(client, get("/"))));
    }

    /** An index, files, a dump of the request, a form, and a path that ends the server. */
    @Test
    @Row("H170")
    void shouldServeTheExample() {
        bare().handler(
                        "^/$",
                        (poe, request, response) -> response.contentType("text/html")
                                .content(
                                        "<a href=\"/static/something.txt\">static</a> <a href=\"/dynamic/debug\">dump</a>")
                                .respond()
                                .done())
                .handler("^/static/", StaticFiles.of("/static/", folder))
                .handler(
                        "^/dynamic/debug$",
                        (poe, request, response) -> response.contentType("text/plain")
                                .content(request + "\n" + request.headers() + request.connection())
                                .respond()
                                .done())
                .route(Route.of("^/form$")
                        .methods("POST")
                        .to((poe, request, response) -> response.content(
                                        "hello " + request.form().first("name").orElse("nobody"))
                                .respond()
                                .done()))
                .handler("^/shutdown$", (poe, request, response) -> {
                    poe.post("HTTPd", HttpServer.SHUTDOWN);
                    response.contentType("text/plain").content("OK").respond().done();
                })
                .start(kernel);
        SimulatedClient client = client();

        assertTrue(content(ask(client, get("/"))).contains("/static/something.txt"));
        assertEquals("one\ntwo\nthree\n", content(ask(client, get("/static/something.txt"))));
        String dump = ask(client, get("/dynamic/debug", "X-Honk: bonk"));
        assertTrue(dump.contains("GET /dynamic/debug") && dump.contains("X-Honk: bonk"), dump);
        assertTrue(dump.contains("HTTPd-1 from 127.0.0.1"), dump);
        String form = post("/form", "name=Ann+B", "Content-Type: application/x-www-form-urlencoded");
        assertEquals("hello Ann B", content(ask(client, form)));
        assertEquals("405", status(ask(client, get("/form"))));
        assertEquals("404", status(ask(client, get("/static/none"))));
        assertFalse(client.isClosedByPeer());
        assertEquals("OK", content(ask(client, get("/shutdown"))));
        assertTrue(client.isClosedByPeer());
        SimulatedClient late = simulation.connect(PORT);
        run();
        assertTrue(late.isRefused());
    }
}
