package dev.usher.component.websocket;

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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the two ends of a WebSocket have in common (RFC 6455 §5 to §7): sending, hearing, closing. Belongs to the
 * kernel's thread; from other threads post {@link WebSocketServer#SEND_UTF8}, {@link WebSocketServer#SEND_BINARY} or
 * {@link WebSocketServer#DISCONNECT} to its session.
 *
 * @param <C> the end itself
 * @param <H> what its handshake is to a program
 */
public abstract sealed class WebSocketEndpoint<C extends WebSocketEndpoint<C, H>, H> extends Telling<C, H>
        permits WebSocketPeer, WebSocketClientConnection {

    enum Phase {
        /** A client's, while there is no connection. */
        IDLE,
        CONNECTED,
        DECIDING,
        OPEN,
        CLOSING,
        OVER
    }

    private Phase phase = Phase.CONNECTED;
    private Frames frames; // once it is open
    private H handshake; // once there is one
    private Agreement agreement; // once it is open
    private long maxSendSize;
    private Map<String, Object> attributes; // null until one is set

    WebSocketEndpoint(Hooks<C, H> hooks, Terms terms) {
        super(hooks);
        maxSendSize = terms.maxSendSize;
    }

    // ---- what the two ends do each in its way

    abstract Role role();

    /** Messages to be used again. */
    abstract Scratch scratch();

    /** @return its session, to which events may be posted */
    public abstract Session session();

    /** What an event of any session gets. */
    abstract Object event(Object value);

    /** Closes what carries it, and with it the connection. */
    abstract void close();

    /** It can be sent to no more. */
    abstract void left(Context poe);

    /** Ends it before it is open. */
    abstract void endEarly(Context poe, Ending ending);

    // ---- facts

    /** @return whether messages can be sent: the handshake is done, and no end has begun */
    public final boolean isReady() {
        return phase == Phase.OPEN;
    }

    /** @return the handshake and what was made of it; empty before there was one */
    public final Optional<H> request() {
        return Optional.ofNullable(handshake);
    }

    /** @return the subprotocol that is spoken, if one is */
    public final Optional<String> subprotocol() {
        return agreement == null ? Optional.empty() : agreement.subprotocol();
    }

    /** @return the extension that was agreed on, as the answer says it; empty for none */
    public final String extensions() {
        return agreement == null
                ? ""
                : agreement.extension().map(Object::toString).orElse("");
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
    public final C attribute(String name, Object value) {
        if (attributes == null) {
            attributes = new HashMap<>();
        }
        attributes.put(name, value);
        return self();
    }

    /** @return number of bytes put and not yet taken by the system */
    public final long bufferedAmount() {
        return frames == null ? 0 : frames.outbox().buffered();
    }

    /** @return how long the latest ping of the server's own took to come back */
    public final Optional<Duration> rtt() {
        return frames == null ? Optional.empty() : frames.pulse().rtt();
    }

    /** @return the largest message that may be sent, bytes */
    public final long maxSendSize() {
        return maxSendSize;
    }

    /**
     * @param bytes of the largest message that may be sent, more than 0
     * @return the same
     */
    public final long maxSendSize(long bytes) {
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
    public final boolean sendUtf8(String text) {
        return sendWhole(scratch().text.set(text, true), null);
    }

    /**
     * Sends bytes.
     *
     * @param bytes any number
     * @return as {@link #sendUtf8}
     */
    public final boolean sendBinary(byte[] bytes) {
        return sendWhole(scratch().binary.wrap(bytes, 0, bytes.length, true), null);
    }

    /**
     * Sends a message as it is, such as one that has just come.
     *
     * @param message whole
     * @return as {@link #sendUtf8}
     */
    public final boolean send(Data message) {
        return sendWhole(message, null);
    }

    /**
     * Sends a message that may go to others too, and is encoded once for all.
     *
     * @param message any
     * @return as {@link #sendUtf8}
     */
    public final boolean send(EncodedMessage message) {
        return sendWhole(message, null);
    }

    /**
     * Sends a message that makes those with the same key obsolete which still wait ({@link SlowConsumer#CONFLATE}).
     *
     * @param message any
     * @param key of what it tells about
     * @return as {@link #sendUtf8}
     */
    public final boolean sendLatest(EncodedMessage message, Object key) {
        return sendWhole(message, key);
    }

    /** A message of the same kind would be taken for the last part of one that has begun. */
    private boolean sendWhole(WebSocketPart message, Object key) {
        if (isReady() && frames.gate().writer.isInside()) {
            log().warn("{}: a message is not sent: one that was begun by sendFragment has not ended", this);
            return false;
        }
        return send(message, key);
    }

    private boolean send(WebSocketPart message, Object key) {
        if (phase != Phase.OPEN) {
            if (phase != Phase.CLOSING && phase != Phase.OVER) {
                log().warn("{}: nothing can be sent before onReady", this);
            }
            return false;
        }
        try {
            return frames.send(message, key);
        } catch (IllegalArgumentException e) {
            log().warn("{}: a message is not sent: {}", this, e.getMessage());
            return false;
        }
    }

    /**
     * Sends a part of a message; until its last part no other message can be sent, but pings can.
     *
     * @param part with {@code isLast}, of the same kind as the first
     * @return as {@link #sendUtf8}
     */
    public final boolean sendFragment(Data part) {
        return send(part, null);
    }

    /**
     * Sends a frame of a type.
     *
     * @param type text, binary, continuation, ping, pong or close
     * @param raw its bytes: UTF-8 for a text; a code and a reason for close
     * @return as {@link #sendUtf8}
     */
    public final boolean send(String type, byte[] raw) {
        return switch (type) {
            case "text" -> sendWhole(new Text().wrap(Checked.text(raw), 0, raw.length, true), null);
            case "binary" -> sendBinary(raw);
            case "continuation" -> phase == Phase.OPEN && send(frames.continuation(raw), null);
            case "ping" -> sendControl(Ping.of(raw));
            case "pong" -> sendControl(Pong.of(raw));
            case "close" -> {
                boolean open = phase == Phase.OPEN;
                disconnect(Checked.close(role(), raw));
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
    public final boolean ping() {
        if (phase != Phase.OPEN) {
            return false;
        }
        frames.pulse().ping(session().kernel().clock().nanoTime());
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
    public final boolean ping(byte[] data, Duration timeout, WebSocketHook<C, Optional<Duration>> answer) {
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
        in(Pings.ASK, new Pings.Asked(data, timeout, (poe, time) -> tell(poe, answer, time)));
        return true;
    }

    /**
     * Reads what is there now, and tells of it before this returns. That is done whenever something is there, but when
     * reading is paused.
     */
    public final void recv() {
        if (isReady()) {
            in(Frames.READ, null);
        }
    }

    /** Reads no more for a while: what the peer sends backs up. It is not pinged meanwhile. */
    public final void pause() {
        if (phase == Phase.OPEN) {
            frames.pause(true);
        }
    }

    /** Reads on after {@link #pause}. */
    public final void resume() {
        if (phase == Phase.OPEN) {
            frames.pause(false);
        }
    }

    // ---- ending

    /** Ends it with a close frame without code and reason; before the handshake is done, by refusing that with 403. */
    public final void disconnect() {
        disconnect(Close.EMPTY);
    }

    /**
     * Ends it with a code.
     *
     * @param code 1000 to 1003, 1007 to 1014 but not 1010, or 3000 to 4999
     */
    public final void disconnect(int code) {
        disconnect(code, "");
    }

    /**
     * Ends it with code 1000.
     *
     * @param reason for people who read logs
     */
    public final void disconnect(String reason) {
        disconnect(CloseCode.NORMAL.value(), reason);
    }

    /**
     * Ends it with a close frame, and the connection when the peer has answered that, or has not in time. A second call
     * does nothing.
     *
     * @param code as {@link #disconnect(int)} takes it
     * @param reason cut off behind 123 bytes of UTF-8
     */
    public final void disconnect(int code, String reason) {
        disconnect(Checked.close(role(), code, reason));
    }

    void disconnect(Close close) {
        in(Frames.END, new Ending(close, Disconnection.Cause.PROGRAM));
    }

    /** Breaks the connection now: no close frame, and nobody is told. */
    public final void drop() {
        tellsNoEnd();
        close();
    }

    /** An end that is to come. */
    record Ending(Close close, Disconnection.Cause cause) {}

    /** Does something in its own session. */
    <T> void in(Event<T> event, T payload) {
        Session session = session();
        session.kernel().call(session, event, payload);
    }
    // ---- its life, in its session

    final Frames frames() {
        return frames;
    }

    /** Null before it is open. */
    final Agreement agreement() {
        return agreement;
    }

    final Phase phase() {
        return phase;
    }

    final void phase(Phase next) {
        phase = next;
    }

    /** There is a handshake, to be judged. */
    final void decide(H asked) {
        phase = Phase.DECIDING;
        handshake = asked;
    }

    final void open(Context poe, Frames opened, Agreement agreed) {
        phase = Phase.OPEN;
        frames = opened;
        agreement = agreed;
        opened(poe);
        tell(poe, told().ready, handshake);
    }

    /** It can be sent to. */
    abstract void opened(Context poe);

    /** Begins anew, with another connection. */
    final void renew() {
        phase = Phase.CONNECTED;
        frames = null;
        handshake = null;
        agreement = null;
        tellsAgain();
    }

    @Override
    final void failed(Context poe) {
        if (phase == Phase.OPEN) {
            end(poe, new Ending(new Close(CloseCode.INTERNAL_ERROR, ""), Disconnection.Cause.EXCEPTION));
        } else {
            failedEarly(poe);
        }
    }

    /** A callback threw before it is open, or after. */
    abstract void failedEarly(Context poe);

    /** Ends it from this side. */
    final void end(Context poe, Ending ending) {
        if (phase == Phase.OPEN) {
            closing(poe, ending.close, ending.cause);
            frames.end(poe, ending.close, ending.cause);
        } else if (phase != Phase.CLOSING && phase != Phase.OVER) {
            endEarly(poe, ending);
        }
    }

    /** The peer has sent its close frame. */
    final void peerCloses(Context poe, Close close) {
        closing(poe, close, Disconnection.Cause.PEER);
        frames.answer(poe, close.answer(role()));
    }

    private void closing(Context poe, Close close, Disconnection.Cause cause) {
        phase = Phase.CLOSING;
        left(poe);
        tellEnd(poe, close.code(), close.reason(), cause);
    }

    /** The connection has broken or ended. */
    final void lost(Context poe) {
        tellEnd(poe, CloseCode.ABNORMAL, "", Disconnection.Cause.NETWORK);
        close();
    }

    /** The connection is gone. */
    final void over(Context poe) {
        if (phase == Phase.OPEN) {
            left(poe);
        }
        phase = Phase.OVER;
        if (frames != null) {
            frames.over(poe);
        }
    }
}
