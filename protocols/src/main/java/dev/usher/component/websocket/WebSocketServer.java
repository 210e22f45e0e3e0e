package dev.usher.component.websocket;

import dev.usher.component.http.HttpConnection;
import dev.usher.component.http.HttpError;
import dev.usher.component.http.HttpHandler;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.http.Mount;
import dev.usher.component.internal.TrustedPeers;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.ServerHandshake;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.Kernel;
import dev.usher.network.Link;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A WebSocket server (Net::WebSocket::Server), described and found to be possible. Immutable; may be started any number
 * of times, in any kernel, and mounted on any number of HTTP servers.
 */
public final class WebSocketServer implements Mount<WebSocketListener> {

    /** Sent to the server's session: as {@link WebSocketListener#shutdown()}. */
    public static final Event<Void> SHUTDOWN = Event.named("shutdown");

    /** Sent to a connection's session, from any thread: {@link WebSocketConnection#sendUtf8}. */
    public static final Event<String> SEND_UTF8 = Event.named("send_utf8", String.class);

    /** Sent to a connection's session, from any thread: {@link WebSocketConnection#sendBinary}. */
    public static final Event<byte[]> SEND_BINARY = Event.named("send_binary", byte[].class);

    /** Sent to a connection's session, from any thread: {@link WebSocketConnection#disconnect(int, String)}. */
    public static final Event<Close> DISCONNECT = Event.named("disconnect", Close.class);

    final HttpServerBuilder http; // or null: it is only to be mounted
    final String alias;
    final Hooks<WebSocketConnection, Handshake> hooks;
    final Terms terms;
    final WebSocketHook<WebSocketListener, WebSocketConnection> connect; // or null
    final Handlers.Plain<WebSocketListener> tick; // or null
    final Handlers.Plain<WebSocketListener> shutdown; // or null
    final WebSocketHook<WebSocketListener, HttpError> failed; // or null
    final HttpHandler fallback; // or null
    final ServerHandshake handshake;
    final Origins origins;
    final TrustedPeers trustedProxies;
    final boolean nodelay;
    final long tickNs;
    final boolean ticksMadeUp;
    final int mostConnections;
    final int mostPerAddress;
    final long upgradeRate;
    final long upgradeRatePerAddress;
    final int drainBatch; // 0: all at once
    final long drainNs;
    final Map<Link, WebSocketHook<WebSocketListener, Link>> readable;
    final Map<Link, WebSocketHook<WebSocketListener, Link>> writable;

    WebSocketServer(WebSocketServerBuilder wanted) {
        http = wanted.http;
        alias = wanted.alias;
        hooks = wanted.hooks.copy();
        terms = new Terms(wanted);
        connect = wanted.connect;
        tick = wanted.tick;
        shutdown = wanted.shutdown;
        failed = wanted.failed;
        fallback = wanted.fallback;
        handshake = new ServerHandshake(wanted.subprotocols, wanted.deflate);
        origins = wanted.origins;
        trustedProxies = wanted.trustedProxies;
        nodelay = wanted.nodelay;
        tickNs = wanted.tickPeriod.toNanos();
        ticksMadeUp = wanted.ticksMadeUp;
        mostConnections = wanted.mostConnections;
        mostPerAddress = wanted.mostPerAddress;
        upgradeRate = wanted.upgradeRate;
        upgradeRatePerAddress = wanted.upgradeRatePerAddress;
        drainBatch = wanted.drainBatch;
        drainNs = wanted.drainEvery.toNanos();
        readable = new LinkedHashMap<>(wanted.readable);
        writable = new LinkedHashMap<>(wanted.writable);
    }

    /**
     * Begins a server with a port of its own, on all of the machine's IPv4 addresses.
     *
     * @param port the port; 0 lets the system choose
     * @return what it shall be, to be started
     */
    public static WebSocketServerBuilder at(int port) {
        return new WebSocketServerBuilder().listen(port);
    }

