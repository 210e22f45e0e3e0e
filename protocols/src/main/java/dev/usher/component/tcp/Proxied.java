package dev.usher.component.tcp;

import dev.usher.filters.proxy.ProxyHeader;
import dev.usher.network.StreamLink;
import java.net.SocketAddress;

/**
 * A connection whose proxy has said whose it is.
 *
 * @param link the connection, its next byte the client's first
 * @param proxy the proxy's address
 * @param header what it said
 */
public record Proxied(StreamLink link, SocketAddress proxy, ProxyHeader header) {

    /** @return the client's address as the proxy says; the proxy's own if it names none */
    public SocketAddress client() {
        return header.source().orElse(proxy);
    }
}
