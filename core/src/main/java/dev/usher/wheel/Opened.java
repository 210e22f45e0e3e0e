package dev.usher.wheel;

import dev.usher.network.StreamLink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A connection that a {@link SocketFactory} has accepted or made. Whoever gets it closes its link.
 *
 * @param link the connection
 * @param remote the peer's address
 */
public record Opened(StreamLink link, SocketAddress remote) {

    /** @return the peer's numeric address, {@code 127.0.0.1} or {@code ::1} say; LOCAL for a UNIX socket, as in POE */
    public String remoteIp() {
        return remote instanceof InetSocketAddress inet ? text(inet.getAddress()) : "LOCAL";
    }

    /** @return the peer's port, 0 for a UNIX socket */
    public int remotePort() {
        return remote instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        if (text.indexOf(':') < 0) {
            return text;
        }
        int zone = text.indexOf('%');
        return Ipv6Text.shortest(address.getAddress()) + (zone < 0 ? "" : text.substring(zone));
    }
}
