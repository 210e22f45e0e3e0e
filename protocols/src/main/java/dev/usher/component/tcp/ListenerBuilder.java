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

/**
 * The half of a server's description that is about listening: where, how many, and what the listener's session is told.
 * Not thread-safe.
 *
 * @param <B> the whole builder, which every verb answers
 */
public abstract sealed class ListenerBuilder<B extends ListenerBuilder<B>> permits TcpServerBuilder {
    final List<String> errors = new ArrayList<>();
    Domain domain = Domain.INET;
    Object host;
    Object hostname;
    String port = "0";
    String alias;
    int concurrency = -1;
    int backlog = 65_535; // the system clips it to what it allows (SOMAXCONN)
    List<Object> listenerArgs = List.of();
    Handlers.Taking<TcpListener, Opened> acceptor;
    Handlers.Plain<TcpListener> started;
    Handlers.Plain<TcpListener> stopped;
    Handlers.Taking<TcpListener, IoError> error;
    Tls tls;
    Handlers.Taking<TcpListener, HandshakeFailure> handshakeFailed;
    private final Map<SessionOption, Boolean> listenerOptions = new EnumMap<>(SessionOption.class);

    ListenerBuilder() {}

    abstract B self();

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
     * The listener's alias.
     *
     * @param name the alias
     * @return this
     */
    public final B alias(String name) {
        alias = name;
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
     * Serves over TLS. A connection is told of when its handshake is done; limits and timeouts of handshakes are said
     * there.
     *
     * @param how of a server; may be shared with others
     * @return this
     */
    public final B tls(Tls how) {
        if (!how.isServer()) {
            errors.add("tls must be of a server: Tls.server()");
        }
        tls = how;
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
     * Called when TLS could not be agreed on with a client. Without it a line is logged.
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

    /** The same as another description has it, so far. */
    final void listenLike(ListenerBuilder<?> other) {
        errors.addAll(other.errors);
        domain = other.domain;
        host = other.host;
        hostname = other.hostname;
        port = other.port;
        alias = other.alias;
        concurrency = other.concurrency;
        backlog = other.backlog;
        listenerArgs = other.listenerArgs;
        acceptor = other.acceptor;
        started = other.started;
        stopped = other.stopped;
        error = other.error;
        tls = other.tls;
        handshakeFailed = other.handshakeFailed;
        listenerOptions.putAll(other.listenerOptions);
    }

    final Endpoint endpoint() {
        return new Endpoint(domain, host == null ? hostname : host, port);
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
