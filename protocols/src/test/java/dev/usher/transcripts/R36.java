package dev.usher.transcripts;

import dev.usher.component.tcp.TcpServer;
import dev.usher.kernel.Event;
import dev.usher.kernel.KernelBuilder;
import dev.usher.network.StreamLink;
import java.util.ArrayDeque;

/** Concurrency 2 with five that wait, and then any number. */
@DiffersLike(T65.class)
final class R36 extends Port {
    static final Event<Void> A = Event.named("a");
    static final Event<Void> B = Event.named("b");
    static final Event<Void> C = Event.named("c");

    R36() {
        super(KernelBuilder::strictPoe); // a poll before the event that holds d: the clients' ends are seen first
    }

    @Override
    void program() {
        int p = sockets.freePort();
        ArrayDeque<StreamLink> s = new ArrayDeque<>();
        TcpServer.at(p)
                .alias("srv")
                .address("127.0.0.1")
                .concurrency(2)
                .clientConnected((client, poe) -> L("open"))
                .clientDisconnected((client, poe) -> L("close"))
                .clientInput((client, poe, line) -> {})
                .start(kernel);
        S("d", d -> {
            d.start((heap, poe) -> {
                for (int i = 1; i <= 5; i++) {
                    s.add(sockets.connect(p));
                }
                L("5 OS connects");
                poe.delay(A, seconds(0.1));
            });
            d.on(A, (heap, poe) -> {
                L("one goes");
                s.remove().close();
                poe.delay(B, seconds(0.1));
            });
            d.on(B, (heap, poe) -> {
                L("set_concurrency -1");
                poe.post("srv", TcpServer.SET_CONCURRENCY, -1);
                poe.delay(C, seconds(0.1));
            });
            d.on(C, (heap, poe) -> {
                L("end");
                poe.post("srv", TcpServer.SHUTDOWN);
                s.forEach(StreamLink::close);
            });
        });
        kernel.run();
        L("run returned");
    }
}
