package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.WebSocketScript;
import dev.usher.benchmarks.measure.Options;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashSet;
import java.util.Set;

/** Vert.x with one event loop, and an echo of texts and bytes. */
public final class VertxWebSocketServer {

    private static final int LARGEST = 65_536;

    private VertxWebSocketServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0", "to", WebSocketScript.ONE, "deflate", "");
        boolean all = options.text("to").equals(WebSocketScript.ALL);
        boolean deflate = !options.text("deflate").isEmpty();
        Set<ServerWebSocket> room = new LinkedHashSet<>();
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1))
                .createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(options.number("port"))
                        .setMaxWebSocketFrameSize(LARGEST)
                        .setPerMessageWebSocketCompressionSupported(deflate)
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setWebSocketAllowServerNoContext(true)
                        .setWebSocketPreferredClientNoContext(true)
                        .setAcceptBacklog(4_096))
                .webSocketHandler(socket -> {
                    socket.textMessageHandler(socket::writeTextMessage);
                    if (all) {
                        room.add(socket);
                        socket.closeHandler(closed -> room.remove(socket));
                        socket.binaryMessageHandler(bytes -> room.forEach(each -> each.writeBinaryMessage(bytes)));
                    } else {
                        socket.binaryMessageHandler(socket::writeBinaryMessage);
                    }
                })
                .listen()
                .onSuccess(server -> System.out.println("listening on 127.0.0.1:" + server.actualPort()))
                .onFailure(Throwable::printStackTrace);
    }
}
