package dev.usher.benchmarks.client;

import dev.usher.benchmarks.load.HttpScript;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;

/** Vert.x's client in one event loop. */
public final class VertxClient {

    private final ClientMeter meter;
    private final HttpClient client;

    private VertxClient(ClientMeter meter, HttpClient client) {
        this.meter = meter;
        this.client = client;
    }

    public static void main(String[] arguments) {
        ClientMeter meter = ClientMeter.of(arguments);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(meter.connections());
        VertxClient asker = new VertxClient(meter, vertx.createHttpClient(pool));
        vertx.runOnContext(nothing -> {
            for (int i = 0; i < meter.connections(); i++) {
                asker.ask();
            }
        });
    }

    private void ask() {
        client.request(HttpMethod.GET, meter.port(), "127.0.0.1", HttpScript.TARGET)
                .compose(HttpClientRequest::send)
                .onSuccess(this::answered)
                .onFailure(meter::fail);
    }

    private void answered(HttpClientResponse response) {
        response.body()
                .onSuccess(body -> {
                    meter.answered(response.statusCode(), body.toString());
                    ask();
                })
                .onFailure(meter::fail);
    }
}
