package dev.usher.transcripts;

import dev.usher.component.tcp.TcpServer;
import dev.usher.network.StreamLink;

/** A client that ends its half behind its request gets its answer. */
@DiffersLike(T34.class)
final class R84 extends Port {
    @Override
    void program() throws Exception {
        int p = sockets.freePort();
        TcpServer.at(p)
                .alias("s")
                .address("127.0.0.1")
                .clientInput((client, poe, line) -> {
                    L("Input", line);
                    client.put("re " + line);
                })
                .clientFlushed((client, poe) -> L("Flushed"))
                .clientError((client, poe, error) ->
                        L("Error", error.operation(), error.errno().number()))
                .clientDisconnected((client, poe) -> {
                    L("Disconnected");
                    poe.post("s", TcpServer.SHUTDOWN);
                })
                .stopped((listener, poe) -> L("Stopped"))
                .start(kernel);
        StreamLink s = sockets.connect(p);
        sockets.syswrite(s, "1\n");
        s.shutdownOutput();
        kernel.run();
        L("peer got", sockets.sysread(s, 99).replace("\r\n", "|"));
    }
}
