package dev.usher.component.websocket;

import dev.usher.filters.websocket.Data;
import dev.usher.kernel.PoeUri;

/**
 * Who is told of a connection's events: said for all connections of a server or client, or, in {@code onConnect}, for
 * one. Each verb replaces what was said before. Every callback has the connection, its session's context and a value.
 *
 * @param <B> what says it, which every verb answers
 * @param <C> a connection
 * @param <H> what its handshake is to a program
 */
public abstract sealed class WebSocketEvents<B, C extends WebSocketEndpoint<C, H>, H>
        permits WebSocketBuilder, Telling {

    WebSocketEvents() {}

    abstract B self();

    /** Whether a client says it. */
    boolean isOfClient() {
        return false;
    }

    /** To be changed. */
    abstract Hooks<C, H> hooks();

    /**
     * At a server: the whole request is there, and fits; nothing is answered yet. May reject or defer. At a client: the
     * request is about to be sent. May add fields to it.
     *
     * @param hook is told
     * @return this
     */
    public final B onHandshake(WebSocketHook<C, H> hook) {
        hooks().handshake = hook;
        return self();
    }

    /**
     * The handshake is done: the first moment to send.
     *
     * @param hook is told
     * @return this
     */
    public final B onReady(WebSocketHook<C, H> hook) {
        hooks().ready = hook;
        return self();
    }

    /**
     * A text has come; it may be empty.
     *
     * @param hook is told
     * @return this
     */
    public final B onUtf8(WebSocketHook<C, String> hook) {
        hooks().utf8 = hook;
        return self();
    }

    /**
     * Bytes have come, maybe none.
     *
     * @param hook gets a copy, to keep
     * @return this
     */
    public final B onBinary(WebSocketHook<C, byte[]> hook) {
        hooks().binary = hook;
        return self();
    }

    /**
     * A message has come, text or binary: told before {@link #onUtf8} and {@link #onBinary}, without a string or a copy
     * being made.
     *
     * @param hook gets a view, valid until it returns
     * @return this
     */
    public final B onMessage(WebSocketHook<C, Data> hook) {
        hooks().message = hook;
        return self();
    }

    /**
     * A part of a message has come: whatever there is of it, whole characters if it is a text, so that a message may be
     * larger than the memory. Must be said before the handshake is done; then {@link #onMessage}, {@link #onUtf8} and
     * {@link #onBinary} are not told.
     *
     * @param hook gets a view, valid until it returns, which knows whether it is first and last
     * @return this
     */
    public final B onPart(WebSocketHook<C, Data> hook) {
        hooks().part = hook;
        return self();
    }

    /**
     * A ping has come, and was answered.
     *
     * @param hook gets a copy of its bytes
     * @return this
     */
    public final B onPing(WebSocketHook<C, byte[]> hook) {
        hooks().ping = hook;
        return self();
    }

    /**
     * A pong has come, also one that answers a ping of this end's own.
     *
     * @param hook gets a copy of its bytes
     * @return this
     */
    public final B onPong(WebSocketHook<C, byte[]> hook) {
        hooks().pong = hook;
        return self();
    }

    /**
     * Little waits to be sent again, after much had waited.
     *
     * @param hook gets the number of bytes that still wait
     * @return this
     */
    public final B onDrain(WebSocketHook<C, Long> hook) {
        hooks().drain = hook;
        return self();
    }

    /**
     * The connection ends, whatever ends it; once. What is sent now is dropped.
     *
     * @param hook is told
     * @return this
     */
    public final B onDisconnect(WebSocketHook<C, Disconnection> hook) {
        hooks().disconnect = hook;
        return self();
    }

    /**
     * A callback of this connection threw; it is closed with 1011. Without this hook the log is told.
     *
     * @param hook is told
     * @return this
     */
    public final B onError(WebSocketHook<C, Throwable> hook) {
        hooks().error = hook;
        return self();
    }

    /**
     * Says by name who is told, instead of whoever was.
     *
     * @param name handshake, ready, utf8, binary, message, part, ping, pong, drain, disconnect or error; of clients
     *     also connect_error and refused
     * @param callback a {@link WebSocketHook}, or {@code poe:session/event} whose event gets a {@link WebSocketEvent},
     *     that of a client a {@link WebSocketClientEvent}
     * @return this
     * @throws IllegalArgumentException if there is no such event, or the callback is neither
     */
    public final B on(String name, Object callback) {
        Hooks<C, H> hooks = hooks();
        if (!isOfClient() && (name.equals("refused") || name.equals("connect_error"))) {
            throw new IllegalArgumentException("'" + name + "' is an event of clients only");
        }
        switch (name) {
            case "handshake" -> hooks.handshake = hook(name, callback);
            case "ready" -> hooks.ready = hook(name, callback);
            case "utf8" -> hooks.utf8 = hook(name, callback);
            case "binary" -> hooks.binary = hook(name, callback);
            case "message" -> hooks.message = hook(name, callback);
            case "part" -> hooks.part = hook(name, callback);
            case "ping" -> hooks.ping = hook(name, callback);
            case "pong" -> hooks.pong = hook(name, callback);
            case "drain" -> hooks.drain = hook(name, callback);
            case "disconnect" -> hooks.disconnect = hook(name, callback);
            case "error" -> hooks.error = hook(name, callback);
            case "refused" -> hooks.refused = hook(name, callback);
            case "connect_error" -> hooks.connectError = hook(name, callback);
            default -> throw new IllegalArgumentException("a WebSocket connection has no event '" + name + "'");
        }
        return self();
    }

    /**
     * Says by name who is told as well, behind whoever is.
     *
     * @param name as {@link #on} takes it
     * @param callback as {@link #on} takes it
     * @return this
     * @throws IllegalArgumentException if there is no such event, or the callback is neither
     */
    public final B addListener(String name, Object callback) {
        Hooks<C, H> before = hooks().copy();
        on(name, callback);
        Hooks<C, H> hooks = hooks();
        switch (name) {
            case "handshake" -> hooks.handshake = Hooks.both(before.handshake, hooks.handshake);
            case "ready" -> hooks.ready = Hooks.both(before.ready, hooks.ready);
            case "utf8" -> hooks.utf8 = Hooks.both(before.utf8, hooks.utf8);
            case "binary" -> hooks.binary = Hooks.both(before.binary, hooks.binary);
            case "message" -> hooks.message = Hooks.both(before.message, hooks.message);
            case "part" -> hooks.part = Hooks.both(before.part, hooks.part);
            case "ping" -> hooks.ping = Hooks.both(before.ping, hooks.ping);
            case "pong" -> hooks.pong = Hooks.both(before.pong, hooks.pong);
            case "drain" -> hooks.drain = Hooks.both(before.drain, hooks.drain);
            case "disconnect" -> hooks.disconnect = Hooks.both(before.disconnect, hooks.disconnect);
            case "refused" -> hooks.refused = Hooks.both(before.refused, hooks.refused);
            case "connect_error" -> hooks.connectError = Hooks.both(before.connectError, hooks.connectError);
            default -> hooks.error = Hooks.both(before.error, hooks.error);
        }
        return self();
    }

    @SuppressWarnings("unchecked") // by name nobody can say what a callback takes
    private <T> WebSocketHook<C, T> hook(String name, Object callback) {
        if (callback instanceof WebSocketHook<?, ?> code) {
            return (WebSocketHook<C, T>) code;
        }
        if (callback instanceof String || callback instanceof PoeUri) {
            PoeUri uri = callback instanceof PoeUri made ? made : PoeUri.of((String) callback);
            return (connection, poe, value) -> mustReach(uri.callThrough(poe, connection.event(value)), uri, name);
        }
        throw new IllegalArgumentException("the callback of '" + name + "' must be a poe: URI or code, not "
                + (callback == null ? "null" : callback.getClass().getName()));
    }

    static void mustReach(boolean reached, PoeUri uri, String event) {
        if (!reached) {
            throw new IllegalStateException("nobody handles " + uri + ", which is to be told of '" + event + "'");
        }
    }
}
