package dev.usher.component.websocket;

import dev.usher.component.http.HttpConnection;
import dev.usher.component.http.Successor;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.Data;
import dev.usher.filters.websocket.EncodedMessage;
import dev.usher.filters.websocket.Ping;
import dev.usher.filters.websocket.Pong;
import dev.usher.filters.websocket.Text;
import dev.usher.filters.websocket.WebSocketPart;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket connection (Net::WebSocket::Server::Connection). Belongs to the kernel's thread; from other threads post
 * {@link WebSocketServer#SEND_UTF8}, {@link WebSocketServer#SEND_BINARY} or {@link WebSocketServer#DISCONNECT} to its
 * session.
 */
public final class WebSocketConnection extends WebSocketPeer implements Successor {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketServer.class);

    private final Life life;
    private Hooks hooks;
    private boolean ownHooks;
    private long maxSendSize;
    private boolean nodelay;

    int place = -1; // among those whose silence is watched

    WebSocketConnection(WebSocketListener server, HttpConnection http) {
        super(server, http);
        hooks = server.definition().hooks;
        maxSendSize = server.definition().maxSendSize;
        nodelay = server.definition().nodelay;
        life = new Life(this, server);
    }

    static WebSocketConnection of(HttpConnection http) {
        return (WebSocketConnection) http.successor().orElseThrow();
    }

    // ---- facts

    /** @return whether messages can be sent: the handshake is done, and no end has begun */
    public boolean isReady() {
        return life.phase() == Life.Phase.OPEN;
    }

    /** @return the request and what was made of it; empty before there was one */
    public Optional<Handshake> request() {
        return Optional.ofNullable(life.handshake());
    }

    /** @return the subprotocol that is spoken, if one is */
    public Optional<String> subprotocol() {
        return life.agreement() == null ? Optional.empty() : life.agreement().subprotocol();
    }

    /** @return the extension that was agreed on, as the answer says it; empty for none */
    public String extensions() {
        return life.agreement() == null
                ? ""
                : life.agreement().extension().map(Object::toString).orElse("");
    }

    /** @return who the client is, as a handshake hook has found out */
    public Optional<Object> principal() {
        return request().flatMap(Handshake::principal);
    }

    /** @return number of bytes put and not yet taken by the system */
    public long bufferedAmount() {
        return life.frames() == null ? 0 : life.frames().outbox().buffered();
    }

    /** @return how long the latest ping of the server's own took to come back */
    public Optional<Duration> rtt() {
        return life.frames() == null ? Optional.empty() : life.frames().pulse().rtt();
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
        if (life.frames() != null) {
            life.frames().gate().writer.maxPayload(bytes);
        }
        return bytes;
    }

    /** @return whether frames go at once (TCP_NODELAY), now or once the handshake is done */
    public boolean nodelay() {
        return socket().wheel()
                .map(wheel -> isReady() ? wheel.link().noDelay() : nodelay)
                .orElse(nodelay);
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

    void applyNoDelay() {
        socket().wheel().ifPresent(wheel -> {
            try {
                wheel.link().noDelay(nodelay);
            } catch (IOException e) {
                LOG.debug("{} has broken: reading will tell", this, e);
            }
        });
    }

    /** @return how it stands */
    public WebSocketState state() {
        Frames frames = life.frames();
        long now = http.session().kernel().clock().nanoTime();
        return new WebSocketState(
                ip() + ":" + port(),
                life.phase().name().toLowerCase(Locale.ROOT),
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

    // ---- sending

    /**
     * Sends a text.
     *
     * @param text any
     * @return whether it was taken; not so before the handshake and after the end, when it is larger than
     *     {@link #maxSendSize}, or when the peer is slow and the server drops messages then
     */
    public boolean sendUtf8(String text) {
        return sendWhole(server.text.set(text, true), null);
    }

    /**
     * Sends bytes.
     *
     * @param bytes any number
     * @return as {@link #sendUtf8}
     */
    public boolean sendBinary(byte[] bytes) {
        return sendWhole(server.binary.wrap(bytes, 0, bytes.length, true), null);
    }

    /**
     * Sends a message as it is, such as one that has just come.
     *
     * @param message whole
     * @return as {@link #sendUtf8}
     */
    public boolean send(Data message) {
        return sendWhole(message, null);
    }

    /**
     * Sends a message that may go to others too, and is encoded once for all.
     *
     * @param message any
     * @return as {@link #sendUtf8}
     */
    public boolean send(EncodedMessage message) {
        return sendWhole(message, null);
    }

    /**
     * Sends a message that makes those with the same key obsolete which still wait ({@link SlowConsumer#CONFLATE}).
     *
     * @param message any
     * @param key of what it tells about
     * @return as {@link #sendUtf8}
     */
    public boolean sendLatest(EncodedMessage message, Object key) {
        return sendWhole(message, key);
    }

    /** A message of the same kind would be taken for the last part of one that has begun. */
    private boolean sendWhole(WebSocketPart message, Object key) {
        if (isReady() && life.frames().gate().writer.isInside()) {
            LOG.warn("{}: a message is not sent: one that was begun by sendFragment has not ended", this);
            return false;
        }
        return send(message, key);
    }

    private boolean send(WebSocketPart message, Object key) {
        if (life.phase() != Life.Phase.OPEN) {
            if (life.phase() == Life.Phase.CONNECTED || life.phase() == Life.Phase.DECIDING) {
                LOG.warn("{}: nothing can be sent before onReady", this);
            }
            return false;
        }
        try {
            return life.frames().send(message, key);
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
            case "text" -> sendWhole(new Text().wrap(Checked.text(raw), 0, raw.length, true), null);
            case "binary" -> sendBinary(raw);
            case "continuation" ->
                life.phase() == Life.Phase.OPEN && send(life.frames().continuation(raw), null);
            case "ping" -> sendControl(Ping.of(raw));
            case "pong" -> sendControl(Pong.of(raw));
            case "close" -> {
                boolean open = life.phase() == Life.Phase.OPEN;
                disconnect(Checked.close(raw));
                yield open;
            }
            default ->
                throw new IllegalArgumentException(
                        "there are life.frames() of type text, binary, continuation, ping, pong and close, not '" + type
                                + "'");
        };
    }

    private boolean sendControl(WebSocketPart part) {
        if (life.phase() != Life.Phase.OPEN) {
            return false;
        }
        life.frames().outbox().putControl(part);
        return true;
    }

    /**
     * Sends a ping; {@code onPong} is told of the answer, and {@link #rtt} of its time.
     *
     * @return whether it was sent
     */
    public boolean ping() {
        if (life.phase() != Life.Phase.OPEN) {
            return false;
        }
        life.frames().pulse().ping(http.session().kernel().clock().nanoTime());
        return true;
    }

    /**
     * Sends a ping and tells how long it took to come back.
     *
     * @param data up to 125 bytes, by which its pong is known
     * @param timeout how long to wait; zero for as long as the connection lives
     * @param answer told once: of the time, or of nothing if the pong has not come in time, or never will. Runs in the
     *     connection's session
     * @return whether it was sent
     */
    public boolean ping(byte[] data, Duration timeout, WebSocketHook<WebSocketConnection, Optional<Duration>> answer) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("a ping's timeout must be zero or more, not " + timeout);
        }
        if (data.length > 125) {
            throw new IllegalArgumentException(
                    "a ping carries up to 125 bytes, not " + data.length + " (RFC 6455 §5.5)");
        }
        if (!isReady()) {
            return false;
        }
        in(Pings.ASK, new Pings.Asked(data, timeout, answer));
        return true;
    }

    /**
     * Reads what is there now, and tells of it before this returns. The server does so by itself whenever something is
     * there, but when reading is paused.
     */
    public void recv() {
        if (isReady()) {
            in(Frames.READ, null);
        }
    }

    /** Reads no more for a while: what the peer sends backs up. It is not pinged meanwhile. */
    public void pause() {
        if (life.phase() == Life.Phase.OPEN) {
            life.frames().pause(true);
        }
    }

    /** Reads on after {@link #pause}. */
    public void resume() {
        if (life.phase() == Life.Phase.OPEN) {
            life.frames().pause(false);
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
        in(Frames.END, new Life.Ending(close, Disconnection.Cause.PROGRAM));
    }

    /** Breaks the connection now: no close frame, and nobody is told. */
    public void drop() {
        life.mute();
        close();
    }

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

    // ---- for its parts

    Life life() {
        return life;
    }

    void grantLater(Handshake granted) {
        in(Opening.GRANT, granted);
    }

    @Override
    public void shutdown(Context poe) {
        life.shutdown(poe);
    }

    @Override
    public void ended(Context poe) {
        life.over(poe);
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

    @Override
    public String toString() {
        return "WebSocket " + http;
    }
}
