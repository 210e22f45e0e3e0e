package dev.usher.component.websocket;

import dev.usher.component.http.HttpConnection;
import dev.usher.component.http.Successor;
import dev.usher.filters.websocket.Agreement;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.Data;
import dev.usher.filters.websocket.EncodedMessage;
import dev.usher.filters.websocket.Ping;
import dev.usher.filters.websocket.Pong;
import dev.usher.filters.websocket.Role;
import dev.usher.filters.websocket.Text;
import dev.usher.filters.websocket.WebSocketPart;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketServer.class);

    enum Phase {
        CONNECTED,
        DECIDING,
        OPEN,
        CLOSING,
        OVER
    }

    private final Opening opening;
    private Hooks hooks;
    private boolean ownHooks;
    private Phase phase = Phase.CONNECTED;
    private Frames frames; // once it is open
    private Handshake handshake; // once there is one
    private Agreement agreement; // once it is open
    private long maxSendSize;
    private boolean told; // of its end

    int place = -1; // among those whose silence is watched

    WebSocketConnection(WebSocketListener server, HttpConnection http) {
        super(server, http);
        hooks = server.definition().hooks;
        maxSendSize = server.definition().maxSendSize;
        opening = new Opening(this, server);
    }

    static WebSocketConnection of(HttpConnection http) {
        return (WebSocketConnection) http.successor().orElseThrow();
    }

    // ---- facts

    /** @return whether messages can be sent: the handshake is done, and no end has begun */
    public boolean isReady() {
        return phase == Phase.OPEN;
    }

    /** @return the request and what was made of it; empty before there was one */
    public Optional<Handshake> request() {
        return Optional.ofNullable(handshake);
    }

    /** @return the subprotocol that is spoken, if one is */
    public Optional<String> subprotocol() {
        return agreement == null ? Optional.empty() : agreement.subprotocol();
    }

    /** @return the extension that was agreed on, as the answer says it; empty for none */
    public String extensions() {
        return agreement == null
                ? ""
                : agreement.extension().map(Object::toString).orElse("");
    }

    /** @return who the client is, as a handshake hook has found out */
    public Optional<Object> principal() {
        return handshake == null ? Optional.empty() : handshake.principal();
    }

    /** @return number of bytes put and not yet taken by the system */
    public long bufferedAmount() {
        return frames == null ? 0 : frames.outbox().buffered();
    }

    /** @return how long the latest ping of the server's own took to come back */
    public Optional<Duration> rtt() {
        return frames == null ? Optional.empty() : frames.pulse().rtt();
    }

    /** @return the largest message that may be sent, bytes */
    public long maxSendSize() {
        return maxSendSize;
    }

    /**
     * @param bytes of the largest message that may be sent, more than 0
     * @return the same
     */
    public long maxSendSize(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("maxSendSize must be more than 0 bytes, not " + bytes);
        }
        maxSendSize = bytes;
        if (frames != null) {
            frames.gate().writer.maxPayload(bytes);
        }
        return bytes;
    }

    // ---- sending

    /**
     * Sends a text.
     *
     * @param text any
     * @return whether it was taken; not so before the handshake and after the end, when it is larger than
     *     {@link #maxSendSize}, or when the peer is slow and the server drops messages then
     */
    public boolean sendUtf8(String text) {
        return send(server.text.set(text, true), null);
    }

    /**
     * Sends bytes.
     *
     * @param bytes any number
     * @return as {@link #sendUtf8}
     */
    public boolean sendBinary(byte[] bytes) {
        return send(server.binary.wrap(bytes, 0, bytes.length, true), null);
    }

    /**
     * Sends a message as it is, such as one that has just come.
     *
     * @param message whole
     * @return as {@link #sendUtf8}
     */
    public boolean send(Data message) {
        return send(message, null);
    }

    /**
     * Sends a message that may go to others too, and is encoded once for all.
     *
     * @param message any
     * @return as {@link #sendUtf8}
     */
    public boolean send(EncodedMessage message) {
        return send(message, null);
    }

    /**
     * Sends a message that makes those with the same key obsolete which still wait ({@link SlowConsumer#CONFLATE}).
     *
     * @param message any
     * @param key of what it tells about
     * @return as {@link #sendUtf8}
     */
    public boolean sendLatest(EncodedMessage message, Object key) {
        return send(message, key);
    }

    private boolean send(WebSocketPart message, Object key) {
        if (phase != Phase.OPEN) {
            if (phase == Phase.CONNECTED || phase == Phase.DECIDING) {
                LOG.warn("{}: nothing can be sent before onReady", this);
            }
            return false;
        }
        try {
            return frames.send(message, key);
        } catch (IllegalArgumentException e) {
            LOG.warn("{}: a message is not sent: {}", this, e.getMessage());
            return false;
        }
    }

    /**
     * Sends a part of a message; until its last part no other message can be sent, but pings can.
     *
     * @param part with {@code isLast}, of the same kind as the first
     * @return as {@link #sendUtf8}
     */
    public boolean sendFragment(Data part) {
        return send(part, null);
    }

    /**
     * Sends a frame of a type.
     *
     * @param type text, binary, continuation, ping, pong or close
     * @param raw its bytes: UTF-8 for a text; a code and a reason for close
     * @return as {@link #sendUtf8}
     */
    public boolean send(String type, byte[] raw) {
        return switch (type) {
            case "text" -> send(new Text().wrap(Checked.text(raw), 0, raw.length, true), null);
            case "binary" -> sendBinary(raw);
            case "continuation" -> phase == Phase.OPEN && send(frames.continuation(raw), null);
            case "ping" -> sendControl(Ping.of(raw));
            case "pong" -> sendControl(Pong.of(raw));
            case "close" -> {
                boolean open = phase == Phase.OPEN;
                disconnect(Checked.close(raw));
                yield open;
            }
            default ->
                throw new IllegalArgumentException(
                        "there are frames of type text, binary, continuation, ping, pong and close, not '" + type
                                + "'");
        };
    }

    private boolean sendControl(WebSocketPart part) {
        if (phase != Phase.OPEN) {
            return false;
        }
        frames.outbox().putControl(part);
        return true;
    }

    /**
     * Sends a ping; {@code onPong} is told of the answer, and {@link #rtt} of its time.
     *
     * @return whether it was sent
     */
    public boolean ping() {
        if (phase != Phase.OPEN) {
            return false;
        }
        frames.pulse().ping(http.session().kernel().clock().nanoTime());
        return true;
    }

    /** Reads no more for a while: what the peer sends backs up. It is not pinged meanwhile. */
    public void pause() {
        if (phase == Phase.OPEN) {
            frames.pause(true);
        }
    }

    /** Reads on after {@link #pause}. */
    public void resume() {
        if (phase == Phase.OPEN) {
            frames.pause(false);
        }
    }

    // ---- ending

    /** Ends it with a close frame without code and reason; before the handshake is done, by refusing that with 403. */
    public void disconnect() {
        disconnect(Close.EMPTY);
    }

    /**
     * Ends it with a code.
     *
     * @param code 1000 to 1003, 1007 to 1014 but not 1010, or 3000 to 4999
     */
    public void disconnect(int code) {
        disconnect(code, "");
    }

    /**
     * Ends it with code 1000.
     *
     * @param reason for people who read logs
     */
    public void disconnect(String reason) {
        disconnect(CloseCode.NORMAL.value(), reason);
    }

    /**
     * Ends it with a close frame, and the connection when the peer has answered that, or has not in time. A second call
     * does nothing.
     *
     * @param code as {@link #disconnect(int)} takes it
     * @param reason cut off behind 123 bytes of UTF-8
     */
    public void disconnect(int code, String reason) {
        disconnect(Checked.close(code, reason));
    }

    void disconnect(Close close) {
        in(Frames.END, new Ending(close, Disconnection.Cause.PROGRAM));
    }

    /** Breaks the connection now: no close frame, and nobody is told. */
    public void drop() {
        told = true;
        close();
    }

    /** An end that is to come. */
    record Ending(Close close, Disconnection.Cause cause) {}

    /** Does something in its own session. */
    <T> void in(Event<T> event, T payload) {
        Session session = http.session();
        session.kernel().call(session, event, payload);
    }

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

    Frames frames() {
        return frames;
    }

    Phase phase() {
        return phase;
    }

    void decide(Handshake asked) {
        phase = Phase.DECIDING;
        handshake = asked;
    }

    void refuse(Handshake refused, int status, String text) {
        opening.refuse(refused, status, text);
    }

    void grantLater(Handshake granted) {
        in(Opening.GRANT, granted);
    }

    void open(Context poe, Frames opened, Agreement agreed) {
        phase = Phase.OPEN;
        frames = opened;
        agreement = agreed;
        server.opened(this);
        tell(poe, hooks.ready, handshake);
    }

    /** Ends it from this side. */
    void end(Context poe, Ending ending) {
        switch (phase) {
            case CONNECTED -> {
                tellEnd(poe, ending.close.code(), ending.close.reason(), ending.cause);
                close();
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
        server.left(this);
        tellEnd(poe, close.code(), close.reason(), cause);
    }

    /** The connection has broken or ended. */
    void lost(Context poe) {
        tellEnd(poe, CloseCode.ABNORMAL, "", Disconnection.Cause.NETWORK);
        close();
    }

    @Override
    public void shutdown(Context poe) {
        if (phase == Phase.OPEN || phase == Phase.DECIDING) {
            end(poe, new Ending(server.farewell(), Disconnection.Cause.SHUTDOWN));
        }
    }

    @Override
    public void ended(Context poe) {
        if (phase == Phase.OPEN) {
            server.left(this);
        }
        phase = Phase.OVER;
        opening.over(poe);
        if (frames != null) {
            frames.over(poe);
        }
        boolean bad = opening.isBad();
        Disconnection.Cause cause = bad || handshake != null && handshake.decision == Handshake.Decision.REJECTED
                ? Disconnection.Cause.HANDSHAKE
                : Disconnection.Cause.NETWORK;
        tellEnd(poe, bad ? CloseCode.PROTOCOL_ERROR : CloseCode.ABNORMAL, "", cause);
    }

    // ---- callbacks

    @Override
    WebSocketConnection self() {
        return this;
    }

    @Override
    Hooks hooks() {
        if (!ownHooks) {
            ownHooks = true;
            hooks = hooks.copy();
        }
        return hooks;
    }

    /** To be asked, not changed. */
    Hooks told() {
        return hooks;
    }

    <T> void tell(Context poe, WebSocketHook<WebSocketConnection, T> hook, T value) {
        if (hook == null) {
            return;
        }
        try {
            hook.on(this, poe, value);
        } catch (Throwable e) {
            threw(poe, e);
        }
    }

    /** What a callback throws is this connection's affair alone (RFC 6455 §7.4.1: 1011). */
    void threw(Context poe, Throwable error) {
        if (hooks.error == null) {
            LOG.error("{}: a callback failed", this, error);
        } else {
            try {
                hooks.error.on(this, poe, error);
            } catch (Throwable e) {
                LOG.error("{}: 'error' failed", this, e);
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
            tell(poe, hooks.disconnect, new Disconnection(code, reason, cause));
        }
    }

    @Override
    public String toString() {
        return "WebSocket " + http;
    }
}
