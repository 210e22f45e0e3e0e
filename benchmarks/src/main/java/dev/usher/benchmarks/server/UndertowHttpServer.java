package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.measure.Options;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Undertow with one I/O thread, in which its handler runs; pipelined answers are written together. */
public final class UndertowHttpServer {

    private static final ByteBuffer BODY = ByteBuffer.allocateDirect(HttpScript.BODY.length())
            .put(HttpScript.BODY.getBytes(StandardCharsets.US_ASCII))
            .flip();

    private UndertowHttpServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0");
        Undertow server = Undertow.builder()
                .addHttpListener(options.number("port"), "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setSocketOption(org.xnio.Options.BACKLOG, 4_096)
                .setServerOption(UndertowOptions.ALWAYS_SET_DATE, true)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setServerOption(UndertowOptions.BUFFER_PIPELINED_DATA, true)
                .setHandler(Handlers.path()
                        .addExactPath(HttpScript.TARGET, UndertowHttpServer::answer)
                        .addExactPath(HttpScript.JSON_TARGET, UndertowHttpServer::answerJson))
                .build();
        server.start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        System.out.println("listening on 127.0.0.1:" + address.getPort());
    }

    private static void answerJson(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.SERVER, "undertow").put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender().send(ByteBuffer.wrap(Json.bytes()));
    }

    private static void answer(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.SERVER, "undertow").put(Headers.CONTENT_TYPE, "text/plain");
        exchange.getResponseSender().send(BODY.duplicate());
    }
}
