package dev.usher.component.websocket;

import dev.usher.filters.websocket.Data;

/** What is told to whom; null where nobody wants to know. Connections share the server's until they say otherwise. */
final class Hooks implements Cloneable {
    WebSocketHook<WebSocketConnection, Handshake> handshake;
    WebSocketHook<WebSocketConnection, Handshake> ready;
    WebSocketHook<WebSocketConnection, String> utf8;
    WebSocketHook<WebSocketConnection, byte[]> binary;
    WebSocketHook<WebSocketConnection, Data> message;
    WebSocketHook<WebSocketConnection, Data> part;
    WebSocketHook<WebSocketConnection, byte[]> ping;
    WebSocketHook<WebSocketConnection, byte[]> pong;
    WebSocketHook<WebSocketConnection, Long> drain;
    WebSocketHook<WebSocketConnection, Disconnection> disconnect;
    WebSocketHook<WebSocketConnection, Throwable> error;

    Hooks copy() {
        try {
            return (Hooks) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** Both, one after the other. */
    static <T> WebSocketHook<WebSocketConnection, T> both(
            WebSocketHook<WebSocketConnection, T> one, WebSocketHook<WebSocketConnection, T> other) {
        return one == null
                ? other
                : (connection, poe, value) -> {
                    one.on(connection, poe, value);
                    other.on(connection, poe, value);
                };
    }
}
