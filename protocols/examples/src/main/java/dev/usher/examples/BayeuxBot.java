package dev.usher.examples;

import dev.usher.component.bayeux.BayeuxServer;
import dev.usher.component.bayeux.BayeuxServerBuilder;
import dev.usher.component.bayeux.Publish;
import dev.usher.component.bayeux.Subscribe;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client that is a session beside the server: it answers everybody on a channel but itself. */
final class BayeuxBot {
    static final List<Option> OPTIONS = List.of(Option.host(), Option.number("port", 8086, 0, 65_535), Option.tls());

    private static final Event<BayeuxMessage> HEARD = Event.named("heard", BayeuxMessage.class);
    private static final String CHANNEL = "/chat/demo";

    static final States<BayeuxBot> STATES =
            States.of(BayeuxBot.class).start(BayeuxBot::start).on(HEARD, BayeuxBot::heard);

    private final String name;
    private final String server;

    BayeuxBot(String name, String server) {
        this.name = name;
        this.server = server;
    }

    private void start(Context poe) {
        poe.aliasSet(name); // which keeps it for as long as anything else is under way
        poe.post(server, BayeuxServer.SUBSCRIBE, new Subscribe(CHANNEL, name, HEARD));
    }

    private void heard(Context poe, BayeuxMessage message) {
        if (message.clientId().equals(Optional.of(name))) {
            return; // it would answer itself for ever
        }
        Map<String, String> answer = Map.of("user", "Autobot", "chat", "I got your message, " + user(message));
        poe.post(server, BayeuxServer.PUBLISH, new Publish(CHANNEL, answer, name));
    }

    private static String user(BayeuxMessage message) {
        Object data = message.data().orElseThrow().value();
        return data instanceof Map<?, ?> fields && fields.get("user") != null
                ? fields.get("user").toString()
                : "anon";
    }

    /** The server that it talks to, and the bot itself. */
    static void begin(Kernel kernel, HttpServing serving) {
        kernel.create(HttpServing.STATES, serving);
        kernel.create(STATES, new BayeuxBot("test_local_client", "bayeux_server"));
    }

    static HttpServerBuilder server(int port) {
        BayeuxServerBuilder bayeux = Bayeux.bayeux(Duration.ofSeconds(30), Duration.ofSeconds(10));
        return Bayeux.server(port, Path.of("."), bayeux.alias("bayeux_server"));
    }

    static int run(Arguments arguments, PrintStream out, PrintStream err) throws UsageException {
        int port = arguments.number("port");
        HttpServerBuilder server = server(port);
        arguments.tls("http/1.1").ifPresent(server::tls);
        HttpServing serving = new HttpServing(server, arguments.host(), port, out, err);
        Kernel kernel = new Kernel();
        begin(kernel, serving);
        kernel.run();
        return serving.outcome();
    }
}
