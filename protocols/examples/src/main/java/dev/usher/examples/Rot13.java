package dev.usher.examples;

import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;

/** The synopsis of POE::Component::Server::TCP: a banner, then every line in ROT13. */
final class Rot13 {
    private Rot13() {}

    static TcpServerBuilder<?, ?, ?> server(int port) {
        return TcpServer.at(port)
                .clientConnected((client, poe) -> client.put("Smile from the server!"))
                .clientInput((client, poe, line) -> client.put(rot13(line)));
    }

    private static String rot13(String line) {
        StringBuilder turned = new StringBuilder(line);
        for (int i = 0; i < turned.length(); i++) {
            char c = turned.charAt(i);
            if (c >= 'a' && c <= 'z') {
                turned.setCharAt(i, (char) ('a' + (c - 'a' + 13) % 26));
            } else if (c >= 'A' && c <= 'Z') {
                turned.setCharAt(i, (char) ('A' + (c - 'A' + 13) % 26));
            }
        }
        return turned.toString();
    }
}
