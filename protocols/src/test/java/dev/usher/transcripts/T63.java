package dev.usher.transcripts;

import dev.usher.component.tcp.TcpServer;
import dev.usher.kernel.Event;
import dev.usher.network.StreamLink;

/** A connection refused in ClientPreConnect. */
final class T63 extends Port {
    static final Event<Void> X = Event.named("x");

    @Override
    void program() throws Exception {
        int p = sockets.freePort();
        TcpServer.at(p)
                .alias("s")
                .address("127.0.0.1")
                .clientPreConnect((client, poe, link) -> {
                    L("pre -> undef");
                    client.reject("undef");
                })
                .clientConnected((client, poe) -> L("connected no"))
                .clientInput((client, poe, line) -> {})
                .clientDisconnected((client, poe) -> L("disconnected no"))
                .start(kernel);
        StreamLink s = sockets.connect(p);
        S("g", g -> {
            g.start((heap, poe) -> poe.delay(X, seconds(0.2)));
            g.on(X, (heap, poe) -> {
                String x = sockets.sysread(s, 1);
                L("peer sees", x == null ? UNDEF : x.length());
                poe.post("s", TcpServer.SHUTDOWN);
            });
        });
        kernel.run();
        L("run returned");
    }
}
