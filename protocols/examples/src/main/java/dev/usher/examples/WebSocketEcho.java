package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.websocket.Origins;
import dev.usher.component.websocket.WebSocketServer;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.FrameLimits;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Says every message again, without making a string of it; a page at every path does the talking. */
final class WebSocketEcho {
    static final List<Option> OPTIONS = List.of(
            Option.host(),
            Option.number("port", 8081, 0, 65_535),
            Option.number("max-message", 16 << 20, 1, 256 << 20),
            Option.tls());

    private static final byte[] PAGE = """
            <!DOCTYPE html>
            <title>Echo</title>
            <form id="form"><input id="text" autofocus> <button>Send</button></form>
            <ul id="log"></ul>
            <script>
            const socket = new WebSocket(location.href.replace(/^http/, "ws"));
            const say = line => log.appendChild(document.createElement("li")).textContent = line;
            socket.onopen = () => say("open");
            socket.onmessage = event => say(event.data);
            socket.onclose = event => say("closed: " + event.code);
            form.onsubmit = event => { socket.send(text.value); text.value = ""; event.preventDefault(); };
            </script>
            """.getBytes(UTF_8);

    private WebSocketEcho() {}

    static int run(Arguments arguments, PrintStream out, PrintStream err) throws UsageException {
        int port = arguments.number("port");
        HttpServerBuilder server = server(port, arguments.number("max-message"));
        arguments.tls("http/1.1").ifPresent(server::tls);
        return new HttpServing(server, arguments.host(), port, out, err).run();
    }

    static HttpServerBuilder server(int port, int maxMessage) {
        return HttpServer.at(port)
                .headTimeout(Duration.ofSeconds(10))
                .mount(
                        "",
                        WebSocketServer.define()
                                .origins(Origins.any()) // an echo has no secrets
                                .limits(new FrameLimits(maxMessage, maxMessage, Integer.MAX_VALUE))
                                .maxSendSize(maxMessage)
                                .deflate(DeflateOptions.DEFAULT)
                                .onMessage((connection, poe, message) -> connection.send(message))
                                .otherwise((poe, request, response) -> response.contentType("text/html")
                                        .content(PAGE)
                                        .respond()
                                        .done()));
    }
}
