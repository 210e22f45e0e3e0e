package dev.usher.transcripts;

import dev.usher.component.tcp.TcpServer;
import dev.usher.kernel.Event;
import dev.usher.kernel.KernelBuilder;
import dev.usher.network.StreamLink;
import java.util.ArrayList;
import java.util.List;

/** Concurrency 0 at first, then any number, 1 and 5. */
@Difference(
        part = Part.SERVERS,
        poe = "TCP server: `Concurrency` 0 admits one connection, -1 does not open a paused listener again",
        usher = "0 admits nobody, -1 opens again",
        because = "defects")
final class T65 extends Port {
    static final Event<Void> A = Event.named("a");
    static final Event<Void> B = Event.named("b");
    static final Event<Void> C = Event.named("c");
    static final Event<Void> D = Event.named("d");

    T65() {
        super(KernelBuilder::strictPoe); // a poll before the event that holds d: the clients' ends are seen first
    }

    @Override
    void program() {
        int p = sockets.freePort();
        List<StreamLink> s = new ArrayList<>();
        TcpServer.at(p)
                .alias("srv")
                .address("127.0.0.1")
                .concurrency(0)
                .clientConnected((client, poe) -> L("open"))
                .clientDisconnected((client, poe) -> L("close"))
                .clientInput((client, poe, line) -> {})
                .start(kernel);
        S("d", d -> {
            d.start((heap, poe) -> {
                for (int i = 1; i <= 3; i++) {
                    s.add(sockets.connect(p));
                }
                L("3 OS connects, Concurrency=0");
                poe.delay(A, seconds(0.1));
            });
            d.on(A, (heap, poe) -> {
                L("set_concurrency -1");
                poe.post("srv", TcpServer.SET_CONCURRENCY, -1);
                poe.delay(B, seconds(0.1));
            });
            d.on(B, (heap, poe) -> {
                L("set_concurrency 1 (1 already open)");
                poe.post("srv", TcpServer.SET_CONCURRENCY, 1);
                poe.delay(C, seconds(0.1));
            });
            d.on(C, (heap, poe) -> {
                L("set_concurrency 5");
                poe.post("srv", TcpServer.SET_CONCURRENCY, 5);
                poe.delay(D, seconds(0.1));
            });
            d.on(D, (heap, poe) -> {
                L("end");
                poe.post("srv", TcpServer.SHUTDOWN);
                s.forEach(StreamLink::close);
            });
        });
        kernel.run();
        L("run returned");
    }
}
