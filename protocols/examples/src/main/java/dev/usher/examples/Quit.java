package dev.usher.examples;

import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;

/** The server ends a connection: what was put is written first, and what the client sends after it is not read. */
final class Quit {
    private Quit() {}

    static TcpServerBuilder<?, ?, ?> server(int port) {
        return TcpServer.at(port).clientInput((client, poe, line) -> {
            if (line.equals("quit")) {
                client.put("B'bye!");
                client.shutdown();
                return;
            }
            client.put(line);
        });
    }
}
