package dev.usher.component.websocket;

import dev.usher.component.DefinitionException;
import dev.usher.component.tcp.Backoff;
import dev.usher.component.tcp.ClientProxy;
import dev.usher.component.tcp.TcpClientBuilder;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.websocket.ClientHandshake;
import dev.usher.filters.websocket.HandshakeKey;
import dev.usher.filters.websocket.WebSocketUri;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.tls.Tls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Says how a {@link WebSocketClient} shall be. Each verb changes this builder and answers it; what is wrong is told all
 * at once by {@link #build}. Not thread-safe.
 */
public final class WebSocketClientBuilder
        extends WebSocketBuilder<WebSocketClientBuilder, WebSocketClientConnection, OpeningHandshake> {
    private static final int KEY_BYTES = 16;

    WebSocketUri uri; // null if it is none
    final MutableFields headers = new MutableFields();
    Duration connectTimeout = Duration.ofSeconds(10);
    int mostRedirects;
    long maxAnswer = 65_536;
    InetSocketAddress proxy; // or null
    final MutableFields proxyHeaders = new MutableFields();
    final List<Consumer<TcpClientBuilder<WebSocketClientConnection, HttpPart, HttpPart>>> carried = new ArrayList<>();
    private Tls tls; // or null

    WebSocketClientBuilder(String uri) {
        try {
            this.uri = WebSocketUri.of(uri);
        } catch (IllegalArgumentException e) {
            errors.add(e.getMessage());
        }
    }

    @Override
    WebSocketClientBuilder self() {
        return this;
    }

    @Override
    boolean isOfClient() {
        return true;
    }

    // ---- the client's events

    /**
     * It was tried to connect, in vain: operation {@code resolve}, {@code connect} (ETIMEDOUT after
     * {@link #connectTimeout}) and others of {@link TcpClientBuilder#connectError}. Without this hook the log is told.
     *
     * @param hook is told
     * @return this
     */
    public WebSocketClientBuilder onConnectError(WebSocketHook<WebSocketClientConnection, IoError> hook) {
        hooks.connectError = hook;
        return this;
    }

    /**
     * The server, or the proxy, has answered with something else than 101, and not with a redirect that is followed.
     * Told before {@link #onDisconnect}. The back-off tries again: say {@code disconnect} here if that is of no use.
     *
     * @param hook is told
     * @return this
     */
    public WebSocketClientBuilder onRefused(WebSocketHook<WebSocketClientConnection, WebSocketAnswer> hook) {
        hooks.refused = hook;
        return this;
    }

    // ---- connecting

    /**
     * How long looking up and connecting may take; 10 s unless said.
     *
     * @param time more than zero
     * @return this
     */
    public WebSocketClientBuilder connectTimeout(Duration time) {
        if (time.isNegative() || time.isZero()) {
            errors.add("connectTimeout must be more than zero, not " + time);
        } else {
            connectTimeout = time;
        }
        return this;
    }

    /**
     * Connects again by itself after a failed attempt, a refused handshake and a connection that has ended, unless the
     * program has ended it; never unless said.
     *
     * @param policy how long to wait and how often to try
     * @return this
     */
    public WebSocketClientBuilder reconnect(Backoff policy) {
        return tcp(carrier -> carrier.reconnect(policy));
    }

    /**
     * Connects by way of an HTTP proxy (RFC 9110 §9.3.6).
     *
     * @param host a name or a numeric address
     * @param port 1 to 65,535
     * @return this
     */
    public WebSocketClientBuilder proxy(String host, int port) {
        if (port < 1 || port > 65_535) {
            errors.add("the port of a proxy must be 1 to 65535, not " + port);
        } else {
            proxy = InetSocketAddress.createUnresolved(host, port);
        }
        return this;
    }

    /**
     * Says a field of the request to the proxy.
     *
     * @param name such as Proxy-Authorization
     * @param value its value
     * @return this
     */
    public WebSocketClientBuilder proxyHeader(String name, String value) {
        return field(proxyHeaders, name, value);
    }

    /**
     * How TLS is done, of {@code wss}; unless said it trusts whom the JDK trusts. The server's certificate must be for
     * the URI's host, and for that of a redirect in turn. What fails is told to {@link #onConnectError}, operation
     * {@code tls}.
     *
     * @param how of a client
     * @return this
     */
    public WebSocketClientBuilder tls(Tls how) {
        if (how.isServer()) {
            errors.add("tls must be of a client: Tls.client()");
        }
        tls = how;
        return this;
    }

    /** The proxy for TLS, which begins behind it. */
    Optional<ClientProxy> tunnel() {
        if (proxy == null) {
            return Optional.empty();
        }
        ClientProxy through = ClientProxy.http(proxy.getHostString(), proxy.getPort());
        for (int i = 0; i < proxyHeaders.size(); i++) {
            through = through.header(proxyHeaders.name(i), proxyHeaders.value(i));
        }
        return Optional.of(through);
    }

    /** Null for plain text. */
    Tls tls() {
        if (uri.secure() && tls == null) {
            return Tls.client().alpn("http/1.1").define();
        }
        return tls;
    }

    /**
     * Says more of the TCP client that carries it: which of this machine's addresses to connect from, say, a SOCKS5
     * proxy, or what goes between it and the network in {@code preConnect}. Its callbacks besides that one are this
     * client's.
     *
     * @param said gets the description
     * @return this
     */
    public WebSocketClientBuilder carrier(
            Consumer<TcpClientBuilder<WebSocketClientConnection, HttpPart, HttpPart>> said) {
        return tcp(said);
    }

    private WebSocketClientBuilder tcp(Consumer<TcpClientBuilder<WebSocketClientConnection, HttpPart, HttpPart>> said) {
        carried.add(said);
        return this;
    }

    // ---- the handshake

    /**
     * Says a field of each request; {@code onHandshake} may say others for one.
     *
     * @param name such as Origin, Cookie or Authorization; none that the handshake says itself
     * @param value its value
     * @return this
     */
    public WebSocketClientBuilder header(String name, String value) {
        return field(headers, name, value);
    }

    private WebSocketClientBuilder field(MutableFields fields, String name, String value) {
        try {
            fields.add(FieldName.of(name), value);
        } catch (IllegalArgumentException e) {
            errors.add(e.getMessage());
        }
        return this;
    }

    /**
     * How many redirects are followed in a row; none unless said. One to another origin is not told what Authorization
     * and Cookie say, and one to another scheme is not followed.
     *
     * @param most 0 or more
     * @return this
     */
    public WebSocketClientBuilder redirects(int most) {
        mostRedirects = (int) atLeast("redirects", most, 0);
        return this;
    }

    /**
     * How much of a refusal's content is kept for {@link #onRefused}; 65,536 bytes unless said.
     *
     * @param bytes 0 or more
     * @return this
     */
    public WebSocketClientBuilder maxAnswer(long bytes) {
        maxAnswer = atLeast("maxAnswer", bytes, 0);
        return this;
    }

    // ---- the session

    /**
     * @param name of the client's session, from its start to its end; none unless said
     * @return this
     */
    public WebSocketClientBuilder alias(String name) {
        return tcp(carrier -> carrier.alias(name));
    }

    /**
     * Handles an event of the program's own in the client's session.
     *
     * @param event the event
     * @param handler what to do
     * @return this
     */
    public WebSocketClientBuilder on(Event<?> event, Handlers.Plain<? super WebSocketClientConnection> handler) {
        return tcp(carrier -> carrier.on(event, (tcp, poe) -> handler.on(tcp.state(), poe)));
    }

    /**
     * Handles an event of the program's own in the client's session.
     *
     * @param event the event
     * @param handler what to do
     * @param <T> the payload
     * @return this
     */
    public <T> WebSocketClientBuilder on(
            Event<T> event, Handlers.Taking<? super WebSocketClientConnection, ? super T> handler) {
        return tcp(carrier -> carrier.on(event, (tcp, poe, value) -> handler.on(tcp.state(), poe, value)));
    }

    // ---- the end

    /**
     * Checks everything.
     *
     * @return the client, ready to be started
     * @throws DefinitionException naming all that is wrong
     */
    public WebSocketClient build() {
        List<String> wrong = new ArrayList<>(errors);
        if (uri != null) {
            if (!uri.secure() && tls != null) {
                wrong.add("tls is for wss, not for " + uri);
            }
            try {
                new ClientHandshake(HandshakeKey.of(new byte[KEY_BYTES]), subprotocols, deflate)
                        .request(uri.authority(), uri.resource(), headers);
            } catch (IllegalArgumentException e) {
                wrong.add("the handshake: " + e.getMessage());
            }
        }
        if (!wrong.isEmpty()) {
            throw new DefinitionException("this WebSocket client", wrong);
        }
        return new WebSocketClient(this);
    }

    /**
     * Checks everything and starts it.
     *
     * @param kernel where
     * @return the id of the client's session
     * @throws DefinitionException naming all that is wrong
     */
    public long start(Kernel kernel) {
        return build().start(kernel);
    }

    /**
     * Checks everything and starts it as a child of the current session.
     *
     * @param poe the session's context
     * @return the id of the client's session
     * @throws DefinitionException naming all that is wrong
     */
    public long start(Context poe) {
        return build().start(poe);
    }

    /**
     * Checks everything, starts it in a kernel of its own, and returns when it has ended.
     *
     * @throws DefinitionException naming all that is wrong
     */
    public void start() {
        build().start();
    }
}
