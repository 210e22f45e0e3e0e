package dev.usher.component.websocket;

import dev.usher.component.DefinitionException;
import dev.usher.component.http.HttpHandler;
import dev.usher.component.http.HttpListener;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.filters.websocket.DeflateOptions;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.filters.websocket.ServerHandshake;
import dev.usher.kernel.Context;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.Kernel;
import dev.usher.network.Link;
import dev.usher.tls.Tls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says how a {@link WebSocketServer} shall be. Each verb changes this builder and answers it; what is wrong is told all
 * at once by {@link #build}. Not thread-safe.
 */
public final class WebSocketServerBuilder extends WebSocketEvents<WebSocketServerBuilder>
        implements Supplier<WebSocketServer> {
    final List<String> errors = new ArrayList<>();
    final Hooks hooks = new Hooks();
    HttpServerBuilder http; // or null
    String alias = "websocket_server";
    WebSocketHook<WebSocketListener, WebSocketConnection> connect;
    Handlers.Plain<WebSocketListener> tick;
    Handlers.Plain<WebSocketListener> shutdown;
    HttpHandler fallback;
    List<String> subprotocols = List.of();
    Optional<DeflateOptions> deflate = Optional.empty();
    Origins origins = Origins.same();
    FrameLimits limits = FrameLimits.DEFAULT;
    long maxSendSize = 65_536;
    Duration tickPeriod = Duration.ZERO;
    Duration silenceMax = Duration.ofSeconds(20);
    Duration pongTimeout; // null: as silenceMax
    Duration closeTimeout = Duration.ofSeconds(5);
    Duration handshakeTimeout = Duration.ofSeconds(10);
    int mostConnections;
    int mostPerAddress;
    long messageRate;
    long byteRate;
    long controlRate = 1_000;
    SlowConsumer slow = SlowConsumer.BLOCK;
    int lowMark = 32_768;
    int highMark = 65_536;
    long mostBuffered = 16 << 20;
    int mostHeld = 100;
    final Map<Link, WebSocketHook<WebSocketListener, Link>> readable = new LinkedHashMap<>();
    final Map<Link, WebSocketHook<WebSocketListener, Link>> writable = new LinkedHashMap<>();
    private boolean built;

    WebSocketServerBuilder() {}

    @Override
    WebSocketServerBuilder self() {
        return this;
    }

    @Override
    Hooks hooks() {
        return hooks;
    }

    // ---- where

    /**
     * Gives it a port of its own.
     *
     * @param port 0 to 65,535; 0 lets the system choose
     * @return this
     */
    public WebSocketServerBuilder listen(int port) {
        return listen(HttpServer.at(port).alias("websocket_http"));
    }

    /**
     * Gives it an HTTP server of its own that says where to listen, and how; every path that has no handler there is
     * this server's.
     *
     * @param described to be started with this
     * @return this
     */
    public WebSocketServerBuilder listen(HttpServerBuilder described) {
        http = described;
        return this;
    }

    /**
     * @param address as {@link HttpServerBuilder#address} takes it
     * @return this
     */
    public WebSocketServerBuilder address(Object address) {
        own("address").address(address);
        return this;
    }

    /**
     * Serves over TLS ({@code wss}).
     *
     * @param how as {@link HttpServerBuilder#tls(Tls)} takes it
     * @return this
     */
    public WebSocketServerBuilder tls(Tls how) {
        own("tls").tls(how);
        return this;
    }

    /**
     * Called when it listens on its own port.
     *
     * @param callback runs in the HTTP server's session
     * @return this
     */
    public WebSocketServerBuilder started(Handlers.Plain<HttpListener> callback) {
        own("started").started(callback);
        return this;
    }

    private HttpServerBuilder own(String verb) {
        if (http == null) {
            errors.add(verb + " is for servers with a port of their own: say listen(port) first");
            return HttpServer.at(0);
        }
        return http;
    }

    /**
     * @param name of the server's session; empty for none
     * @return this
     */
    public WebSocketServerBuilder alias(String name) {
        alias = name;
        return this;
    }

    // ---- the server's events

    /**
     * A client has connected, and has not asked for anything yet; with a server that is mounted, it has asked. Here a
     * connection may be given callbacks of its own.
     *
     * @param hook runs in the connection's session
     * @return this
     */
    public WebSocketServerBuilder onConnect(WebSocketHook<WebSocketListener, WebSocketConnection> hook) {
        connect = hook;
        return this;
    }

    /**
     * Called again and again.
     *
     * @param period between two calls; zero for never
     * @param callback runs in the server's session
     * @return this
     */
    public WebSocketServerBuilder onTick(Duration period, Handlers.Plain<WebSocketListener> callback) {
        return tickPeriod(period).onTick(callback);
    }

    /**
     * Called every {@link #tickPeriod}.
     *
     * @param callback runs in the server's session
     * @return this
     */
    public WebSocketServerBuilder onTick(Handlers.Plain<WebSocketListener> callback) {
        tick = callback;
        return this;
    }

    /**
     * @param period between two ticks; those that were missed are not made up for. Zero, the default, for none
     * @return this
     */
    public WebSocketServerBuilder tickPeriod(Duration period) {
        tickPeriod = notNegative("tickPeriod", period);
        return this;
    }

    /**
     * Called when the server shuts down, while its connections can still be sent to.
     *
     * @param callback runs in the server's session
     * @return this
     */
    public WebSocketServerBuilder onShutdown(Handlers.Plain<WebSocketListener> callback) {
        shutdown = callback;
        return this;
    }

    /**
     * Watches a link of the program's own from the start.
     *
     * @param link any of the kernel's network
     * @param hook is told when it can be read
     * @return this
     */
    public WebSocketServerBuilder watchReadable(Link link, WebSocketHook<WebSocketListener, Link> hook) {
        readable.put(link, hook);
        return this;
    }

    /**
     * Watches a link of the program's own from the start.
     *
     * @param link any of the kernel's network
     * @param hook is told when it can be written
     * @return this
     */
    public WebSocketServerBuilder watchWritable(Link link, WebSocketHook<WebSocketListener, Link> hook) {
        writable.put(link, hook);
        return this;
    }

    // ---- the handshake

    /**
     * Which pages' scripts may connect: those of the same host and port, unless said.
     *
     * @param which others get 403
     * @return this
     */
    public WebSocketServerBuilder origins(Origins which) {
        origins = which;
        return this;
    }

    /**
     * Subprotocols that are spoken here; the first that a client offers is chosen.
     *
     * @param names the best first
     * @return this
     */
    public WebSocketServerBuilder subprotocols(String... names) {
        subprotocols = List.of(names);
        return this;
    }

    /**
     * Compresses (RFC 7692); not at all unless said. See {@link DeflateOptions} on what never to compress.
     *
     * @param how for instance {@link DeflateOptions#DEFAULT}
     * @return this
     */
    public WebSocketServerBuilder deflate(DeflateOptions how) {
        deflate = Optional.of(how);
        return this;
    }

    /**
     * How long a deferred decision may take, and with a port of its own how long a request; 10 s unless said.
     *
     * @param time zero for ever
     * @return this
     */
    public WebSocketServerBuilder handshakeTimeout(Duration time) {
        handshakeTimeout = notNegative("handshakeTimeout", time);
        return this;
    }

    /**
     * Who answers requests that ask for no WebSocket; unless said they get 426.
     *
     * @param handler answers
     * @return this
     */
    public WebSocketServerBuilder otherwise(HttpHandler handler) {
        fallback = handler;
        return this;
    }

    /**
     * How many connections there may be; beyond them 503.
     *
     * @param most 0, the default, for any number
     * @param perAddress the same of one address
     * @return this
     */
    public WebSocketServerBuilder connections(int most, int perAddress) {
        mostConnections = (int) atLeast("connections", most, 0);
        mostPerAddress = (int) atLeast("connections per address", perAddress, 0);
        return this;
    }

    // ---- messages

    /**
     * How much of a message is taken; {@link FrameLimits#DEFAULT} unless said. Beyond it 1009.
     *
     * @param most of frames, messages and fragments
     * @return this
     */
    public WebSocketServerBuilder limits(FrameLimits most) {
        limits = most;
        return this;
    }

    /**
     * The largest message that may be sent; 65,536 bytes as in the manual unless said.
     *
     * @param bytes more than 0
     * @return this
     */
    public WebSocketServerBuilder maxSendSize(long bytes) {
        maxSendSize = atLeast("maxSendSize", bytes, 1);
        return this;
    }

    /**
     * How much may come in a second; beyond it 1008.
     *
     * @param messages 0, the default, for any number
     * @param bytes of messages; 0, the default, for any number
     * @param controls pings and pongs, 1,000 unless said; 0 for any number
     * @return this
     */
    public WebSocketServerBuilder rates(long messages, long bytes, long controls) {
        messageRate = atLeast("messages a second", messages, 0);
        byteRate = atLeast("bytes a second", bytes, 0);
        controlRate = atLeast("control frames a second", controls, 0);
        return this;
    }

    /**
     * What is done with messages to who does not take them; they wait unless said.
     *
     * @param policy what
     * @return this
     */
    public WebSocketServerBuilder slowConsumer(SlowConsumer policy) {
        slow = policy;
        return this;
    }

    /**
     * When a connection is slow: from the high mark on until the low mark. 32,768 and 65,536 unless said.
     *
     * @param low bytes that wait, more than 0
     * @param high bytes that wait, more than low
     * @return this
     */
    public WebSocketServerBuilder marks(int low, int high) {
        if (low <= 0 || high <= low) {
            errors.add("marks must be more than 0, and high above low, not " + low + " and " + high);
            return this;
        }
        lowMark = low;
        highMark = high;
        return this;
    }

    /**
     * How much may wait for a slow connection: beyond the bytes it is closed with 1013 where messages wait
     * ({@link SlowConsumer#BLOCK}), beyond the messages the oldest is dropped where that is said. 16 MiB and 100 unless
     * said.
     *
     * @param bytes more than 0
     * @param messages more than 0
     * @return this
     */
    public WebSocketServerBuilder maxBuffered(long bytes, int messages) {
        mostBuffered = atLeast("maxBuffered bytes", bytes, 1);
        mostHeld = (int) atLeast("maxBuffered messages", messages, 1);
        return this;
    }

    // ---- times

    /**
     * Who is silent is looked at every half of this time, and sent a ping if nothing has come since; 20 s unless said.
     *
     * @param time zero for never
     * @return this
     */
    public WebSocketServerBuilder silenceMax(Duration time) {
        silenceMax = notNegative("silenceMax", time);
        return this;
    }

    /**
     * How long after a ping that nothing follows a connection is given up, at the next look; as long as
     * {@code silenceMax} unless said.
     *
     * @param time zero for never: it is pinged for ever, as in the manual
     * @return this
     */
    public WebSocketServerBuilder pongTimeout(Duration time) {
        pongTimeout = notNegative("pongTimeout", time);
        return this;
    }

    /**
     * How long the peer may take to answer a close frame; 5 s unless said.
     *
     * @param time more than zero
     * @return this
     */
    public WebSocketServerBuilder closeTimeout(Duration time) {
        closeTimeout = notNegative("closeTimeout", time);
        return this;
    }

    private Duration notNegative(String name, Duration time) {
        if (time.isNegative()) {
            errors.add(name + " must be zero or more, not " + time);
            return Duration.ZERO;
        }
        return time;
    }

    private long atLeast(String name, long value, long least) {
        if (value < least) {
            errors.add(name + " must be " + least + " or more, not " + value);
            return least;
        }
        return value;
    }

    // ---- the end

    /**
     * Checks everything.
     *
     * @return the server, ready to be started or mounted
     * @throws DefinitionException naming all that is wrong
     */
    public WebSocketServer build() {
        List<String> wrong = new ArrayList<>(errors);
        try {
            new ServerHandshake(subprotocols, deflate);
        } catch (IllegalArgumentException e) {
            wrong.add("subprotocols: " + e.getMessage());
        }
        if (!wrong.isEmpty()) {
            throw new DefinitionException("this WebSocket server", wrong);
        }
        WebSocketServer server = new WebSocketServer(this);
        if (http != null) {
            if (built) {
                throw new IllegalStateException("this server is built already: start what build() has answered");
            }
            built = true;
            http.headTimeout(handshakeTimeout).mount("", server);
        }
        return server;
    }

    /**
     * Checks everything and starts it.
     *
     * @param kernel where
     * @return its alias
     * @throws DefinitionException naming all that is wrong
     */
    public String start(Kernel kernel) {
        return build().start(kernel);
    }

    /**
     * Checks everything and starts it as a child of the current session.
     *
     * @param poe the session's context
     * @return its alias
     * @throws DefinitionException naming all that is wrong
     */
    public String start(Context poe) {
        return build().start(poe);
    }

    /**
     * Checks everything, starts it in a kernel of its own, and returns when it was shut down.
     *
     * @throws DefinitionException naming all that is wrong
     */
    public void start() {
        build().start();
    }

    /** @return what {@link #build} answers: so that it can be mounted as it is described */
    @Override
    public WebSocketServer get() {
        return build();
    }
}
