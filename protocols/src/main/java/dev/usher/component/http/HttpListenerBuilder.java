package dev.usher.component.http;

import dev.usher.component.tcp.Domain;
import dev.usher.component.tcp.Endpoint;
import dev.usher.component.tcp.ProxyProtocol;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.MutableFields;
import dev.usher.kernel.Handlers;
import dev.usher.network.ListenLink;
import dev.usher.network.SocketOptions;
import dev.usher.tls.Tls;
import dev.usher.tls.TlsException;
import java.net.Inet6Address;
import java.net.SocketOption;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The half of a server's description that is about where it listens and how long it waits. Not thread-safe.
 *
 * @param <B> the whole builder, which every verb answers
 */
public abstract sealed class HttpListenerBuilder<B extends HttpListenerBuilder<B>> permits HttpMessageBuilder {
    final List<String> errors = new ArrayList<>();
    String alias = "HTTPd";
    String secondAlias;
    int backlog = 65_535; // the system clips it to what it allows (SOMAXCONN)
    int concurrency = -1;
    Duration keepAliveTimeout = Duration.ofSeconds(5);
    Duration timeout = Duration.ofSeconds(300);
    Duration headTimeout = Duration.ofSeconds(20);
    Duration handlerTimeout = Duration.ZERO;
    Duration linger = Duration.ofSeconds(2);
    Duration retry = Duration.ofSeconds(60);
    Duration shutdownTime = Duration.ZERO;
    HttpHook<WorkerStatus> prefork;
    Handlers.Plain<HttpListener> started;
    Tls tls;
    private String strictTransport; // or null
    SocketOptions sockets = SocketOptions.NONE;
    Proxies proxies = Proxies.NONE;
    ListenLink given; // or null
    private Domain domain = Domain.INET;
    private ProxyProtocol proxyProtocol; // null: clients connect themselves
    private Object address;
    private String port = "80";

    HttpListenerBuilder() {}

    abstract B self();

    // ---- where

    /**
     * Where to listen: an address, a name or an {@link java.net.InetAddress}; all of the machine's addresses unless
     * said.
     *
     * @param where an IPv6 or UNIX address sets the domain too
     * @return this
     */
    public final B address(Object where) {
        address = where;
        if (where instanceof UnixDomainSocketAddress unix) {
            address = unix.getPath();
            domain = Domain.UNIX;
        } else if (where instanceof Inet6Address || where instanceof String text && text.indexOf(':') >= 0) {
            domain = Domain.INET6;
        }
        return self();
    }

    /**
     * Puts the server behind proxies that say who their clients are by the PROXY protocol; all other connections are
     * refused.
     *
     * @param trusted whom to believe
     * @return this
     */
    public final B proxyProtocol(ProxyProtocol trusted) {
        proxyProtocol = trusted;
        return self();
    }

    /**
     * Which addresses: IPv4 unless said.
     *
     * @param family the family
     * @return this
     */
    public final B domain(Domain family) {
        domain = family;
        return self();
    }

    /**
     * @param number 0 to 65,535; 0 lets the system choose
     * @return this
     */
    public final B port(int number) {
        if (number < 0 || number > 65_535) {
            errors.add("port must be 0 to 65535, not " + number);
            return self();
        }
        port = Integer.toString(number);
        return self();
    }

    final B port(String service) {
        if (service.matches("[0-9]{1,9}")) {
            return port(Integer.parseInt(service));
        }
        port = service;
        return self();
    }

    /**
     * Listens on a socket that listens already, instead of opening one; the server closes it when it shuts down.
     *
     * @param listener of the kernel's network, watched by nobody
     * @return this
     */
    public final B listener(ListenLink listener) {
        given = listener;
        return self();
    }

    /**
     * How many connections may wait to be accepted; what the system allows at most unless said.
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
     * How many connections there may be at a time; others wait in the backlog.
     *
     * @param connections -1 for any number, which is the default, or more than 0
     * @return this
     */
    public final B concurrency(int connections) {
        if (connections < -1 || connections == 0) {
            errors.add("concurrency must be -1 or more than 0, not " + connections);
        }
        concurrency = connections;
        return self();
    }

    /**
     * @param name of the server's session; connections' names derive from it
     * @return this
     */
    public final B alias(String name) {
        alias = name;
        return self();
    }

    /**
     * After how long to try again when listening has failed; 60 s unless said.
     *
     * @param time zero gives up, and the server ends
     * @return this
     */
    public final B retry(Duration time) {
        retry = notNegative("retry", time);
        return self();
    }

    /**
     * Sets an option of the sockets ({@link java.net.StandardSocketOptions}): of each connection, and of the listener
     * where listeners have it, before it is bound. With SO_REUSEPORT servers of several kernels, in threads or
     * processes of their own, may listen on one port, and the system deals connections out among them.
     *
     * @param option which
     * @param value its value
     * @param <T> its class
     * @return this
     */
    public final <T> B socketOption(SocketOption<T> option, T value) {
        sockets = sockets.with(option, value);
        return self();
    }

