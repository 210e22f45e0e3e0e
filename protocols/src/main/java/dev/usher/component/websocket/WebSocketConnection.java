package dev.usher.component.websocket;

import dev.usher.component.http.HttpConnection;
import dev.usher.component.http.Successor;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.Role;
import dev.usher.kernel.Context;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * A WebSocket connection (Net::WebSocket::Server::Connection). Belongs to the kernel's thread; from other threads post
 * {@link WebSocketServer#SEND_UTF8}, {@link WebSocketServer#SEND_BINARY} or {@link WebSocketServer#DISCONNECT} to its
 * session.
 *
 * <pre>
 *   CONNECTED ---> DECIDING ---> OPEN ---> CLOSING ---> OVER
 *       |  handshake |  reject     |                      ^
 *       +------------+-------------+--- connection lost --+
 * </pre>
 */
public final class WebSocketConnection extends WebSocketPeer implements Successor {
    private final Opening opening;
    private boolean nodelay;

    int place = -1; // among those whose silence is watched

    WebSocketConnection(WebSocketListener server, HttpConnection http) {
        super(server, http);
        opening = new Opening(this, server);
        nodelay = server.definition().nodelay;
    }

    static WebSocketConnection of(HttpConnection http) {
        return (WebSocketConnection) http.successor().orElseThrow();
    }

    // ---- facts

    /** @return who the client is, as a handshake hook has found out */
    public Optional<Object> principal() {
        return request().flatMap(Handshake::principal);
    }

    /** @return whether frames go at once (TCP_NODELAY), now or once the handshake is done */
    public boolean nodelay() {
        return nodelay;
    }

    /**
     * Says whether frames go at once (TCP_NODELAY): once the handshake is done, or now if it is.
     *
     * @param on rather than waiting for more
     * @return the same
     */
    public boolean nodelay(boolean on) {
        nodelay = on;
        if (isReady()) {
            applyNoDelay();
        }
        return on;
    }

    private void applyNoDelay() {
        http.wheel().ifPresent(wheel -> {
            try {
                wheel.link().option(StandardSocketOptions.TCP_NODELAY, nodelay);
            } catch (UnsupportedOperationException | IOException e) {
                Logs.SERVER.debug("{}: no TCP_NODELAY, since it is no TCP or has broken", this, e);
            }
        });
    }

    /** @return how it stands */
    public WebSocketState state() {
        Frames frames = frames();
        long now = session().kernel().clock().nanoTime();
        return new WebSocketState(
                ip() + ":" + port(),
                phase().name().toLowerCase(Locale.ROOT),
                subprotocol().orElse(""),
                extensions(),
                bufferedAmount(),
                frames == null ? 0 : frames.outbox().held(),
                frames != null && frames.outbox().isChoked(),
                frames != null && frames.isPaused(),
                Duration.ofNanos(frames == null ? 0 : now - frames.gate().heardNs()),
                frames == null ? Optional.empty() : frames.pulse().sincePong(now),
                rtt());
    }

    @Override
    void close() {
        if (http.wheel().isEmpty()) {
            http.reject(); // in onConnect
        } else {
            http.close();
        }
    }

    // ---- its life, in its session

    Opening opening() {
        return opening;
    }

    void refuse(Handshake refused, int status, String text) {
        opening.refuse(refused, status, text);
    }

    void grantLater(Handshake granted) {
        in(Opening.GRANT, granted);
    }

    @Override
    void opened(Context poe) {
        if (!nodelay) { // it is on already
            applyNoDelay();
        }
        server.opened(this);
    }

    @Override
    void left(Context poe) {
        server.left(this);
    }

    @Override
    void endEarly(Context poe, Ending ending) {
        tellEnd(poe, ending.close().code(), ending.close().reason(), ending.cause());
        if (phase() == Phase.CONNECTED) {
            close();
        } else {
            boolean shutdown = ending.cause() == Disconnection.Cause.SHUTDOWN;
            request().orElseThrow().reject(shutdown ? 503 : 403);
        }
    }

    @Override
    void failedEarly(Context poe) {
        if (phase() == Phase.DECIDING) {
            request().orElseThrow().reject(500, "Something went wrong here.\n");
        }
    }

    @Override
    public void shutdown(Context poe) {
        if (phase() == Phase.OPEN && server.isDraining()) {
            return; // its turn comes
        }
        if (phase() == Phase.OPEN || phase() == Phase.DECIDING) {
            end(poe, new Ending(server.farewell(), Disconnection.Cause.SHUTDOWN));
        }
    }

    @Override
    public void ended(Context poe) {
        over(poe);
        opening.over(poe);
        boolean bad = opening.isBad();
        boolean rejected = request()
                .filter(asked -> asked.decision == Handshake.Decision.REJECTED)
                .isPresent();
        Disconnection.Cause cause = bad || rejected ? Disconnection.Cause.HANDSHAKE : Disconnection.Cause.NETWORK;
        tellEnd(poe, bad ? CloseCode.PROTOCOL_ERROR : CloseCode.ABNORMAL, "", cause);
    }

    // ---- as an end of a WebSocket

    @Override
    WebSocketConnection self() {
        return this;
    }

    @Override
    Role role() {
        return Role.SERVER;
    }

    @Override
    Logger log() {
        return Logs.SERVER;
    }

    @Override
    Counts counts() {
        return server.counts();
    }

    @Override
    Scratch scratch() {
        return server.scratch;
    }

    @Override
    Object event(Object value) {
        return new WebSocketEvent(this, value);
    }

    @Override
    public String toString() {
        return "WebSocket " + http;
    }
}
