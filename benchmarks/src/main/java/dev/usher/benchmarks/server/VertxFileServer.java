package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;

/** Vert.x with one event loop, by {@code sendFile}; the path is taken as it is. */
public final class VertxFileServer {

    private VertxFileServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0", "folder", ".");
        String folder = options.text("folder");
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(options.number("port"))
                        .setAcceptBacklog(4_096))
                .requestHandler(request -> request.response().sendFile(folder + request.path()))
                .listen()
                .onSuccess(server -> System.out.println("listening on 127.0.0.1:" + server.actualPort()))
                .onFailure(Throwable::printStackTrace);
    }
}
