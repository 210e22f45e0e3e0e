package dev.usher.wheel;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Watch;
import dev.usher.kernel.Watcher;
import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * Opens connections: accepts them on a listening socket, or connects one (POE::Wheel::SocketFactory). Belongs to its
 * session and the kernel's thread.
 *
 * <p>A listener goes on until it is closed, also after failures. A connector lets go of its link before it tells the
 * outcome and is then done; there is no time limit but the system's. With TLS a connection is told of when its
 * handshake is done, with the driver that carries it.
 */
public final class SocketFactory extends Wheel implements Watcher {
    private final Accepting accepting;
    private Link link; // null when closed, failed or done
    private Watch watch;
    private boolean listening;
    private Handshakes handshakes; // null without TLS
    private Event<HandshakeFailure> handshakeFailedEvent; // or null

    SocketFactory(Context poe, Event<Opened> successEvent, Event<IoError> failureEvent) {
        super(poe);
        accepting = new Accepting(successEvent, failureEvent);
    }

    /**
     * Begins a listener on all of the machine's addresses.
     *
     * @param port the port; 0 lets the system choose
     * @return what it shall be, to be opened
     */
    public static SocketFactoryBuilder listen(int port) {
        return listen(new InetSocketAddress(port));
    }

    /**
     * Begins a listener.
     *
     * @param address where to listen; an unresolved host name is looked up when it is opened
     * @return what it shall be, to be opened
     */
    public static SocketFactoryBuilder listen(SocketAddress address) {
        return new SocketFactoryBuilder(address, true);
    }

    /**
     * Begins a listener on a socket that listens already, and is this wheel's from now on.
     *
     * @param listener of the kernel's network, watched by nobody
     * @return what it shall be, to be opened
     */
    public static SocketFactoryBuilder listen(ListenLink listener) {
        return new SocketFactoryBuilder(listener);
    }

    /**
     * Begins a connection.
     *
     * @param host whom to connect to; a name is looked up when it is opened, which may block
     * @param port its port
     * @return what it shall be, to be opened
     */
    public static SocketFactoryBuilder connect(String host, int port) {
        return connect(InetSocketAddress.createUnresolved(host, port));
    }

    /**
     * Begins a connection.
     *
     * @param address whom to connect to; an unresolved host name is looked up when it is opened, which may block
     * @return what it shall be, to be opened
     */
    public static SocketFactoryBuilder connect(SocketAddress address) {
        return new SocketFactoryBuilder(address, false);
    }

    /**
     * Begins a datagram socket on all of the machine's addresses (POE's SocketProtocol udp).
     *
     * @param port the port; 0 lets the system choose
     * @return what it shall be, to be opened
     */
    public static DatagramFactoryBuilder datagrams(int port) {
        return datagrams(new InetSocketAddress(port));
    }

    /**
     * Begins a datagram socket.
     *
     * @param address where to receive; an unresolved host name is looked up when it is opened, which may block
     * @return what it shall be, to be opened
     */
    public static DatagramFactoryBuilder datagrams(SocketAddress address) {
        return new DatagramFactoryBuilder(address);
    }

    /**
     * Begins TLS on a connection that there is already.
     *
     * @param link the connection, watched by nobody; belongs to the wheel until it is told of
     * @return what it shall be, to be opened; {@code tls} is required
     */
    public static SocketFactoryBuilder upgrade(StreamLink link) {
        return upgrade(link, link.remoteAddress());
    }

    /**
     * Begins TLS on a connection that there is already, behind a proxy.
     *
     * @param link the connection, as above
     * @param remote whose it is, which will be told of as its remote address
     * @return what it shall be, to be opened; {@code tls} is required
     */
    public static SocketFactoryBuilder upgrade(StreamLink link, SocketAddress remote) {
        return new SocketFactoryBuilder(link, remote);
    }

