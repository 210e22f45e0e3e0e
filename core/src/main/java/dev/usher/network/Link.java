package dev.usher.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;

/** One non-blocking handle that a {@link Poller} can watch. Belongs to one kernel and its thread. */
public interface Link extends AutoCloseable {

    /** Readiness: bytes or their end can be read, or a connection can be accepted. */
    int READ = 1;

    /** Readiness: bytes can be written, or the result of connecting is known. */
    int WRITE = 2;

    /** @return whether it is neither closed nor failed to connect */
    boolean isOpen();

    /** @return the address it is bound to, or null when closed, or while connecting from an address not chosen yet */
    SocketAddress localAddress();

    /**
     * Reads an option of the socket.
     *
     * @param option which
     * @param <T> its class
     * @return its value
     * @throws IOException if the link is closed
     * @throws UnsupportedOperationException if such links have no such option
     */
    default <T> T option(SocketOption<T> option) throws IOException {
        throw new UnsupportedOperationException("this link has no option " + option);
    }

    /**
     * Sets an option of the socket.
     *
     * @param option which
     * @param value its value
     * @param <T> its class
     * @throws IOException if the link is closed or the system refuses the value
     * @throws UnsupportedOperationException if such links have no such option
     */
    default <T> void option(SocketOption<T> option, T value) throws IOException {
        throw new UnsupportedOperationException("this link has no option " + option);
    }

    /**
     * Describes a link, for dumps and traces.
     *
     * @param link the link
     * @return what it is and between which addresses, {@code a listener at 127.0.0.1:80} say
     */
    static String text(Link link) {
        if (link instanceof StreamLink stream) {
            return "a connection from " + text(link.localAddress()) + " to " + text(stream.remoteAddress());
        }
        return (link instanceof ListenLink ? "a listener at " : "datagrams at ") + text(link.localAddress());
    }

    private static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return address == null
                    ? "nowhere"
                    : address.toString().isEmpty() ? "an unnamed socket" : address.toString();
        }
        String host = inet.getHostString();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
    }

    /** Closes it and stops every watch on it. A second close does nothing; a failure to close is ignored. */
    @Override
    void close();
}