    /**
     * Whose field Forwarded (RFC 7239) is believed: {@link HttpRequest#clientIp}, {@code scheme}, {@code host} and
     * {@code uri} then tell of the client in front of these proxies. Nobody's unless said.
     *
     * @param proxies addresses, {@code 10.0.0.1}, or blocks of them, {@code 10.0.0.0/8}, {@code fd00::/8};
     *     {@code LOCAL} for UNIX sockets
     * @return this
     */
    public final B trustForwarded(String... proxies) {
        return trust(Proxies.Kind.FORWARDED, "trustForwarded", proxies);
    }

    /**
     * Whose fields X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host are believed, instead of Forwarded.
     *
     * @param proxies as {@link #trustForwarded} takes them
     * @return this
     */
    public final B trustXForwarded(String... proxies) {
        return trust(Proxies.Kind.X_FORWARDED, "trustXForwarded", proxies);
    }

    private B trust(Proxies.Kind kind, String verb, String... given) {
        if (given.length == 0) {
            errors.add(verb + " needs the addresses of the proxies");
        }
        if (proxies != Proxies.NONE) {
            errors.add(
                    "trustForwarded or trustXForwarded is said once: a client could send the one that its proxy leaves");
        }
        try {
            proxies = new Proxies(kind, List.of(given));
        } catch (IllegalArgumentException e) {
            errors.add(verb + ": " + e.getMessage());
        }
        return self();
    }

    /**
     * Makes this one of several servers that a parent manages (POE::Component::Daemon): it accepts a connection
     * whenever it gets the signal {@code daemon_accept}.
     *
     * @param hook tells the parent
     * @return this
     */
    public final B prefork(HttpHook<WorkerStatus> hook) {
        prefork = hook;
        return self();
    }

    /**
     * Called whenever it has begun to listen.
     *
     * @param callback runs in the server's session
     * @return this
     */
    public final B started(Handlers.Plain<HttpListener> callback) {
        started = callback;
        return self();
    }

    // ---- TLS

    /**
     * Serves over TLS ({@code https}, RFC 9110 §4.2.2). What fails of a handshake is told to {@code on_error},
     * operation {@code tls}, without a connection; else a line is logged.
     *
     * @param how of a server, with {@code alpn("http/1.1")} for clients that ask; may be shared with others
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
     * Serves over TLS with one certificate, and agrees on {@code http/1.1} with those who ask (ALPN).
     *
     * @param certificates PEM, the certificate first, then those that vouch for it
     * @param key PEM, its private key
     * @return this
     */
    public final B tls(String certificates, String key) {
        try {
            return tls(Tls.server(certificates, key).alpn("http/1.1").define());
        } catch (TlsException e) {
            errors.add("tls: " + e.getMessage());
            return self();
        }
    }

    /**
     * Has browsers use TLS alone for this host from now on (HSTS, RFC 6797). Needs {@code tls}: browsers ignore it in
     * plain text.
     *
     * @param time for how long; zero takes it back
     * @param subdomains whether for all names below the host's too
     * @return this
     */
    public final B strictTransport(Duration time, boolean subdomains) {
        strictTransport = "max-age=" + notNegative("strictTransport", time).toSeconds()
                + (subdomains ? "; includeSubDomains" : "");
        return self();
    }

    /** RFC 6797 §7.2: not in plain text. */
    final MutableFields strictTransport(MutableFields fields) {
        return strictTransport == null || tls == null
                ? fields
                : fields.set(FieldName.STRICT_TRANSPORT_SECURITY, strictTransport);
    }

    // ---- times

    /**
     * How long to wait for the next request of a connection; 5 s unless said.
     *
     * @param time zero for ever
     * @return this
     */
    public final B keepAliveTimeout(Duration time) {
        keepAliveTimeout = notNegative("keepAliveTimeout", time);
        return self();
    }

    /**
     * How long content may take to come, and a response to be written; 300 s unless said. No handler is timed by it.
     *
     * @param time zero for ever
     * @return this
     */
    public final B timeout(Duration time) {
        timeout = notNegative("timeout", time);
        return self();
    }

    /**
     * How long the head of a request may take to come, that of the first one since the connection was accepted; 20 s
     * unless said, and not longer than {@code timeout}.
     *
     * @param time zero for as long as {@code timeout}
     * @return this
     */
    public final B headTimeout(Duration time) {
        headTimeout = notNegative("headTimeout", time);
        return self();
    }

    /**
     * How long a response may take to be done, but for writing it; then the client gets 503.
     *
     * @param time zero for ever, which is the default
     * @return this
     */
    public final B handlerTimeout(Duration time) {
        handlerTimeout = notNegative("handlerTimeout", time);
        return self();
    }

    /**
     * How long to go on reading, and dropping, what a client sends that was answered before it had sent all; 2 s unless
     * said.
     *
     * @param time zero not at all
     * @return this
     */
    public final B linger(Duration time) {
        linger = notNegative("linger", time);
        return self();
    }

    /**
     * How long requests under way may take after a shutdown; then their connections are closed.
     *
     * @param time zero for ever, which is the default
     * @return this
     */
    public final B shutdownTime(Duration time) {
        shutdownTime = notNegative("shutdownTime", time);
        return self();
    }

    private Duration notNegative(String name, Duration time) {
        if (time.isNegative()) {
            errors.add(name + " must be zero or more, not " + time);
            return Duration.ZERO;
        }
        return time;
    }

    final Endpoint endpoint() {
        Endpoint plain = new Endpoint(domain, address, port);
        return proxyProtocol == null ? plain : plain.behind(proxyProtocol);
    }
}
