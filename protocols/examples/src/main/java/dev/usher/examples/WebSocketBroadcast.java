package dev.usher.examples;

import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.websocket.Origins;
import dev.usher.component.websocket.WebSocketServer;
import java.io.PrintStream;
import java.util.List;

/** What one says, text or bytes, all hear; but only pages of the right origin may connect. */
final class WebSocketBroadcast {
    private static final String SAME = "same";

    static final List<Option> OPTIONS = List.of(
            Option.host(),
            Option.number("port", 8083, 0, 65_535),
            new Option(
                    "origin",
                    SAME,
                    "'" + SAME + "', or an origin such as http://example.com",
                    value -> value.equals(SAME) || value.matches("[A-Za-z][A-Za-z0-9+.-]*://[^/]+")),
            Option.tls());

    private WebSocketBroadcast() {}

    static int run(Arguments arguments, PrintStream out, PrintStream err) throws UsageException {
        int port = arguments.number("port");
        HttpServerBuilder server = server(port, arguments.text("origin"));
        arguments.tls("http/1.1").ifPresent(server::tls);
        return new HttpServing(server, arguments.host(), port, out, err).run();
    }

    static HttpServerBuilder server(int port, String origin) {
        return HttpServer.at(port)
                .mount(
                        "",
                        WebSocketServer.define()
                                .origins(origin.equals(SAME) ? Origins.same() : Origins.of(origin))
                                .onUtf8((connection, poe, text) ->
                                        connection.server().broadcastUtf8(text))
                                .onBinary((connection, poe, bytes) ->
                                        connection.server().broadcastBinary(bytes))
                                .otherwise(Page.of("websocket-broadcast")));
    }
}
