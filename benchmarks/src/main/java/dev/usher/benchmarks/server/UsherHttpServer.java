package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.measure.Options;
import dev.usher.component.http.HttpListener;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.Route;
import dev.usher.kernel.Context;
import dev.usher.kernel.Kernel;
import java.nio.charset.StandardCharsets;

/** What is measured in the HTTP benchmark: a handler as a user of Usher writes it. One thread. */
public final class UsherHttpServer {

    private static final byte[] BODY = HttpScript.BODY.getBytes(StandardCharsets.US_ASCII);

    private UsherHttpServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0");
        Kernel kernel = new Kernel();
        HttpServer.at(options.number("port"))
                .address("127.0.0.1")
                .backlog(4_096)
                .keepAlive(Integer.MAX_VALUE)
                .started(UsherHttpServer::started)
                .route(Route.of("^" + HttpScript.TARGET + "$")
                        .methods("GET")
                        .to((poe, request, response) -> response.contentType("text/plain")
                                .content(BODY)
                                .respond()
                                .done()))
                .route(Route.of("^" + HttpScript.JSON_TARGET + "$")
                        .methods("GET")
                        .to((poe, request, response) -> response.contentType("application/json")
                                .content(Json.bytes())
                                .respond()
                                .done()))
                .start(kernel);
        kernel.run();
    }

    private static void started(HttpListener listener, Context poe) {
        System.out.println("listening on 127.0.0.1:" + listener.port());
    }
}
