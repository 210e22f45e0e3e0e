package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.WebSocketScript;
import dev.usher.benchmarks.measure.Options;
import dev.usher.component.http.HttpListener;
import dev.usher.component.websocket.WebSocketServer;
import dev.usher.component.websocket.WebSocketServerBuilder;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.EncodedMessage;
import dev.usher.kernel.Context;
import dev.usher.kernel.Kernel;
import java.time.Duration;

/** What is measured in the WebSocket benchmark: the echo as a user of Usher writes it. One thread. */
public final class UsherWebSocketServer {

    private UsherWebSocketServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0", "to", WebSocketScript.ONE, "deflate", "");
        boolean all = options.text("to").equals(WebSocketScript.ALL);
        Kernel kernel = new Kernel();
        WebSocketServerBuilder server = WebSocketServer.at(options.number("port"))
                .address("127.0.0.1")
                .backlog(4_096)
                .silenceMax(Duration.ZERO) // the others send no pings either
                .started(UsherWebSocketServer::started)
                .onMessage((connection, poe, message) -> {
                    if (all) {
                        connection.server().broadcast(EncodedMessage.of(message));
                    } else {
                        connection.send(message);
                    }
                });
        if (!options.text("deflate").isEmpty()) {
            server.deflate(DeflateOptions.DEFAULT);
        }
        server.start(kernel);
        kernel.run();
    }

    private static void started(HttpListener listener, Context poe) {
        System.out.println("listening on 127.0.0.1:" + listener.port());
    }
}
