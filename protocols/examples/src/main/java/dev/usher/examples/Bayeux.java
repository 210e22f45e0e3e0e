package dev.usher.examples;

import dev.usher.component.bayeux.BayeuxServer;
import dev.usher.component.bayeux.BayeuxServerBuilder;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.http.Route;
import dev.usher.component.http.StaticFiles;
import dev.usher.component.websocket.Origins;
import dev.usher.kernel.Kernel;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Bayeux server that lets everybody publish and subscribe, and the files that a page beside it needs. */
final class Bayeux {
    static final List<Option> OPTIONS = List.of(
            Option.host(),
            Option.number("port", 8085, 0, 65_535),
            Option.number("hold", 30_000, 0, 86_400_000),
            Option.number("expiry", 10_000, 1, 86_400_000),
            new Option(
                    "static",
                    ".",
                    "a folder",
                    folder -> Path.of(folder).toFile().isDirectory()),
            Option.tls());

    /** Many clients poll, and none of them minds a millisecond: woken up less often, the server costs less. */
    private static final Duration GATHER = Duration.ofMillis(1);

    private Bayeux() {}

    static int run(Arguments arguments, PrintStream out, PrintStream err) throws UsageException {
        int port = arguments.number("port");
        HttpServerBuilder server = server(
                port,
                Path.of(arguments.text("static")),
                bayeux(Duration.ofMillis(arguments.number("hold")), Duration.ofMillis(arguments.number("expiry"))));
        arguments.tls("http/1.1").ifPresent(server::tls);
        return new HttpServing(server, arguments.host(), port, out, err)
                .run(Kernel.builder().gather(GATHER).build());
    }

    static BayeuxServerBuilder bayeux(Duration hold, Duration expiry) {
        return BayeuxServer.define()
                .timeout(hold)
                .maxInterval(expiry)
                .anonPublish(true)
                .clientMaxConnections(0) // all those who try it come from one address
                .origins(Origins.any()) // it has no secrets
                .service(
                        "echo",
                        (poe, message) ->
                                message.respond(message.message().data().orElseThrow()));
    }

    static HttpServerBuilder server(int port, Path folder, BayeuxServerBuilder bayeux) {
        return HttpServer.at(port)
                .keepAlive(1_000_000)
                .keepAliveTimeout(Duration.ofSeconds(30))
                .mount("/cometd", bayeux)
                .route(Route.of("^/").methods("GET").to(StaticFiles.of("/", folder)));
    }
}
