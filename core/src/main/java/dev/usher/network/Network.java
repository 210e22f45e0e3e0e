package dev.usher.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/**
 * Opens links and the poller that watches them. Used by one kernel and its thread.
 *
 * <p>Failures are the JDK's exceptions ({@code BindException}, {@code ConnectException}, ...), from the real network
 * and from the simulated one alike.
 */
public interface Network {

    /**
     * Opens a poller for this network's links.
     *
     * @return the poller
     * @throws IOException if the system has no more
     */
    Poller openPoller() throws IOException;

    /**
     * Opens a listening link. An address that was in use a moment ago may be bound again (SO_REUSEADDR).
     *
     * @param local where to listen; port 0 lets the system choose
     * @param backlog how many connections may wait to be accepted; the system clips it
     * @return the link, listening
     * @throws IOException if it cannot be bound
     */
    ListenLink listen(SocketAddress local, int backlog) throws IOException;

    /**
     * Opens a listening link with options.
     *
     * @param local where to listen; port 0 lets the system choose
     * @param backlog how many connections may wait to be accepted; the system clips it
     * @param options of the listener and of the connections it accepts
     * @return the link, listening
     * @throws IOException if it cannot be bound, or has no such option
     */
    default ListenLink listen(SocketAddress local, int backlog, SocketOptions options) throws IOException {
        options.check(Set.of()); // a network that knows options has a method of its own
        return listen(local, backlog);
    }

    /**
     * Whether several kernels may listen at one address, each by {@link #share}, and each then gets its share of the
     * connections.
     *
     * @param local where to listen
     * @return no, unless the network has a method of its own
     */
    default boolean canShare(SocketAddress local) {
        return false;
    }

    /**
     * Opens a listening link beside others that were opened by this at the same address (SO_REUSEPORT).
     *
     * @param local where to listen; port 0 lets the system choose one that nobody has
     * @param backlog how many connections may wait to be accepted; the system clips it
     * @param options of the listener and of the connections it accepts
     * @return the link, listening
     * @throws IOException if it cannot be bound, also if somebody listens there otherwise
     */
    default ListenLink share(SocketAddress local, int backlog, SocketOptions options) throws IOException {
        throw new SocketException("Protocol not available: this network cannot share an address");
    }

    /**
     * Begins to connect with options.
     *
     * @param remote whom to connect to
     * @param local the address to connect from, or null for the system's choice
     * @param options of the connection
     * @return the link, connecting or connected
     * @throws IOException if it fails at once, or has no such option
     */
    default StreamLink connect(SocketAddress remote, SocketAddress local, SocketOptions options) throws IOException {
        options.check(Set.of()); // as above
        return connect(remote, local);
    }

    /**
     * Begins to connect. The link becomes writable when {@link StreamLink#finishConnect} has something to say.
     *
     * @param remote whom to connect to
     * @param local the address to connect from, or null for the system's choice
     * @return the link, connecting or connected
     * @throws IOException if it fails at once
     */
    StreamLink connect(SocketAddress remote, SocketAddress local) throws IOException;

    /**
     * Opens a datagram socket.
     *
     * @param local where to receive; port 0 lets the system choose
     * @param remote the one peer to send to and to hear, or null for anybody
     * @return the link, bound
     * @throws IOException if it cannot be bound
     */
    default DatagramLink openDatagram(SocketAddress local, SocketAddress remote) throws IOException {
        throw new SocketException("Protocol not supported"); // a network need not have them
    }

    /**
     * A link on what a blocking stream gives, such as {@code System.in}: a thread of its own reads it, once somebody
     * watches the link or reads from it.
     *
     * @param name what messages and threads call it
     * @param in to be read by nobody else; closed with the link
     * @return can be read, and watched for reading
     */
    default StreamLink input(String name, InputStream in) {
        return PumpedLink.reading(name, in);
    }

    /**
     * Looks a host name up. May block: components ask once, at their start, or from an offloaded task.
     *
     * @param host a name or a numeric address
     * @return its addresses in the resolver's order, at least one
     * @throws UnknownHostException if there are none
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
