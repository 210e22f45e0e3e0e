package dev.usher.wheel;

import dev.usher.driver.Driver;
import dev.usher.network.StreamLink;
import dev.usher.tls.TlsDriver;
import dev.usher.tls.TlsInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * A connection that a {@link SocketFactory} has accepted or made. Whoever gets it closes its link.
 *
 * @param link the connection
 * @param remote the peer's address
 * @param driver what must move its bytes, as one over TLS; null for the kernel's socket driver
 */
public record Opened(StreamLink link, SocketAddress remote, Driver driver) {

    /**
     * A connection whose bytes go as they are.
     *
     * @param link the connection
     * @param remote the peer's address
     */
    public Opened(StreamLink link, SocketAddress remote) {
        this(link, remote, null);
    }

    /** @return what was agreed on, if it goes over TLS */
    public Optional<TlsInfo> tls() {
        return driver instanceof TlsDriver tls ? tls.info() : Optional.empty();
    }

    /** Closes the connection before any wheel has it. */
    public void close() {
        if (driver != null) {
            driver.closing(link);
        }
        link.close();
    }

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
