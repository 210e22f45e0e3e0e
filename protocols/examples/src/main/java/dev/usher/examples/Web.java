package dev.usher.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.usher.component.http.AccessLog;
import dev.usher.component.http.EventStream;
import dev.usher.component.http.FormFiles;
import dev.usher.component.http.Health;
import dev.usher.component.http.HttpRequest;
import dev.usher.component.http.HttpResponse;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.http.Route;
import dev.usher.component.http.StaticFiles;
import dev.usher.component.http.metrics.PrometheusMetrics;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.tls.Tls;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardSocketOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An HTTP server with a handler for each of the ways to answer: at once, later, piece by piece, from files. The answers
 * that never change are bytes already.
 */
final class Web {
    private static final String NONE = "none";

    static final List<Option> OPTIONS = List.of(
            Option.host(),
            Option.number("port", 8080, 0, 65_535),
            new Option(
                    "static",
                    ".",
                    "a folder",
                    folder -> Path.of(folder).toFile().isDirectory()),
            Option.number("timeout", 20, 1, 86_400),
            new Option("log", NONE, "a file to append to, or none", file -> !file.isBlank()),
            new Option("metrics", "no", "yes or no", word -> word.equals("yes") || word.equals("no")),
            Kernels.option(1),
            Option.tls());

    private static final Event<EventStream> TELL_TIME = Event.named("tell_time", EventStream.class);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int SMALL_PART = 65_536;
    private static final long MOST_FORM = 1L << 30;
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
            <li><a href="events">events</a>: the time, told every second to whoever listens: <output id="time">not yet</output>
            <li><a href="upload">upload</a>: takes a file of any size, and shows how far it has got
            <li><form action="form" method="post" enctype="multipart/form-data">form: <input name="text" value="Hello">
            <input type="file" name="file"> <button>Send</button> tells what its parts are; large ones wait on disk</form>
            <li>static/FILE: files of the folder that --static names
            <li>echo: repeats what is posted: <button id="echo">Post</button> <output id="echoed">nothing yet</output>
            <li><a href="metrics">metrics</a>: what the server does, for Prometheus, if it was started with --metrics yes;
            <a href="healthz">healthz</a>: whether it wants more
            </ul>
            <script>
            const at = id => document.getElementById(id);
            const events = new EventSource('events');
            events.addEventListener('time', event => at('time').textContent = event.data);
            at('echo').onclick = async () => {
              const answer = await fetch('echo', {method: 'POST', body: 'Hello, echo!'});
              at('echoed').textContent = await answer.text();
            };
            </script>
            """.getBytes(UTF_8);

    private Web() {}

    static int run(Arguments arguments, PrintStream out, PrintStream err) throws UsageException {
        List<Consumer<HttpServerBuilder>> also = new ArrayList<>(); // what all kernels share may be used by any thread
        Optional<Tls> tls = arguments.tls("http/1.1");
        tls.ifPresent(how -> also.add(server -> server.tls(how)));
        if (arguments.text("metrics").equals("yes")) {
            PrometheusMetrics metrics = metrics();
            also.add(server -> measure(server, metrics));
        }
        if (arguments.text("log").equals(NONE)) {
            return serve(arguments, also, out, err);
        }
        Path file = Path.of(arguments.text("log"));
        try (BufferedWriter writer = Files.newBufferedWriter(file, CREATE, APPEND);
                AccessLog log = AccessLog.combined(writer)) {
            also.add(server -> server.observe(log));
            return serve(arguments, also, out, err);
        } catch (IOException e) {
            err.println("usher-examples: cannot write to " + file + ": " + e.getMessage());
            return 1;
        }
    }

    private static int serve(
            Arguments arguments, List<Consumer<HttpServerBuilder>> also, PrintStream out, PrintStream err) {
        int port = arguments.number("port");
        Duration timeout = Duration.ofSeconds(arguments.number("timeout"));
        return Kernels.run(arguments.number("kernels"), "http", out, (kernel, toWhom) -> {
                    HttpServerBuilder server = server(port, Path.of(arguments.text("static")), timeout);
                    also.forEach(each -> each.accept(server));
                    return new HttpServing(server, arguments.host(), port, toWhom, err).in(kernel);
                })
                .stream()
                .mapToInt(HttpServing::outcome)
                .max()
                .orElse(1);
    }

    /** Which costs each request some tenths of a microsecond. */
    static HttpServerBuilder measure(HttpServerBuilder server, PrometheusMetrics metrics) {
        return server.observe(metrics).handler("^/metrics$", metrics);
    }

    static PrometheusMetrics metrics() {
        return PrometheusMetrics.in(new PrometheusRegistry());
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
                .handler("^/events$", Web::events)
                .on(TELL_TIME, (connection, poe, stream) -> tellTime(poe, stream))
                .handler("^/healthz$", new Health())
                .route(Route.of("^/form$")
                        .methods("POST")
                        .streamed()
                        .content(MOST_FORM)
                        .to(FormFiles.handler(SMALL_PART, Path.of(System.getProperty("java.io.tmpdir")), Web::form)))
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

    private static void events(Context poe, HttpRequest request, HttpResponse response) {
        EventStream stream = EventStream.over(response, Duration.ZERO); // the time is its own heartbeat
        tellTime(poe, stream);
    }

    private static void tellTime(Context poe, EventStream stream) {
        if (!stream.isOver()) {
            stream.send(
                    "time",
                    "",
                    poe.kernel()
                            .clock()
                            .wallTime()
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());
            poe.delaySet(TELL_TIME, SECOND, stream);
        }
    }

    private static void form(Context poe, FormFiles form, HttpResponse response) {
        try (form) {
            StringBuilder text = new StringBuilder();
            for (FormFiles.Part part : form.parts()) {
                text.append(part.name())
                        .append(": ")
                        .append(part.size())
                        .append(" bytes of ")
                        .append(part.type());
                text.append(part.file().isPresent() ? ", on disk" : ", in memory")
                        .append('\n');
            }
            send(response, "text/plain; charset=utf-8", text.toString().getBytes(UTF_8));
        }
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
