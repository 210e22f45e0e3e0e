package dev.usher.component.bayeux;

/** Where a {@link BayeuxConnection} stands. */
public enum BayeuxState {
    /** It has no id, and asks for none. */
    DISCONNECTED,
    /** It asks for an id. */
    HANDSHAKING,
    /** It has an id, and its first connect is under way. */
    CONNECTING,
    /** It connects, and is answered. */
    CONNECTED,
    /** Its latest connect was lost; it tries again. */
    UNCONNECTED,
    /** It says goodbye. */
    DISCONNECTING,
    /** It was shut down. */
    OVER
}
