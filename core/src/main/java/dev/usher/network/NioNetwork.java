package dev.usher.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The real network: TCP and UDP over IPv4 and IPv6, and stream sockets in the file system, over java.nio. Keeps nothing
 * itself, so any thread may use it; the links and pollers that it opens belong to one thread each.
 *
 * <p>TCP connections send at once what is written (TCP_NODELAY): a wheel writes once a slice, so waiting for more would
 * only delay.
 */
public final class NioNetwork implements Network {
    private static final boolean DEALS = System.getProperty("os.name").equals("Linux");

    /** A real network. All of them are alike. */
    public NioNetwork() {}

    @Override
    public Poller openPoller() throws IOException {
        return new NioPoller(Selector.open());
    }

    /**
     * {@inheritDoc}
     *
     * <p>An IPv6 any-address listens for IPv4 too, where the system allows. Closing the listener of a
     * {@link UnixDomainSocketAddress} deletes its file; a file left there by a crash must be deleted before it can be
     * bound again.
     */
    @Override
    public ListenLink listen(SocketAddress local, int backlog) throws IOException {
        return listen(local, backlog, SocketOptions.NONE);
    }

    @Override
    public ListenLink listen(SocketAddress local, int backlog, SocketOptions options) throws IOException {
        return listen(local, backlog, options, false);
    }

    /**
     * {@inheritDoc}
     *
     * <p>TCP on Linux alone: others know SO_REUSEPORT too, but give all connections to one of the listeners.
     */
    @Override
    public boolean canShare(SocketAddress local) {
        return local instanceof InetSocketAddress && DEALS;
    }

    @Override
    public ListenLink share(SocketAddress local, int backlog, SocketOptions options) throws IOException {
        return listen(local, backlog, options, true);
    }

    private static ListenLink listen(SocketAddress local, int backlog, SocketOptions options, boolean shared)
            throws IOException {
        ProtocolFamily family = family(local);
        ServerSocketChannel channel = openListener(family);
        try {
            channel.configureBlocking(false);
            if (family != StandardProtocolFamily.UNIX) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            if (!options.isEmpty()) {
                if (family != StandardProtocolFamily.UNIX) { // whose sockets have few, which is nobody's mistake
                    options.check(existing(family, channel.supportedOptions()));
                }
                NioLink.set(channel, options);
            }
            channel.bind(local, backlog);
            return new NioListenLink(channel, options);
        } catch (IOException | RuntimeException failure) {
            NioLink.closeQuietly(channel);
            throw failure;
        }
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local) throws IOException {
        return connect(remote, local, SocketOptions.NONE);
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local, SocketOptions options) throws IOException {
        ProtocolFamily family = family(remote);
        if (remote instanceof InetSocketAddress inet && inet.getPort() == 0) {
            throw new ConnectException("Connection refused"); // some systems would leave it connecting for ever
        }
        SocketChannel channel = openStream(family);
        try {
            channel.configureBlocking(false);
            if (family != StandardProtocolFamily.UNIX) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            if (!options.isEmpty()) {
                if (family != StandardProtocolFamily.UNIX) {
                    options.check(channel.supportedOptions());
                }
                NioLink.set(channel, options);
            }
            if (local != null) {
                bind(channel, local);
            }
            channel.connect(reachable(remote));
            return new NioStreamLink(channel);
        } catch (IOException | RuntimeException failure) {
            NioLink.closeQuietly(channel);
            throw failure;
        }
    }

    /**
     * A link on what a blocking stream gives, such as {@code System.in}: a thread of its own reads that.
     *
     * @param in to be read by nobody else
     * @return can be read, and watched for reading; its end is the stream's, or its failure
     * @throws IOException if the system has no pipe for it
     */
    public static StreamLink input(InputStream in) throws IOException {
        return NioInputLink.of(in);
    }

    @Override
    public DatagramLink openDatagram(SocketAddress local, SocketAddress remote) throws IOException {
        ProtocolFamily family = family(local);
        DatagramChannel channel;
        try {
            channel = DatagramChannel.open(family);
        } catch (UnsupportedOperationException missing) {
            throw familyNotSupported(missing);
        }
        try {
            channel.configureBlocking(false);
            channel.bind(local);
            if (remote != null) {
                family(remote);
                channel.connect(reachable(remote));
            }
            return new NioDatagramLink(channel);
        } catch (UnsupportedAddressTypeException mixed) {
            NioLink.closeQuietly(channel);
            throw familyNotSupported(mixed);
        } catch (IOException | RuntimeException failure) {
            NioLink.closeQuietly(channel);
            throw failure;
        }
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }

    /** What a listener or the connections that it accepts have. */
    private static Set<SocketOption<?>> existing(ProtocolFamily family, Set<SocketOption<?>> listeners)
            throws IOException {
        Set<SocketOption<?>> all = new HashSet<>(listeners);
        try (SocketChannel connection = openStream(family)) {
            all.addAll(connection.supportedOptions());
        }
        return all;
    }

    private static void bind(SocketChannel channel, SocketAddress local) throws IOException {
        family(local);
        try {
            channel.bind(local);
        } catch (UnsupportedAddressTypeException mixed) {
            throw familyNotSupported(mixed);
        }
    }

    /**
     * The JDK would look up this machine's name, and might block, to connect to an any-address. Linux means loopback.
     */
    private static SocketAddress reachable(SocketAddress remote) throws IOException {
        if (remote instanceof InetSocketAddress inet && inet.getAddress().isAnyLocalAddress()) {
            byte[] loopback = inet.getAddress() instanceof Inet6Address
                    ? new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}
                    : new byte[] {127, 0, 0, 1};
            return new InetSocketAddress(InetAddress.getByAddress(loopback), inet.getPort());
        }
        return remote;
    }

    private static ProtocolFamily family(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress inet) {
            if (inet.isUnresolved()) {
                throw new UnknownHostException(inet.getHostString());
            }
            return inet.getAddress() instanceof Inet4Address
                    ? StandardProtocolFamily.INET
                    : StandardProtocolFamily.INET6;
        }
        if (address instanceof UnixDomainSocketAddress) {
            return StandardProtocolFamily.UNIX;
        }
        throw familyNotSupported(null);
    }

    private static ServerSocketChannel openListener(ProtocolFamily family) throws IOException {
        try {
            return ServerSocketChannel.open(family);
        } catch (UnsupportedOperationException missing) {
            throw familyNotSupported(missing);
        }
    }

    private static SocketChannel openStream(ProtocolFamily family) throws IOException {
        try {
            return SocketChannel.open(family);
        } catch (UnsupportedOperationException missing) {
            throw familyNotSupported(missing);
        }
    }

    private static SocketException familyNotSupported(Throwable cause) {
        SocketException failure = new SocketException("Address family not supported by protocol");
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }
}
