package dev.usher.component.websocket;

import dev.usher.filters.websocket.Data;
import dev.usher.kernel.IoError;

/**
 * What is told to whom; null where nobody wants to know. Connections share their definition's until they say otherwise.
 */
final class Hooks<C, H> implements Cloneable {
    WebSocketHook<C, H> handshake;
    WebSocketHook<C, H> ready;
    WebSocketHook<C, String> utf8;
    WebSocketHook<C, byte[]> binary;
    WebSocketHook<C, Data> message;
    WebSocketHook<C, Data> part;
    WebSocketHook<C, byte[]> ping;
    WebSocketHook<C, byte[]> pong;
    WebSocketHook<C, Long> drain;
    WebSocketHook<C, Disconnection> disconnect;
    WebSocketHook<C, Throwable> error;
    WebSocketHook<C, WebSocketAnswer> refused; // a client's only
    WebSocketHook<C, IoError> connectError; // a client's only

    @SuppressWarnings("unchecked") // a clone is of the same type
    Hooks<C, H> copy() {
        try {
            return (Hooks<C, H>) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** Both, one after the other. */
    static <C, T> WebSocketHook<C, T> both(WebSocketHook<C, T> one, WebSocketHook<C, T> other) {
        return one == null
                ? other
                : (connection, poe, value) -> {
                    one.on(connection, poe, value);
                    other.on(connection, poe, value);
                };
    }
}
