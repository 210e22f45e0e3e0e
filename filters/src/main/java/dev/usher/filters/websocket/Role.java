package dev.usher.filters.websocket;

/** Which end of a connection one is (RFC 6455 §5.1). */
public enum Role {
    /** Reads frames that are masked, writes frames that are not. */
    SERVER,
    /** Writes frames that are masked, reads frames that are not. */
    CLIENT
}
