package dev.usher.component.websocket;

import dev.usher.component.DefinitionException;
import dev.usher.component.http.HttpError;
import dev.usher.component.http.HttpHandler;
import dev.usher.component.http.HttpListener;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.filters.websocket.ServerHandshake;
import dev.usher.kernel.Context;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.Kernel;
import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import dev.usher.tls.Tls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Says how a {@link WebSocketServer} shall be. Each verb changes this builder and answers it; what is wrong is told all
 * at once by {@link #build}. Not thread-safe.
 */
public final class WebSocketServerBuilder extends WebSocketServerLimits implements Supplier<WebSocketServer> {
    HttpServerBuilder http; // or null
    String alias = "websocket_server";
    WebSocketHook<WebSocketListener, WebSocketConnection> connect;
    Handlers.Plain<WebSocketListener> tick;
    Handlers.Plain<WebSocketListener> shutdown;
    WebSocketHook<WebSocketListener, HttpError> failed; // or null
    HttpHandler fallback;
    final Map<Link, WebSocketHook<WebSocketListener, Link>> readable = new LinkedHashMap<>();
    final Map<Link, WebSocketHook<WebSocketListener, Link>> writable = new LinkedHashMap<>();
    private boolean built;

    WebSocketServerBuilder() {}

    @Override
    WebSocketServerBuilder self() {
        return this;
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
     * Gives it a socket that listens already; the server closes it when it shuts down.
     *
     * @param listener of the kernel's network, watched by nobody
     * @return this
     */
    public WebSocketServerBuilder listen(ListenLink listener) {
        return listen(HttpServer.at(0).alias("websocket_http").listener(listener));
    }

    /**
     * How many connections may wait to be accepted; what the system allows at most unless said.
     *
     * @param connections more than 0
     * @return this
     */
    public WebSocketServerBuilder backlog(int connections) {
        if (connections <= 0) {
            errors.add("backlog must be more than 0, not " + connections);
        } else {
            own("backlog").backlog(connections);
        }
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
     * Called when the server cannot listen on its own port, or could not accept a connection. Without this hook the log
     * is told. Failures of a connection are told to {@link #onError}.
     *
     * @param hook runs in the server's session
     * @return this
     */
    public WebSocketServerBuilder onServerError(WebSocketHook<WebSocketListener, HttpError> hook) {
        failed = hook;
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
     * Who answers requests that ask for no WebSocket; unless said they get 426.
     *
     * @param handler answers
     * @return this
     */
    public WebSocketServerBuilder otherwise(HttpHandler handler) {
        fallback = handler;
        return this;
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
