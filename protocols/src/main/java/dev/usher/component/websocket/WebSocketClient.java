package dev.usher.component.websocket;

import dev.usher.component.tcp.Backoff;
import dev.usher.component.tcp.TcpClient;
import dev.usher.component.tcp.TcpClientBuilder;
import dev.usher.filters.http.HttpClientFilter;
import dev.usher.filters.http.HttpLimits;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.RequestEncoder;
import dev.usher.filters.http.ResponseParser;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.WebSocketUri;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A WebSocket client (RFC 6455), described and found to be possible. Immutable; may be started any number of times, in
 * any kernel, each time for another connection.
 *
 * <p>When started, a session connects, and connects again if a {@link Backoff} says so. All callbacks and the handlers
 * given with {@code on} run in it.
 */
public final class WebSocketClient {

    /** Sent to a client's session, from any thread: {@link WebSocketClientConnection#sendUtf8}. */
    public static final Event<String> SEND_UTF8 = WebSocketServer.SEND_UTF8;

    /** Sent to a client's session, from any thread: {@link WebSocketClientConnection#sendBinary}. */
    public static final Event<byte[]> SEND_BINARY = WebSocketServer.SEND_BINARY;

    /** Sent to a client's session, from any thread: {@link WebSocketClientConnection#disconnect(int, String)}. */
    public static final Event<Close> DISCONNECT = WebSocketServer.DISCONNECT;

    /** Sent to a client's session, from any thread: {@link WebSocketClientConnection#reconnect}. */
    public static final Event<Void> RECONNECT = TcpClient.RECONNECT;

    /** Nothing is kept of content but what {@code maxAnswer} allows. */
    private static final HttpLimits LIMITS = HttpLimits.DEFAULT.withContent(Long.MAX_VALUE);

    final WebSocketUri uri;
    final Hooks<WebSocketClientConnection, OpeningHandshake> hooks;
    final Terms terms;
    final List<String> subprotocols;
    final MutableFields headers;
    final int mostRedirects;
    final long maxAnswer;
    final Duration handshakeTimeout;
    final InetSocketAddress proxy; // or null
    final MutableFields proxyHeaders;
    private final TcpClient<WebSocketClientConnection, HttpPart, HttpPart> tcp;

    WebSocketClient(WebSocketClientBuilder wanted) {
        uri = wanted.uri;
        hooks = wanted.hooks.copy();
        terms = new Terms(wanted);
        subprotocols = wanted.subprotocols;
        headers = new MutableFields().addAll(wanted.headers);
        mostRedirects = wanted.mostRedirects;
        maxAnswer = wanted.maxAnswer;
        handshakeTimeout = wanted.handshakeTimeout;
        proxy = uri.secure() ? null : wanted.proxy; // TLS begins behind it, and so before any HTTP
        proxyHeaders = new MutableFields().addAll(wanted.proxyHeaders);
        String host = proxy == null ? uri.host() : proxy.getHostString();
        int port = proxy == null ? uri.port() : proxy.getPort();
        TcpClientBuilder<WebSocketClientConnection, HttpPart, HttpPart> carrier =
                TcpClient.to(host, port, this::filter).state(() -> new WebSocketClientConnection(this));
        carrier.connectTimeout(wanted.connectTimeout);
        if (uri.secure()) {
            carrier.tls(wanted.tls());
            wanted.tunnel().ifPresent(carrier::proxy);
        }
        wanted.carried.forEach(said -> said.accept(carrier));
        tcp = carried(carrier);
    }

    /** A filter of the handshake. */
    HttpClientFilter filter() {
        return new HttpClientFilter(new ResponseParser(LIMITS), new RequestEncoder());
    }

    private static TcpClient<WebSocketClientConnection, HttpPart, HttpPart> carried(
            TcpClientBuilder<WebSocketClientConnection, HttpPart, HttpPart> carrier) {
        return carrier.shutdownOnError(false)
                .started((tcp, poe) -> tcp.state().started(tcp))
                .connected((tcp, poe) -> tcp.state().connected(poe))
                .connectError((tcp, poe, error) -> tcp.state().connectFailed(poe, error))
                .disconnected((tcp, poe) -> tcp.state().ended(poe))
                .serverError((tcp, poe, error) -> tcp.state().failed(poe, error))
                .serverInput(
                        (tcp, poe, part) -> tcp.state().opening().orElseThrow().part(poe, part))
                .on(ClientOpening.LATE, (tcp, poe) -> tcp.state().opening().ifPresent(opening -> opening.late(poe)))
                .on(WebSocketClientConnection.LOOK, (tcp, poe) -> tcp.state().look(poe))
                .on(Frames.PART, (tcp, poe, part) -> tcp.state().frames().part(poe, part))
                .on(Frames.LOW, (tcp, poe) -> tcp.state().frames().low(poe))
                .on(Frames.READ, (tcp, poe) -> tcp.state().frames().read(poe))
                .on(Pings.ASK, (tcp, poe, asked) -> tcp.state().frames().pings().ask(poe, asked))
                .on(
                        Pings.LATE,
                        (tcp, poe, asked) -> tcp.state().frames().pings().late(poe, asked))
                .on(Frames.LATE, (tcp, poe) -> tcp.state().frames().late())
                .on(Frames.END, (tcp, poe, ending) -> tcp.state().ends(poe, ending))
                .on(SEND_UTF8, (tcp, poe, text) -> tcp.state().sendUtf8(text))
                .on(SEND_BINARY, (tcp, poe, bytes) -> tcp.state().sendBinary(bytes))
                .on(DISCONNECT, (tcp, poe, close) -> tcp.state().disconnect(close))
                .define();
    }

    /**
     * Begins a client.
     *
     * @param uri {@code ws://host:port/path?query}, or {@code wss} for TLS; a name is looked up without blocking the
     *     kernel
     * @return what it shall be, to be started
     */
    public static WebSocketClientBuilder to(String uri) {
        return new WebSocketClientBuilder(uri);
    }

    /**
     * Starts it as a child of the session whose handler runs, else of the kernel. It connects later.
     *
     * @param kernel where
     * @return the id of the client's session
     */
    public long start(Kernel kernel) {
        return tcp.start(kernel);
    }

    /**
     * Starts it as a child of the current session.
     *
     * @param poe the session's context
     * @return the id of the client's session
     */
    public long start(Context poe) {
        return tcp.start(poe);
    }

    /** Starts it in a kernel of its own and returns when it has ended: for programs that do nothing else. */
    public void start() {
        try (Kernel kernel = new Kernel()) {
            start(kernel);
            kernel.run();
        }
    }
}
