package dev.usher.component.websocket;

import dev.usher.component.http.HttpConnection;
import dev.usher.kernel.Session;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The half of a connection that does not change: whose it is, and what a program keeps with it. */
public abstract sealed class WebSocketPeer extends WebSocketEvents<WebSocketConnection> permits WebSocketConnection {
    final WebSocketListener server;
    final HttpConnection http;
    private Map<String, Object> attributes; // null until one is set

    WebSocketPeer(WebSocketListener server, HttpConnection http) {
        this.server = Objects.requireNonNull(server, "a WebSocket connection has a server");
        this.http = Objects.requireNonNull(http, "a WebSocket connection has a socket: the connection that carries it");
    }

    /** @return the server that it belongs to */
    public final WebSocketListener server() {
        return server;
    }

    /** @return what carries it: the manual's socket */
    public final HttpConnection socket() {
        return http;
    }

    /** @return its session, to which events may be posted */
    public final Session session() {
        return http.session();
    }

    /** @return the client's numeric address, also after the end */
    public final String ip() {
        return http.remoteIp();
    }

    /** @return the client's port, also after the end; 0 for a UNIX socket */
    public final int port() {
        return http.remotePort();
    }

    /**
     * @param name of what a program has kept with it
     * @return that
     */
    public final Optional<Object> attribute(String name) {
        return attributes == null ? Optional.empty() : Optional.ofNullable(attributes.get(name));
    }

    /**
     * Keeps something with it.
     *
     * @param name to ask for it
     * @param value what to keep
     * @return this
     */
    public final WebSocketConnection attribute(String name, Object value) {
        if (attributes == null) {
            attributes = new HashMap<>();
        }
        attributes.put(name, value);
        return self();
    }
}
