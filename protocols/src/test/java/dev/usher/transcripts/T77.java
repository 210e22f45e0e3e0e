package dev.usher.transcripts;

import dev.usher.component.tcp.Domain;
import dev.usher.component.tcp.TcpServer;
import dev.usher.network.StreamLink;
import java.net.InetSocketAddress;

/** A server on IPv6. */
@Difference(
        part = Part.SERVERS,
        poe = "TCP server: `remote_ip` is undefined on IPv6",
        usher = "it is the address",
        because = "a defect")
final class T77 extends Port {
    StreamLink keep;

    @Override
    void program() {
        TcpServer.at(0)
                .alias("s")
                .domain(Domain.INET6)
                .address("::1")
                .started((listener, poe) -> {
                    keep = sockets.connect(new InetSocketAddress("::1", listener.port()));
                    poe.delay(TcpServer.SHUTDOWN, seconds(0.2));
                })
                .clientConnected((client, poe) -> {
                    L("v6 remote_ip=", client.remoteIp(), "port>0", bit(client.remotePort() > 0));
                    poe.yield(TcpServer.SHUTDOWN);
                })
                .clientInput((client, poe, line) -> {})
                .error((listener, poe, error) ->
                        L("Error", error.operation(), error.errno().number(), error.text()))
                .start(kernel);
        kernel.run();
        L("run returned");
    }
}
