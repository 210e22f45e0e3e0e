package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import dev.usher.component.bayeux.BayeuxServer;
import dev.usher.component.http.HttpListener;
import dev.usher.component.http.HttpServer;
import dev.usher.component.websocket.Origins;
import dev.usher.kernel.Context;
import dev.usher.kernel.Kernel;
import java.time.Duration;

/** What is measured in the Bayeux workload: a server that everybody may publish on. One thread. */
public final class UsherBayeuxServer {

    private UsherBayeuxServer() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, "port", "0", "gather", "1000");
        Kernel kernel = Kernel.builder()
                .gather(Duration.ofNanos(1_000L * options.number("gather")))
                .build();
        HttpServer.at(options.number("port"))
                .address("127.0.0.1")
                .backlog(4_096)
                .keepAlive(Integer.MAX_VALUE)
                .started(UsherBayeuxServer::started)
                .mount(
                        "/cometd",
                        BayeuxServer.define()
                                .anonPublish(true)
                                .clientMaxConnections(0) // all come from one address
                                .origins(Origins.any()))
                .start(kernel);
        kernel.run();
    }

    private static void started(HttpListener listener, Context poe) {
        System.out.println("listening on 127.0.0.1:" + listener.port());
    }
}
