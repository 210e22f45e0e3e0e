package dev.usher.examples;

import dev.usher.component.bayeux.BayeuxServerBuilder;
import dev.usher.component.bayeux.Transport;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.http.Route;
import dev.usher.examples.webchat.ChatLimits;
import dev.usher.examples.webchat.ChatPage;
import dev.usher.examples.webchat.RoomKeeper;
import dev.usher.kernel.Kernel;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Rooms for all who come, on a page: a Bayeux server, and a session beside it that keeps the rooms. */
final class WebChat {
    private static final String SERVER = "bayeux_server";
    private static final int MESSAGES_A_SECOND = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(15); // for a page that is loaded again, or a tunnel

    static final List<Option> OPTIONS = List.of(
            Option.host(),
            Option.number("port", 8087, 0, 65_535),
            Option.number("history", ChatLimits.DEFAULT.history(), 1, 10_000),
            new Option("websocket", "yes", "'yes' or 'no'", List.of("yes", "no")::contains),
            Option.tls());

    private final RoomKeeper keeper;
    private final BayeuxServerBuilder bayeux;

    /**
     * @param limits how much is kept and taken
     * @param patience how long somebody without a connection stays
     */
    WebChat(ChatLimits limits, Duration patience) {
        keeper = new RoomKeeper(SERVER, limits);
        bayeux = keeper.bayeux()
                .transports(Transport.WEBSOCKET, Transport.LONG_POLLING)
                .timeout(Duration.ofSeconds(20)) // a lost connection is noticed soon after
                .maxInterval(patience)
                .clientMaxConnections(0) // all those who try it may come from one address
                .messageRate(MESSAGES_A_SECOND);
    }

    /** As behind a proxy that lets no WebSocket through. */
    WebChat withoutWebSocket() {
        bayeux.transports(Transport.LONG_POLLING);
        return this;
    }

    HttpServerBuilder server(int port) {
        return HttpServer.at(port)
                .keepAlive(1_000_000)
                .keepAliveTimeout(Duration.ofSeconds(30))
                .mount("/cometd", bayeux)
                .route(Route.of("^/").methods("GET").to(new ChatPage()));
    }

    /** What is beside the server. */
    void begin(Kernel kernel) {
        keeper.start(kernel);
    }

    static int run(Arguments arguments, PrintStream out, PrintStream err) throws UsageException {
        int port = arguments.number("port");
        WebChat chat = new WebChat(ChatLimits.DEFAULT.withHistory(arguments.number("history")), PATIENCE);
        if (arguments.text("websocket").equals("no")) {
            chat.withoutWebSocket();
        }
        HttpServerBuilder server = chat.server(port);
        arguments.tls("http/1.1").ifPresent(server::tls);
        HttpServing serving = new HttpServing(server, arguments.host(), port, out, err);
        Kernel kernel = new Kernel();
        chat.begin(kernel);
        kernel.create(HttpServing.STATES, serving);
        kernel.run();
        return serving.outcome();
    }
}
