package dev.usher.network;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A datagram socket: whole messages each way, any of which may be lost, doubled or overtaken. */
public interface DatagramLink extends Link {

    /**
     * Receives one datagram.
     *
     * @param into where to; what does not fit is lost, so 65,507 bytes of room are always enough
     * @return who sent it, or null if none is there now
     * @throws IOException if the system reports an error: {@code PortUnreachableException} on a link with one peer, if
     *     nobody listens there
     */
    SocketAddress receive(ByteBuffer into) throws IOException;

    /**
     * Sends the remaining bytes as one datagram.
     *
     * @param from what to send
     * @param to whom to; on a link with one peer, that peer
     * @return number of bytes sent: all or, if the system has no room now, 0
     * @throws IOException if it cannot be sent, being too long for example
     */
    int send(ByteBuffer from, SocketAddress to) throws IOException;

    /** @return the one peer it sends to and hears, or null if it has none or is closed */
    SocketAddress remoteAddress();
}
