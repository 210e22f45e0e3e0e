package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.measure.Options;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** Vert.x with one event loop, its headers made ready, a timer for the date. */
public final class VertxHttpServer {

    private static final long SECOND_MS = 1_000;
    private static final CharSequence NAME = HttpHeaders.createOptimized("vertx");
    private static final CharSequence TYPE = HttpHeaders.createOptimized("text/plain");
    private static final CharSequence LENGTH = HttpHeaders.createOptimized("" + HttpScript.BODY.length());
    private static final CharSequence JSON_TYPE = HttpHeaders.createOptimized("application/json");
    private static final CharSequence JSON_LENGTH = HttpHeaders.createOptimized("" + HttpScript.JSON_BODY.length());
    private static final Buffer BODY = Buffer.buffer(HttpScript.BODY);

    private CharSequence date;

    private VertxHttpServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0");
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        new VertxHttpServer().listen(vertx, options.number("port"));
    }

    private void listen(Vertx vertx, int port) {
        renew();
        vertx.setPeriodic(SECOND_MS, timer -> renew());
        vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setAcceptBacklog(4_096))
                .requestHandler(this::answer)
                .listen()
                .onSuccess(VertxHttpServer::started)
                .onFailure(Throwable::printStackTrace);
    }

    private static void started(HttpServer server) {
        System.out.println("listening on 127.0.0.1:" + server.actualPort());
    }

    private void renew() {
        date = HttpHeaders.createOptimized(RawNioHttpServer.date());
    }

    private void answer(HttpServerRequest request) {
        boolean json = request.path().equals(HttpScript.JSON_TARGET);
        if (!json && !request.path().equals(HttpScript.TARGET)) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.response()
                .putHeader(HttpHeaders.SERVER, NAME)
                .putHeader(HttpHeaders.DATE, date)
                .putHeader(HttpHeaders.CONTENT_TYPE, json ? JSON_TYPE : TYPE)
                .putHeader(HttpHeaders.CONTENT_LENGTH, json ? JSON_LENGTH : LENGTH)
                .end(json ? Buffer.buffer(Json.bytes()) : BODY);
    }
}
