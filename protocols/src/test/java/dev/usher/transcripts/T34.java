package dev.usher.transcripts;

import dev.usher.component.tcp.TcpServer;
import dev.usher.kernel.Event;
import dev.usher.network.StreamLink;

/** A client that sends and goes without reading, with and without ClientShutdownOnError. */
@Difference(
        part = Part.WHEELS,
        poe = "what is put goes out when the loop next finds that the handle can be written, one system call a record",
        usher = "at the end of the slice, in one; only what the handle does not take then waits",
        because = "fewer system calls")
@Difference(
        part = Part.SERVERS,
        poe = "a connection that cannot be written any more may end without `ClientDisconnected`",
        usher = "once for each `ClientConnected`",
        because = "a defect")
final class T34 extends Port {
    static final Event<Void> LATER = Event.named("later");

    @Override
    void program() throws Exception {
        for (int opt : new int[] {1, 0}) {
            int p = sockets.freePort();
            TcpServer.at(p)
                    .alias("srv")
                    .address("127.0.0.1")
                    .shutdownOnError(opt == 1)
                    .clientInput((client, poe, line) -> {
                        L("in", line);
                        client.put("reply");
                    })
                    .clientError((client, poe, error) -> {
                        L(
                                "opt=" + opt + " ClientError",
                                error.operation(),
                                error.errno().number(),
                                "'" + error.text() + "'");
                        if (opt == 0) {
                            poe.delay(LATER, seconds(0.05));
                        }
                    })
                    .on(LATER, (client, poe) -> {
                        L("later: client wheel defined:", bit(client.wheel().isPresent()));
                        poe.yield(TcpServer.SHUTDOWN);
                    })
                    .clientFlushed((client, poe) -> L("flushed"))
                    .clientDisconnected((client, poe) -> {
                        L("ClientDisconnected");
                        poe.post("srv", TcpServer.SHUTDOWN);
                    })
                    .stopped((listener, poe) -> L("Stopped"))
                    .start(kernel);
            StreamLink s = sockets.connect(p);
            sockets.syswrite(s, "a\nb\nnoeol");
            s.close();
            kernel.run();
            L("---");
        }
    }
}
