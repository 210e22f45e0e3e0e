package dev.usher.examples;

import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;

/** Says every line again: the smallest server there is. */
final class Echo {
    private Echo() {}

    static TcpServerBuilder<?, ?, ?> server(int port) {
        return TcpServer.at(port).clientInput((client, poe, line) -> client.put(line));
    }
}
