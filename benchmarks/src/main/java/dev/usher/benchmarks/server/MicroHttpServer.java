package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.HttpScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.microhttp.EventLoop;
import org.microhttp.Handler;
import org.microhttp.Header;
import org.microhttp.NoopLogger;
import org.microhttp.Options;
import org.microhttp.OptionsBuilder;
import org.microhttp.Request;
import org.microhttp.Response;

/** microhttp with one loop for connections; another thread, which it always has, accepts. */
public final class MicroHttpServer implements Handler {

    private static final byte[] BODY = HttpScript.BODY.getBytes(StandardCharsets.US_ASCII);
    private static final Response MISSING = new Response(404, "Not Found", List.of(), new byte[0]);

    private long second;
    private Response answer;
    private List<Header> jsonFields;

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = OptionsBuilder.newBuilder()
                .withHost("127.0.0.1")
                .withPort(dev.usher.benchmarks.measure.Options.of(arguments, "port", "0")
                        .number("port"))
                .withReuseAddr(true)
                .withAcceptLength(4_096)
                .withRequestTimeout(Duration.ofMinutes(1))
                .withConcurrency(1)
                .build();
        EventLoop loop = new EventLoop(options, NoopLogger.instance(), new MicroHttpServer());
        loop.start();
        System.out.println("listening on 127.0.0.1:" + loop.getPort());
        loop.join();
    }

    /** In the one loop. */
    @Override
    public void handle(Request request, Consumer<Response> callback) {
        renew();
        if (request.uri().equals(HttpScript.JSON_TARGET)) {
            callback.accept(new Response(200, "OK", jsonFields, Json.bytes()));
        } else {
            callback.accept(request.uri().equals(HttpScript.TARGET) ? answer : MISSING);
        }
    }

    private void renew() {
        long now = System.currentTimeMillis() / 1_000;
        if (now != second) {
            second = now;
            answer = new Response(200, "OK", fields("text/plain"), BODY);
            jsonFields = fields("application/json");
        }
    }

    private static List<Header> fields(String type) {
        return List.of(
                new Header("Server", "microhttp"),
                new Header("Date", RawNioHttpServer.date()),
                new Header("Content-Type", type));
    }
}