    /**
     * Begins a server from the manual's options by name, for programs that are ported: listen, silence_max,
     * tick_period, watch_readable, watch_writable, on_connect, on_tick, on_shutdown; and for all of its connections
     * nodelay, max_send_size, max_recv_size and on_ with any event of theirs. Its defaults are then the manual's: port
     * 80, a backlog of 5, ticks that come late are made up for, and whoever may connect is for on_handshake to say,
     * since {@link WebSocketServerBuilder#origins} is {@link Origins#any}.
     *
     * @param options option names and values; times in seconds, code or {@code poe:session/event} for callbacks, lists
     *     of a link and its callback in turn for what is watched
     * @return what it shall be, to be started; what is wrong with the options is reported with everything else, then
     */
    public static WebSocketServerBuilder from(Map<String, ?> options) {
        return WebSocketOptions.read(options);
    }

    /**
     * Begins a server that is to be mounted on an HTTP server.
     *
     * @return what it shall be
     */
    public static WebSocketServerBuilder define() {
        return new WebSocketServerBuilder();
    }

    /**
     * Starts it as a child of the session whose handler runs, else of the kernel.
     *
     * @param kernel where
     * @return its alias
     */
    public String start(Kernel kernel) {
        if (http == null) {
            throw new IllegalStateException(
                    "this WebSocket server has no port of its own: say listen(port), or mount it on an HTTP server");
        }
        http.start(kernel);
        return alias;
    }

    /**
     * Starts it as a child of the current session.
     *
     * @param poe the session's context
     * @return its alias
     */
    public String start(Context poe) {
        return start(poe.kernel());
    }

    /** Starts it in a kernel of its own and returns when it was shut down: for programs that do nothing else. */
    public void start() {
        try (Kernel kernel = new Kernel()) {
            start(kernel);
            kernel.run();
        }
    }

    // ---- on an HTTP server

    @Override
    public void describe(String path, HttpServerBuilder server) {
        String pattern = path.isEmpty() ? "" : "^" + literal(path) + "$";
        server.handler(
                        pattern,
                        (poe, request, response) ->
                                request.connection().mounted(this).asked(poe, request, response))
                .on(Frames.PART, (http, poe, part) -> of(http).frames().part(poe, part))
                .on(Frames.ERROR, (http, poe, error) -> of(http).frames().failed(poe, error))
                .on(Frames.LOW, (http, poe, nothing) -> of(http).frames().low(poe))
                .on(Frames.FLUSHED, (http, poe, nothing) -> of(http).frames().flushed())
                .on(Frames.READ, (http, poe, nothing) -> of(http).frames().read(poe))
                .on(Pings.ASK, (http, poe, asked) -> of(http).frames().pings().ask(poe, asked))
                .on(Pings.LATE, (http, poe, asked) -> of(http).frames().pings().late(poe, asked))
                .on(Frames.LATE, (http, poe, nothing) -> of(http).frames().late())
                .on(Frames.END, (http, poe, ending) -> of(http).end(poe, ending))
                .on(Opening.GRANT, (http, poe, asked) -> of(http).opening().grant(poe, asked))
                .on(Opening.LATE, (http, poe, asked) -> of(http).opening().late(poe, asked))
                .on(SEND_UTF8, (http, poe, text) -> of(http).sendUtf8(text))
                .on(SEND_BINARY, (http, poe, bytes) -> of(http).sendBinary(bytes))
                .on(DISCONNECT, (http, poe, close) -> of(http).disconnect(close));
    }

    /** As it stands, where it might be taken for more. */
    private static String literal(String path) {
        return path.matches("[A-Za-z0-9/_~-]*") ? path : Pattern.quote(path);
    }

    private static WebSocketConnection of(HttpConnection http) {
        return WebSocketConnection.of(http);
    }

    @Override
    public WebSocketListener begin(Context poe) {
        WebSocketListener listener = new WebSocketListener(this);
        poe.create(WebSocketListener.STATES, listener);
        return listener;
    }
}
