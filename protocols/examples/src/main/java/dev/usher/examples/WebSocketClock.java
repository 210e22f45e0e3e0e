package dev.usher.examples;

import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.websocket.WebSocketServer;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Tells all who are connected the time, in seconds since 1970, at every tick. */
final class WebSocketClock {
    static final List<Option> OPTIONS = List.of(
            Option.host(),
            Option.number("port", 8082, 0, 65_535),
            Option.number("period", 1_000, 1, 3_600_000),
            Option.tls());

    private WebSocketClock() {}

    static int run(Arguments arguments, PrintStream out, PrintStream err) throws UsageException {
        int port = arguments.number("port");
        HttpServerBuilder server = server(port, Duration.ofMillis(arguments.number("period")));
        arguments.tls("http/1.1").ifPresent(server::tls);
        return new HttpServing(server, arguments.host(), port, out, err).run();
    }

    static HttpServerBuilder server(int port, Duration period) {
        return HttpServer.at(port)
                .mount(
                        "",
                        WebSocketServer.define()
                                .onTick(
                                        period,
                                        (server, poe) -> server.broadcastUtf8(Long.toString(
                                                poe.kernel().clock().wallTime().getEpochSecond())))
                                .otherwise(Page.of("websocket-clock")));
    }
}
