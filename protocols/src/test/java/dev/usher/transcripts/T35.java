package dev.usher.transcripts;

import dev.usher.component.tcp.TcpClient;
import dev.usher.component.tcp.TcpServer;

/** Two refusals, then a server appears; a client that connects again by itself. */
final class T35 extends Port {
    private int n;

    @Override
    void program() {
        int p = sockets.freePort();
        TcpClient.to("127.0.0.1", p)
                .alias("c")
                .connectError((client, poe, error) -> {
                    L(
                            "ConnectError",
                            error.operation(),
                            error.errno().number(),
                            "'" + error.text() + "'",
                            "server wheel defined:",
                            bit(client.server().isPresent()));
                    if (++n == 2) {
                        TcpServer.at(p)
                                .alias("srv")
                                .address("127.0.0.1")
                                .clientConnected((server, inner) -> {
                                    L("srv accepted");
                                    inner.yield(TcpServer.SHUTDOWN);
                                })
                                .clientDisconnected((server, inner) -> L("srv disc"))
                                .clientInput((server, inner, line) -> {})
                                .start(poe);
                    }
                    poe.delay(TcpClient.RECONNECT, seconds(0.05));
                })
                .connected((client, poe) -> L("Connected"))
                .serverInput((client, poe, line) -> {})
                .serverError((client, poe, error) ->
                        L("ServerError", error.operation(), error.errno().number()))
                .disconnected((client, poe) -> {
                    L(
                            "Disconnected; connected flag=",
                            bit(client.isConnected()),
                            "alias c resolves:",
                            bit(kernel.aliasResolve("c").isPresent()));
                    if (n++ < 3) {
                        poe.yield(TcpClient.RECONNECT);
                        L("reconnect yielded");
                    } else {
                        poe.post("srv", TcpServer.SHUTDOWN);
                    }
                })
                .start(kernel);
        kernel.run();
        L("run returned");
    }
}
