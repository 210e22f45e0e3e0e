package dev.usher.transcripts;

import dev.usher.component.tcp.TcpServer;
import dev.usher.kernel.Event;
import dev.usher.network.StreamLink;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A broadcast by session ids, and a signal that ends a server. */
@Difference(
        part = Part.SERVERS,
        poe = "TCP server: a connection killed by a signal never gets `ClientDisconnected`",
        usher = "it gets it",
        because = "a defect")
final class T78 extends Port {
    static final Event<String> BCAST = Event.named("bcast", String.class);
    static final Event<Void> A = Event.named("a");
    static final Event<Void> B = Event.named("b");
    static final Event<Void> C = Event.named("c");

    @Override
    void program() {
        int p = sockets.freePort();
        List<StreamLink> s = new ArrayList<>();
        TreeSet<Long> c = new TreeSet<>();
        TcpServer.at(p)
                .alias("s")
                .address("127.0.0.1")
                .clientConnected((client, poe) -> {
                    c.add(poe.session().id());
                    L(
                            "connected; parent is server:",
                            bit(poe.aliasResolve("s")
                                    .filter(poe.sender()::equals)
                                    .isPresent()));
                })
                .clientInput((client, poe, line) -> {
                    for (long id : c) {
                        poe.post(id, BCAST, line);
                    }
                })
                .clientDisconnected((client, poe) -> {
                    c.remove(poe.session().id());
                    L("disc, heap client still there:", bit(client.wheel().isPresent()), "STATE=" + poe.event());
                })
                .on(BCAST, (client, poe, line) -> {
                    L("bcast");
                    if (client.wheel().isPresent()) {
                        client.put("m " + line);
                    }
                })
                .start(kernel);
        S("d", d -> {
            d.start((heap, poe) -> {
                for (int i = 1; i <= 2; i++) {
                    s.add(sockets.connect(p));
                }
                poe.delay(A, seconds(0.1));
            });
            d.on(A, (heap, poe) -> {
                sockets.syswrite(s.get(0), "hey\n");
                poe.delay(B, seconds(0.1));
            });
            d.on(B, (heap, poe) -> {
                L("peer2 got", sockets.sysread(s.get(1), 99).stripTrailing());
                L("kill server session with terminal signal: children die too");
                poe.signal("s", "TERM");
                poe.delay(C, seconds(0.1));
            });
            d.on(C, (heap, poe) -> {
                sockets.sysread(s.get(0), 99);
                String x = sockets.sysread(s.get(0), 99);
                L("peer1 sees EOF", x == null ? UNDEF : x.length());
            });
        });
        kernel.run();
        L("run returned");
    }
}
