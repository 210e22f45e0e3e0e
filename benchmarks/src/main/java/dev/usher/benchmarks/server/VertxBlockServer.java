package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;

/** Vert.x with one event loop, and its parser of records of a fixed size; or a pipe from the socket to itself. */
public final class VertxBlockServer {

    private VertxBlockServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0", "block", "0", "cert", "", "key", "");
        int block = options.number("block");
        NetServerOptions server = new NetServerOptions()
                .setHost("127.0.0.1")
                .setPort(options.number("port"))
                .setTcpNoDelay(true)
                .setAcceptBacklog(4_096);
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1))
                .createNetServer(VertxTls.set(server, options))
                .connectHandler(socket -> echo(socket, block))
                .listen()
                .onSuccess(started -> System.out.println("listening on 127.0.0.1:" + started.actualPort()))
                .onFailure(Throwable::printStackTrace);
    }

    private static void echo(NetSocket socket, int block) {
        if (block == 0) {
            socket.pipeTo(socket);
        } else {
            socket.handler(RecordParser.newFixed(block, socket::write));
        }
    }
}