    void begin(Context poe, SocketFactoryBuilder wanted) {
        handshakeFailedEvent = wanted.handshakeFailedEvent;
        if (wanted.tls != null) {
            handshakes = new Handshakes(poe, this, wanted.tls, wanted);
        }
        if (wanted.upgraded != null) {
            handshakes.begin(poe, wanted.upgraded, wanted.address);
            return;
        }
        String operation = "resolve";
        try {
            SocketAddress address = wanted.listener == null ? resolved(poe, wanted.address) : null;
            SocketAddress local = resolved(poe, wanted.bindAddress);
            listening = wanted.listens;
            operation = listening ? "bind" : "connect";
            if (listening) {
                link = wanted.listener == null
                        ? poe.kernel().network().listen(address, wanted.backlog, wanted.options)
                        : wanted.listener;
            } else {
                link = poe.kernel().network().connect(address, local, wanted.options);
            }
            watch = poe.watch(link, this);
            watch.read(listening);
            watch.write(!listening);
        } catch (IOException e) {
            if (e instanceof BindException && wanted.bindAddress != null) {
                operation = "bind";
            }
            endHandshakes();
            poe.deliverLater(accepting.error, IoError.of(operation, e), id());
        }
    }

    static SocketAddress resolved(Context poe, SocketAddress wanted) throws IOException {
        if (wanted instanceof InetSocketAddress inet && inet.isUnresolved()) {
            InetAddress first =
                    poe.kernel().network().resolve(inet.getHostString()).get(0);
            return new InetSocketAddress(first, inet.getPort());
        }
        return wanted;
    }

    @Override
    public void onReadable(Context poe) {
        accepting.accept(poe, (ListenLink) link, watch, id(), this::opened);
    }

    private void opened(Context poe, StreamLink opened) {
        if (handshakes == null) {
            hand(poe, new Opened(opened, opened.remoteAddress()));
        } else {
            handshakes.begin(poe, opened, opened.remoteAddress());
        }
    }

    void hand(Context poe, Opened opened) {
        if (!listening) {
            endHandshakes();
        }
        accepting.hand(poe, opened, id());
    }

    void handshakeFailed(Context poe, SocketAddress remote, IoError error) {
        if (!listening) {
            endHandshakes();
            poe.deliver(accepting.error, error, id());
        } else if (handshakeFailedEvent != null) {
            poe.deliver(handshakeFailedEvent, new HandshakeFailure(remote, error), id());
        } else {
            Logs.SOCKET_FACTORY.info("TLS with {} failed: {}", remote, error.text());
        }
    }

    private void endHandshakes() {
        if (handshakes != null) {
            Handshakes ended = handshakes;
            handshakes = null;
            ended.close();
        }
    }

    boolean isPaused() {
        return listening && link != null && !watch.reads();
    }

    @Override
    public void onWritable(Context poe) {
        StreamLink connecting = (StreamLink) link;
        try {
            if (!connecting.finishConnect()) {
                return;
            }
        } catch (IOException e) {
            close();
            poe.deliver(accepting.error, IoError.of("connect", e), id());
            return;
        }
        link = null; // it belongs to whoever gets the event
        watch.close();
        opened(poe, connecting);
    }

    @Override
    public void onSessionEnd() {
        if (handshakes != null) {
            handshakes.letGo();
        }
        if (link != null) {
            link.close();
            link = null;
        }
    }

    /** Accepts no more for a while: connections wait in the backlog. Only for listeners. */
    public void pauseAccept() {
        if (listening && link != null) {
            watch.read(false);
        }
    }

    /** Accepts again. Only for listeners. */
    public void resumeAccept() {
        if (listening && link != null) {
            watch.read(true);
            if (handshakes != null) {
                handshakes.resume();
            }
        }
    }

    /** @return how many connections it has accepted whose TLS handshake is not done */
    public int handshakes() {
        return handshakes == null ? 0 : handshakes.count();
    }

    /** @return the address it is bound to (POE's getsockname), its port chosen by the system if 0 was asked for */
    public Optional<SocketAddress> localAddress() {
        return link == null ? Optional.empty() : Optional.ofNullable(link.localAddress());
    }

    /** @return the port it is bound to, 0 if it has none */
    public int port() {
        return localAddress()
                .filter(InetSocketAddress.class::isInstance)
                .map(address -> ((InetSocketAddress) address).getPort())
                .orElse(0);
    }

    /**
     * Sends another event for connections from now on.
     *
     * @param event the event
     */
    public void successEvent(Event<Opened> event) {
        accepting.accepted = event;
    }

    /**
     * Sends another event for failures from now on.
     *
     * @param event the event
     */
    public void failureEvent(Event<IoError> event) {
        accepting.error = event;
    }

    @Override
    public void close() {
        endHandshakes();
        if (link != null) {
            watch.close();
            link.close();
            link = null;
        }
    }
}
