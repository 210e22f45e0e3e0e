package dev.usher.transcripts;

import dev.usher.component.tcp.TcpServer;
import dev.usher.network.StreamLink;
import java.util.List;

/** A server's callbacks in order, and a shutdown yielded and called in the middle of a burst. */
final class R32 extends Port {
    @Override
    void program() throws Exception {
        for (String how : List.of("yield", "call")) {
            int p = sockets.freePort();
            TcpServer.at(p)
                    .alias("s")
                    .address("127.0.0.1")
                    .clientArgs("x", "y")
                    .started((listener, poe) -> L("Started"))
                    .clientPreConnect((client, poe, link) -> L("PreConnect"))
                    .clientConnected((client, poe) ->
                            L("Connected", client.args().get(0), client.args().get(1)))
                    .clientInput((client, poe, line) -> {
                        L("Input", line);
                        client.put("re " + line);
                        if (line.equals("2")) {
                            L(how + " shutdown");
                            if (how.equals("yield")) {
                                poe.yield(TcpServer.SHUTDOWN);
                            } else {
                                poe.call(poe.session(), TcpServer.SHUTDOWN);
                            }
                        }
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
            sockets.syswrite(s, "1\n2\n3\n");
            kernel.run();
            L("peer got", sockets.sysread(s, 99).replace("\r\n", "|"));
        }
    }
}
