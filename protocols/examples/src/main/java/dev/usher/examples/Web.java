package dev.usher.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.component.http.HttpRequest;
import dev.usher.component.http.HttpResponse;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.http.Route;
import dev.usher.component.http.StaticFiles;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import java.io.PrintStream;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An HTTP server with a handler for each of the ways to answer: at once, later, piece by piece, from files. The answers
 * that never change are bytes already.
 */
final class Web {
    static final List<Option> OPTIONS = List.of(
            Option.host(),
            Option.number("port", 8080, 0, 65_535),
            new Option(
                    "static",
                    ".",
                    "a folder",
                    folder -> Path.of(folder).toFile().isDirectory()),
            Option.number("timeout", 20, 1, 86_400),
            Option.tls());

    private static final Event<HttpResponse> LATER = Event.named("later", HttpResponse.class);
    private static final int LINES_AT_ONCE = 500;

    /** Bytes. Else the system would keep megabytes for each client that takes nothing, of memory that all share. */
    private static final int SEND_BUFFER = 131_072;

    private static final byte[] HELLO = "Hello, World!".getBytes(US_ASCII);
    private static final byte[] JSON = "{\"message\":\"Hello, World!\"}".getBytes(US_ASCII);
    private static final byte[] INDEX = """
            <!DOCTYPE html>
            <title>Usher</title>
            <ul>
            <li><a href="plaintext">plaintext</a>, <a href="json">json</a>: ready-made
            <li><a href="hello/World">hello/NAME</a>: a group of the pattern
            <li><a href="deferred">deferred</a>: answered a second later, by an event
            <li><a href="stream?lines=10">stream?lines=N</a>: lines, made as fast as they are read
            <li><a href="upload">upload</a>: takes a file of any size, and shows how far it has got
            <li><a href="static/">static/...</a>: files
            <li>echo: repeats what is posted
            </ul>
            """.getBytes(UTF_8);

    private Web() {}

    static int run(Arguments arguments, PrintStream out, PrintStream err) throws UsageException {
        int port = arguments.number("port");
        Duration timeout = Duration.ofSeconds(arguments.number("timeout"));
        HttpServerBuilder server = server(port, Path.of(arguments.text("static")), timeout);
        arguments.tls("http/1.1").ifPresent(server::tls);
        return new HttpServing(server, arguments.host(), port, out, err).run();
    }

    static HttpServerBuilder server(int port, Path folder, Duration timeout) {
        HttpServerBuilder server = HttpServer.at(port)
                .timeout(timeout)
                .keepAlive(100_000)
                .socketOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER)
                .handler("^/plaintext$", (poe, request, response) -> send(response, "text/plain", HELLO))
                .handler("^/json$", (poe, request, response) -> send(response, "application/json", JSON))
                .handler("^/$", (poe, request, response) -> send(response, "text/html; charset=utf-8", INDEX))
                .route(Route.of("^/echo$").methods("POST", "PUT").to(Web::echo))
                .handler(
                        "^/hello/([^/]+)$",
                        (poe, request, response) -> response.contentType("text/plain")
                                .content("Hello, " + request.param(1) + "!")
                                .respond()
                                .done())
                .handler(
                        "^/deferred$", (poe, request, response) -> poe.delaySet(LATER, Duration.ofSeconds(1), response))
                .on(LATER, (connection, poe, response) -> send(response, "text/plain", HELLO))
                .handler("^/stream$", Web::stream)
                .route(Route.of("^/static/").methods("GET").to(StaticFiles.of("/static/", folder)));
        return Upload.on(server);
    }

    private static void send(HttpResponse response, String type, byte[] content) {
        response.contentType(type).content(content).respond().done();
    }

    private static void echo(Context poe, HttpRequest request, HttpResponse response) {
        String type = request.header("Content-Type").orElse("application/octet-stream");
        send(response, type, request.content());
    }

    private static void stream(Context poe, HttpRequest request, HttpResponse response) {
        String wanted = request.query("lines").orElse("10");
        if (!wanted.matches("[0-9]{1,9}")) {
            response.error(400, "lines must be a number of nine digits or less");
            return;
        }
        int last = Integer.parseInt(wanted);
        int[] line = {0};
        response.contentType("text/plain");
        response.stream((poe2, request2, response2) -> { // again and again, as fast as the client reads
            boolean stop = false;
            while (line[0] < last && !stop) {
                StringBuilder block = new StringBuilder();
                for (int end = Math.min(last, line[0] + LINES_AT_ONCE); line[0] < end; ) {
                    block.append("line ").append(++line[0]).append('\n');
                }
                stop = response.send(block.toString());
            }
            if (line[0] == last) {
                response.done();
            }
        });
    }
}
