package dev.usher.component.websocket;

import dev.usher.component.http.HttpConnection;
import dev.usher.kernel.Session;
import java.util.Objects;

/** Whose a server's connection is: the half of it that does not change. */
public abstract sealed class WebSocketPeer extends WebSocketEndpoint<WebSocketConnection, Handshake>
        permits WebSocketConnection {
    final WebSocketListener server;
    final HttpConnection http;

    WebSocketPeer(WebSocketListener server, HttpConnection http) {
        super(given(server).definition().hooks, server.definition().terms);
        this.server = server;
        this.http = Objects.requireNonNull(http, "a WebSocket connection has a socket: the connection that carries it");
    }

    private static WebSocketListener given(WebSocketListener server) {
        return Objects.requireNonNull(server, "a WebSocket connection has a server");
    }

    /** @return the server that it belongs to */
    public final WebSocketListener server() {
        return server;
    }

    /** @return what carries it: the manual's socket */
    public final HttpConnection socket() {
        return http;
    }

    @Override
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
}
