package dev.usher.component.websocket;

import dev.usher.filters.websocket.CloseCode;

/**
 * How a connection came to its end. Immutable.
 *
 * @param code that was received or sent; 1005 if the frame had none, 1006 if there was no frame at all
 * @param reason that stands beside it; empty if there is none
 * @param cause who or what ended it
 */
public record Disconnection(CloseCode code, String reason, Cause cause) {

    /** Who or what ends a connection. */
    public enum Cause {
        /** The peer has sent a close frame. */
        PEER,
        /** This program has called disconnect. */
        PROGRAM,
        /** The server shuts down. */
        SHUTDOWN,
        /** The peer has sent what it must not. */
        PROTOCOL,
        /** The handshake was not right, or was refused. */
        HANDSHAKE,
        /** Nothing was heard of the peer in time. */
        TIMEOUT,
        /** The peer sends more, or takes less, than it may. */
        LIMIT,
        /** A callback threw. */
        EXCEPTION,
        /** The connection has ended or broken without a close frame. */
        NETWORK
    }
}
