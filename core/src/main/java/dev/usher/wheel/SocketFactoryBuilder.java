package dev.usher.wheel;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.network.ListenLink;
import dev.usher.network.SocketOptions;
import dev.usher.network.StreamLink;
import dev.usher.tls.Tls;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;

/** Says how a {@link SocketFactory} shall be. Each verb changes this builder and answers it. */
public final class SocketFactoryBuilder {
    /** Clipped by the system to what it allows (SOMAXCONN). */
    private static final int LARGEST_BACKLOG = 65_535;

    final SocketAddress address; // null for a listener that was opened before
    final ListenLink listener; // or null
    final boolean listens;
    final StreamLink upgraded; // or null
    Tls tls;
    Event<HandshakeFailure> handshakeFailedEvent;
    private String host;
    SocketAddress bindAddress;
    int backlog = LARGEST_BACKLOG;
    SocketOptions options = SocketOptions.NONE;
    private Event<Opened> successEvent;
    private Event<IoError> failureEvent;

    SocketFactoryBuilder(SocketAddress address, boolean listens) {
        this.address = Objects.requireNonNull(address, "address");
        this.listens = listens;
        this.listener = null;
        this.upgraded = null;
    }

    SocketFactoryBuilder(StreamLink upgraded, SocketAddress remote) {
        this.address = Objects.requireNonNull(remote, "remote address");
        this.listener = null;
        this.listens = false;
        this.upgraded = upgraded;
    }

    SocketFactoryBuilder(ListenLink listener) {
        this.address = null;
        this.listener = Objects.requireNonNull(listener, "listener");
        this.listens = true;
        this.upgraded = null;
    }

    /**
     * Shakes hands before a connection is told of.
     *
     * @param how of a server, to accept; of a client, to connect
     * @return this
     */
    public SocketFactoryBuilder tls(Tls how) {
        if (upgraded == null && how.isServer() != listens) {
            throw new IllegalArgumentException(
                    listens ? "a listener needs TLS of a server" : "a connector needs TLS of a client");
        }
        tls = how;
        return this;
    }

    /**
     * Shakes hands with a certain host before a connection is told of. For connectors.
     *
     * @param how of a client
     * @param name whom the certificate must be for, where the address does not say
     * @return this
     */
    public SocketFactoryBuilder tls(Tls how, String name) {
        host = name;
        return tls(how);
    }

    /**
     * What a listener sends when TLS could not be agreed on with a peer; a line is logged unless said. A connector's
     * failure event tells it, operation {@code tls}.
     *
     * @param event the event
     * @return this
     */
    public SocketFactoryBuilder handshakeFailedEvent(Event<HandshakeFailure> event) {
        handshakeFailedEvent = event;
        return this;
    }

    String host() {
        return host == null && address instanceof InetSocketAddress inet ? inet.getHostString() : host;
    }

    int port() {
        return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    /**
     * What to send for each connection. Required.
     *
     * @param event the event
     * @return this
     */
    public SocketFactoryBuilder successEvent(Event<Opened> event) {
        successEvent = event;
        return this;
    }

    /**
     * What to send for each failure: bind, accept, connect or resolve. Required.
     *
     * @param event the event
     * @return this
     */
    public SocketFactoryBuilder failureEvent(Event<IoError> event) {
        failureEvent = event;
        return this;
    }

    /**
     * Where a connector connects from; the system's choice unless said.
     *
     * @param local the address
     * @return this
     */
    public SocketFactoryBuilder bindAddress(SocketAddress local) {
        bindAddress = local;
        return this;
    }

    /**
     * How many connections may wait to be accepted (POE's ListenQueue); as many as the system allows unless said.
     *
     * @param connections more than 0
     * @return this
     */
    public SocketFactoryBuilder backlog(int connections) {
        if (connections <= 0) {
            throw new IllegalArgumentException("backlog must be more than 0, not " + connections);
        }
        backlog = connections;
        return this;
    }

    /**
     * Options of the sockets: a listener's own and those of the connections that it accepts. What the system does not
     * have is told by the failure event, operation {@code bind} or {@code connect}.
     *
     * @param sockets the options
     * @return this
     */
    public SocketFactoryBuilder options(SocketOptions sockets) {
        options = sockets;
        return this;
    }

    /**
     * Opens the wheel for the current session. What fails is told by the failure event, later.
     *
     * @param poe the session's context
     * @return the wheel
     */
    public SocketFactory open(Context poe) {
        if (upgraded != null) {
            Objects.requireNonNull(tls, "tls is required to upgrade a connection");
        }
        SocketFactory wheel = new SocketFactory(
                poe,
                Objects.requireNonNull(successEvent, "successEvent is required"),
                Objects.requireNonNull(failureEvent, "failureEvent is required"));
        wheel.begin(poe, this);
        return wheel;
    }
}
