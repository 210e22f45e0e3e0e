package dev.usher.component.websocket;

import dev.usher.component.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Which peers are proxies of one's own, whose word on how a client has come is taken. Immutable. */
final class Proxies {
    static final Proxies NONE = new Proxies(List.of());

    private final List<Block> blocks;

    private record Block(byte[] address, int bits) {
        boolean has(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                if (((address[bit / 8] ^ other[bit / 8]) & 0x80 >> bit % 8) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private Proxies(List<Block> blocks) {
        this.blocks = blocks;
    }

    /** @throws IllegalArgumentException if one is no numeric address, or has no such number of bits */
    static Proxies of(String... addresses) {
        return new Proxies(List.of(addresses).stream().map(Proxies::block).toList());
    }

    private static Block block(String text) {
        String[] parts = text.split("/", 2);
        // A name would be looked up: only what can be nothing but an address goes on.
        if (parts[0].matches("[0-9]+(\\.[0-9]+){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*")
                && (parts.length == 1 || parts[1].matches("[0-9]{1,3}"))) {
            try {
                byte[] address = InetAddress.getByName(parts[0]).getAddress();
                int bits = parts.length == 1 ? address.length * 8 : Integer.parseInt(parts[1]);
                if (bits <= address.length * 8) {
                    return new Block(address, bits);
                }
            } catch (UnknownHostException e) {
                // As below.
            }
        }
        throw new IllegalArgumentException(
                "a trusted proxy is a numeric address, '10.0.0.7', or a block of them, '10.0.0.0/8', not '" + text
                        + "'");
    }

    /** Whether the client has come by TLS, as far as a trusted proxy says so; of several the nearest one's word. */
    boolean saySecure(HttpRequest request) {
        if (!trust(request.connection().remoteAddress())) {
            return false;
        }
        String said = request.header("X-Forwarded-Proto").orElse("");
        String nearest = said.substring(said.lastIndexOf(',') + 1).strip();
        return nearest.equalsIgnoreCase("https") || nearest.equalsIgnoreCase("wss");
    }

    private boolean trust(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet
                && blocks.stream().anyMatch(block -> block.has(inet.getAddress().getAddress()));
    }
}
