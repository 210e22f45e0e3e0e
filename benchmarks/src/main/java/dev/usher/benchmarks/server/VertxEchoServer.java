package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.parsetools.RecordParser;

/** Vert.x with one event loop, and its parser of records between line ends. */
public final class VertxEchoServer {

    private VertxEchoServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0");
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1))
                .createNetServer(new NetServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(options.number("port"))
                        .setTcpNoDelay(true)
                        .setAcceptBacklog(4_096))
                .connectHandler(socket -> socket.handler(
                        RecordParser.newDelimited("\r\n", line -> socket.write(line.appendString("\r\n")))))
                .listen()
                .onSuccess(server -> System.out.println("listening on 127.0.0.1:" + server.actualPort()))
                .onFailure(Throwable::printStackTrace);
    }
}
