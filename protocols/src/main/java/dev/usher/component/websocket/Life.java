package dev.usher.component.websocket;

import dev.usher.filters.websocket.Agreement;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.Role;
import dev.usher.kernel.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a connection has come, and who is told of that. Belongs to its session.
 *
 * <pre>
 *   CONNECTED ---> DECIDING ---> OPEN ---> CLOSING ---> OVER
 *       |  handshake |  reject     |                      ^
 *       +------------+-------------+--- connection lost --+
 * </pre>
 */
final class Life {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketServer.class);

    enum Phase {
        CONNECTED,
        DECIDING,
        OPEN,
        CLOSING,
        OVER
    }

    /** An end that is to come. */
    record Ending(Close close, Disconnection.Cause cause) {}

    private final WebSocketConnection connection;
    private final WebSocketListener server;
    private final Opening opening;
    private Phase phase = Phase.CONNECTED;
    private Frames frames; // once it is open
    private Handshake handshake; // once there is one
    private Agreement agreement; // once it is open
    private boolean told; // of its end

    Life(WebSocketConnection connection, WebSocketListener server) {
        this.connection = connection;
        this.server = server;
        opening = new Opening(connection, this, server);
    }

    Phase phase() {
        return phase;
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    Opening opening() {
        return opening;
    }

    /** Null before it is open. */
    Frames frames() {
        return frames;
    }

    /** Null before there was one. */
    Handshake handshake() {
        return handshake;
    }

    /** Null before it is open. */
    Agreement agreement() {
        return agreement;
    }

    // ---- the begin

    void decide(Handshake asked) {
        phase = Phase.DECIDING;
        handshake = asked;
    }

    void open(Context poe, Frames opened, Agreement agreed) {
        phase = Phase.OPEN;
        frames = opened;
        agreement = agreed;
        server.opened(connection);
        tell(poe, connection.told().ready, handshake);
    }

    // ---- the end

    /** Ends it from this side. */
    void end(Context poe, Ending ending) {
        switch (phase) {
            case CONNECTED -> {
                tellEnd(poe, ending.close.code(), ending.close.reason(), ending.cause);
                connection.close();
            }
            case DECIDING -> {
                tellEnd(poe, ending.close.code(), ending.close.reason(), ending.cause);
                boolean shutdown = ending.cause == Disconnection.Cause.SHUTDOWN;
                handshake.reject(shutdown ? 503 : 403);
            }
            case OPEN -> {
                closing(poe, ending.close, ending.cause);
                frames.end(poe, ending.close, ending.cause);
            }
            default -> {
                // It has begun to end.
            }
        }
    }

    /** The peer has sent its close frame. */
    void peerCloses(Context poe, Close close) {
        closing(poe, close, Disconnection.Cause.PEER);
        frames.answer(poe, close.answer(Role.SERVER));
    }

    private void closing(Context poe, Close close, Disconnection.Cause cause) {
        phase = Phase.CLOSING;
        server.left(connection);
        tellEnd(poe, close.code(), close.reason(), cause);
    }

    /** The connection has broken or ended. */
    void lost(Context poe) {
        tellEnd(poe, CloseCode.ABNORMAL, "", Disconnection.Cause.NETWORK);
        connection.close();
    }

    /** Nobody is told of its end. */
    void mute() {
        told = true;
    }

    void shutdown(Context poe) {
        if (phase == Phase.OPEN && server.isDraining()) {
            return; // its turn comes
        }
        if (phase == Phase.OPEN || phase == Phase.DECIDING) {
            end(poe, new Ending(server.farewell(), Disconnection.Cause.SHUTDOWN));
        }
    }

    void over(Context poe) {
        if (phase == Phase.OPEN) {
            server.left(connection);
        }
        phase = Phase.OVER;
        opening.over(poe);
        boolean bad = opening.isBad();
        Disconnection.Cause cause = bad || handshake != null && handshake.decision == Handshake.Decision.REJECTED
                ? Disconnection.Cause.HANDSHAKE
                : Disconnection.Cause.NETWORK;
        tellEnd(poe, bad ? CloseCode.PROTOCOL_ERROR : CloseCode.ABNORMAL, "", cause);
        if (frames != null) {
            frames.over(poe);
        }
    }

    // ---- callbacks

    <T> void tell(Context poe, WebSocketHook<WebSocketConnection, T> hook, T value) {
        if (hook == null) {
            return;
        }
        try {
            hook.on(connection, poe, value);
        } catch (Throwable e) {
            threw(poe, e);
        }
    }

    /** What a callback throws is this connection's affair alone (RFC 6455 §7.4.1: 1011). */
    void threw(Context poe, Throwable error) {
        WebSocketHook<WebSocketConnection, Throwable> hook = connection.told().error;
        if (hook == null) {
            LOG.error("{}: a callback failed", connection, error);
        } else {
            try {
                hook.on(connection, poe, error);
            } catch (Throwable e) {
                LOG.error("{}: 'error' failed", connection, e);
            }
        }
        if (phase == Phase.OPEN) {
            end(poe, new Ending(new Close(CloseCode.INTERNAL_ERROR, ""), Disconnection.Cause.EXCEPTION));
        } else if (phase == Phase.DECIDING) {
            handshake.reject(500, "Something went wrong here.\n");
        }
    }

    private void tellEnd(Context poe, CloseCode code, String reason, Disconnection.Cause cause) {
        if (!told) {
            told = true;
            server.counts().ended(code);
            tell(poe, connection.told().disconnect, new Disconnection(code, reason, cause));
        }
    }
}
