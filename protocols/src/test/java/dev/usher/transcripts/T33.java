package dev.usher.transcripts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.usher.component.tcp.TcpServer;
import dev.usher.filters.StreamFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.StreamLink;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;

/** A server shut down while much waits to be read by a slow client: all arrives. */
final class T33 extends Port {
    static final Event<Opened> C = Event.named("c", Opened.class);
    static final Event<IoError> F = Event.named("f", IoError.class);
    static final Event<Void> R = Event.named("r");

    static final class Heap {
        SocketFactory sf;
        StreamLink s;
    }

    int got;

    @Override
    void program() {
        int p = sockets.freePort();
        TcpServer.at(p, StreamFilter::new)
                .alias("srv")
                .address("127.0.0.1")
                .clientConnected((client, poe) -> {
                    client.put("z".repeat(8_000_000).getBytes(ISO_8859_1));
                    L("put 8M; yield shutdown; post srv shutdown");
                    poe.yield(TcpServer.SHUTDOWN);
                    poe.post("srv", TcpServer.SHUTDOWN);
                })
                .clientInput((client, poe, bytes) -> L("INPUT SEEN (should not)"))
                .clientFlushed((client, poe) -> L("flushed"))
                .clientDisconnected((client, poe) -> L("ClientDisconnected; client bytes so far>0:", bit(got > 0)))
                .clientError((client, poe, error) ->
                        L("err", error.operation(), error.errno().number()))
                .stopped((listener, poe) -> L("srv Stopped"))
                .start(kernel);
        S("cli", new Heap(), cli -> {
            cli.start((heap, poe) -> heap.sf = SocketFactory.connect("127.0.0.1", p)
                    .successEvent(C)
                    .failureEvent(F)
                    .open(poe));
            cli.on(C, (heap, poe, opened) -> {
                heap.sf.close();
                heap.s = opened.link();
                sockets.syswrite(heap.s, "input during shutdown");
                poe.delay(R, seconds(0.1));
            });
            cli.on(R, (heap, poe) -> {
                String x = sockets.sysread(heap.s, 2_000_000);
                if (x != null && x.isEmpty()) {
                    L("client EOF after total=" + got);
                    heap.s.close();
                    return;
                }
                got += x == null ? 0 : x.length();
                poe.delay(R, seconds(0.005));
            });
            cli.on(F, (heap, poe) -> L("fail"));
        });
        kernel.run();
        L("run returned");
    }
}
