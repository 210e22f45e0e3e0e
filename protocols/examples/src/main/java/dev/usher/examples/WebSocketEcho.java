package dev.usher.examples;

import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.websocket.Origins;
import dev.usher.component.websocket.WebSocketServer;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.FrameLimits;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Says every message again, without making a string of it. */
final class WebSocketEcho {
    static final List<Option> OPTIONS = List.of(
            Option.host(),
            Option.number("port", 8081, 0, 65_535),
            Option.number("max-message", 16 << 20, 1, 256 << 20),
            Option.tls());

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
                                .otherwise(Page.of("websocket-echo")));
    }
}
