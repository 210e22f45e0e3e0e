package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.measure.Options;
import dev.usher.component.http.HttpListener;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.http.Route;
import dev.usher.kernel.Context;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelGroup;
import dev.usher.kernel.KernelGroupBuilder;
import java.nio.charset.StandardCharsets;

/**
 * What is measured in the HTTP benchmark: a handler as a user of Usher writes it. One thread, or one for each of
 * several kernels.
 */
public final class UsherHttpServer {

    private static final byte[] BODY = HttpScript.BODY.getBytes(StandardCharsets.US_ASCII);

    private UsherHttpServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0", "cert", "", "key", "", "kernels", "1", "deal", "system");
        int kernels = options.positive("kernels");
        if (kernels == 1) {
            Kernel kernel = new Kernel();
            server(options).started(UsherHttpServer::started).start(kernel);
            kernel.run();
            return;
        }
        KernelGroupBuilder group = KernelGroup.of(kernels).name("http");
        if (options.text("deal").equals("thread")) {
            group.handOff();
        }
        group.start(kernel -> server(options)
                .started((listener, poe) -> {
                    if (kernel.name().equals("http-" + (kernels - 1))) {
                        started(listener, poe); // the last: all listen there by now
                    }
                })
                .start(kernel));
    }

    private static HttpServerBuilder server(Options options) {
        HttpServerBuilder server = HttpServer.at(options.number("port"))
                .address("127.0.0.1")
                .backlog(4_096)
                .keepAlive(Integer.MAX_VALUE)
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
                                .done()));
        if (!options.text("cert").isEmpty()) {
            server.tls(options.text("cert"), options.text("key"));
        }
        return server;
    }

    private static void started(HttpListener listener, Context poe) {
        System.out.println("listening on 127.0.0.1:" + listener.port());
    }
}
