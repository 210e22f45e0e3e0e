package dev.usher.component.tcp;

import dev.usher.kernel.Handlers;
import dev.usher.kernel.IoError;
import dev.usher.kernel.SessionOption;
import dev.usher.kernel.States;
import dev.usher.tls.Tls;
import dev.usher.tls.TlsException;
import dev.usher.wheel.HandshakeFailure;
import dev.usher.wheel.Opened;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The half of a server's description that is about listening: where, how many, and what the listener's session is told.
 * Not thread-safe.
 *
 * @param <B> the whole builder, which every verb answers
 * @param <H> the heap of the connections' sessions, which their callbacks get
 */
public abstract sealed class ListenerBuilder<B extends ListenerBuilder<B, H>, H> extends ConnectionBuilder<B, H>
        permits TcpServerBuilder {
    Domain domain = Domain.INET;
    Object host;
    Object hostname;
    String port = "0";
    int concurrency = -1;
    int backlog = 65_535; // the system clips it to what it allows (SOMAXCONN)
    List<Object> listenerArgs = List.of();
    int addressConnections;
    int addressRate;
    int acceptRate;
    Stop stopOnSignal;
    Set<String> stopSignals = Set.of();
    Handlers.Taking<TcpListener, StopProgress> stopping;
    private ProxyProtocol proxies;
    private final List<Endpoint> more = new ArrayList<>();
    Handlers.Taking<TcpListener, Opened> acceptor;
    Handlers.Plain<TcpListener> started;
    Handlers.Plain<TcpListener> stopped;
    Handlers.Taking<TcpListener, IoError> error;
    Handlers.Taking<TcpListener, HandshakeFailure> handshakeFailed;
    private final Map<SessionOption, Boolean> listenerOptions = new EnumMap<>(SessionOption.class);

    ListenerBuilder(Set<String> reserved) {
        super(reserved);
    }

    /**
     * Which addresses: IPv4 unless said.
     *
     * @param domain the family
     * @return this
     */
    public final B domain(Domain domain) {
        this.domain = domain;
        return self();
    }

    /**
     * Where to listen: an address as text or packed bytes, a name, an {@link InetAddress} or a
     * {@link UnixDomainSocketAddress}; all of the machine's addresses unless said.
     *
     * @param address the address; an IPv6 or UNIX one sets the domain too
     * @return this
     */
    public final B address(Object address) {
        host = address;
        if (address instanceof UnixDomainSocketAddress unix) {
            host = unix.getPath();
            domain = Domain.UNIX;
        } else if (address instanceof byte[] packed && packed.length == 16
                || address instanceof Inet6Address
                || address instanceof String text && text.indexOf(':') >= 0) {
            domain = Domain.INET6;
        }
        return self();
    }

    /**
     * Where to listen, by a name that is looked up once, at the start; {@code address} goes before it.
     *
     * @param name the host's name
     * @return this
     */
    public final B hostname(String name) {
        hostname = name;
        return self();
    }

    /**
     * Which port.
     *
     * @param number 0 to 65,535; 0 lets the system choose
     * @return this
     */
    public final B port(int number) {
        port = Integer.toString(number);
        if (number < 0 || number > 65_535) {
            errors.add("port must be 0 to 65535, not " + number);
            port = "0";
        }
        return self();
    }

    /**
     * Which port, by the name of its service.
     *
     * @param service {@code echo}, {@code http}, ..., or a number as text
     * @return this
     */
    public final B port(String service) {
        boolean number =
                !service.isEmpty() && service.length() < 10 && service.chars().allMatch(c -> c >= '0' && c <= '9');
        if (number) {
            return port(Integer.parseInt(service));
        }
        port = service;
        return self();
    }

    /**
     * How many connections there may be at a time; others wait in the backlog.
     *
     * @param connections -1 for any number (the default), 0 for none until SET_CONCURRENCY
     * @return this
     */
    public final B concurrency(int connections) {
        if (connections < -1) {
            errors.add("concurrency must be -1 or more, not " + connections);
        }
        concurrency = connections;
        return self();
    }

    /**
     * Listens there too. All endpoints of a server are alike: one listener's session, one number of connections.
     *
     * @param endpoint where
     * @return this
     */
    public final B endpoint(Endpoint endpoint) {
        more.add(endpoint);
        return self();
    }

    /**
     * Puts the endpoint that {@code address} and {@code port} describe behind proxies; others say it for themselves
     * ({@link Endpoint#behind}).
     *
     * @param trusted whom to believe
     * @return this
     */
    public final B proxyProtocol(ProxyProtocol trusted) {
        proxies = trusted;
        return self();
    }

    /**
     * How many connections one address may have, and how many a second it may make. Those beyond it are closed before
     * they have a session. Of IPv6 addresses the first 64 bits count, of connections through a proxy the client's
     * address.
     *
     * @param connections at a time; 0 for any number
     * @param perSecond new ones, of which as many may come at once; 0 for any number
     * @return this
     */
    public final B perAddress(int connections, int perSecond) {
        if (connections < 0 || perSecond < 0) {
            errors.add("perAddress must not be negative, not " + connections + " and " + perSecond);
        }
        addressConnections = connections;
        addressRate = perSecond;
        return self();
    }

    /**
     * How many connections are accepted in a second, of all addresses together; others wait in the backlog. Any number
     * unless said.
     *
     * @param perSecond more than 0; as many may come at once
     * @return this
     */
    public final B acceptRate(int perSecond) {
        if (perSecond <= 0) {
            errors.add("acceptRate must be more than 0, not " + perSecond);
        }
        acceptRate = perSecond;
        return self();
    }

    /**
     * Stops the server when one of these signals comes, as SHUTDOWN_ALL does. When another comes meanwhile nobody takes
     * care of it, so a terminal one ends all sessions at once.
     *
     * @param how how
     * @param signals INT and TERM, say
     * @return this
     */
    public final B stopOn(Stop how, String... signals) {
        stopOnSignal = how;
        stopSignals = Set.of(signals);
        return self();
    }

    /**
     * Called while the server is being stopped: at each step, and for each connection that has ended.
     *
     * @param callback runs in the listener's session
     * @return this
     */
    public final B stopping(Handlers.Taking<TcpListener, StopProgress> callback) {
        stopping = callback;
        return self();
    }

    /**
     * How many connections may wait to be accepted (POE's ListenQueue); what the system allows at most unless said.
     *
     * @param connections more than 0
     * @return this
     */
    public final B backlog(int connections) {
        if (connections <= 0) {
            errors.add("backlog must be more than 0, not " + connections);
        }
        backlog = connections;
        return self();
    }

    /**
     * Called when the listener has started, with the wheel that listens in place.
     *
     * @param callback runs in the listener's session
     * @return this
     */
    public final B started(Handlers.Plain<TcpListener> callback) {
        started = callback;
        return self();
    }

    /**
     * Called when the listener's session ends, after its last connection.
     *
     * @param callback runs in the listener's session
     * @return this
     */
    public final B stopped(Handlers.Plain<TcpListener> callback) {
        stopped = callback;
        return self();
    }

    /**
     * Called when binding, accepting or finding the address fails. Without it the error is logged and the server shut
     * down; its connections go on.
     *
     * @param callback runs in the listener's session
     * @return this
     */
    public final B error(Handlers.Taking<TcpListener, IoError> callback) {
        error = callback;
        return self();
    }

    /**
     * Called for each accepted connection, instead of all that this component does for connections. Such a program
     * posts DISCONNECTED to the listener for each that has ended, if it limits their number.
     *
     * @param callback runs in the listener's session; the link is its own, and over TLS its wheel is opened with the
     *     {@link Opened} that it gets
     * @return this
     */
    public final B acceptor(Handlers.Taking<TcpListener, Opened> callback) {
        acceptor = callback;
        return self();
    }

    /**
     * Serves over TLS with one certificate.
     *
     * @param certificates PEM, the certificate first, then those that vouch for it
     * @param key PEM, its private key
     * @return this
     */
    public final B tls(String certificates, String key) {
        try {
            return tls(Tls.server(certificates, key).define());
        } catch (TlsException e) {
            errors.add("tls: " + e.getMessage());
            return self();
        }
    }

    /**
     * Called when TLS could not be agreed on with a client. Without it a line is logged, unless it took too long and
     * {@code clientError} is told of that.
     *
     * @param callback runs in the listener's session
     * @return this
     */
    public final B handshakeFailed(Handlers.Taking<TcpListener, HandshakeFailure> callback) {
        handshakeFailed = callback;
        return self();
    }

    /**
     * What the listener keeps for its callbacks.
     *
     * @param values come back from {@link TcpListener#args}
     * @return this
     */
    public final B listenerArgs(Object... values) {
        listenerArgs = Collections.unmodifiableList(Arrays.asList(values.clone()));
        return self();
    }

    /**
     * Sets an option of the listener's session.
     *
     * @param option which
     * @param on its value
     * @return this
     */
    public final B listenerOption(SessionOption option, boolean on) {
        listenerOptions.put(option, on);
        return self();
    }

    @Override
    final boolean isServer() {
        return true;
    }

    /** The same as another description has it, so far. */
    final void listenLike(ListenerBuilder<?, ?> other) {
        behaveLike(other);
        domain = other.domain;
        host = other.host;
        hostname = other.hostname;
        port = other.port;
        concurrency = other.concurrency;
        backlog = other.backlog;
        listenerArgs = other.listenerArgs;
        acceptor = other.acceptor;
        started = other.started;
        stopped = other.stopped;
        error = other.error;
        handshakeFailed = other.handshakeFailed;
        addressConnections = other.addressConnections;
        addressRate = other.addressRate;
        acceptRate = other.acceptRate;
        stopOnSignal = other.stopOnSignal;
        stopSignals = other.stopSignals;
        stopping = other.stopping;
        proxies = other.proxies;
        more.addAll(other.more);
        listenerOptions.putAll(other.listenerOptions);
    }

    final List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        all.add(new Endpoint(domain, host == null ? hostname : host, port, proxies));
        all.addAll(more);
        return List.copyOf(all);
    }

    final States<TcpListener> withListenerOptions(States<TcpListener> table) {
        return withOptions(table, listenerOptions);
    }

    static <H> States<H> withOptions(States<H> table, Map<SessionOption, Boolean> options) {
        States<H> result = table;
        for (Map.Entry<SessionOption, Boolean> option : options.entrySet()) {
            result = result.option(option.getKey(), option.getValue());
        }
        return result;
    }
}
