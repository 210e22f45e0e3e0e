package dev.usher.filters.http;

/** The four forms of a request target (RFC 9112 §3.2). */
public enum TargetForm {
    /** {@code /path?query}: the usual one. */
    ORIGIN,
    /** {@code http://host/path?query}: to proxies, and to be understood by everybody. */
    ABSOLUTE,
    /** {@code host:port}: of CONNECT only. */
    AUTHORITY,
    /** {@code *}: of OPTIONS only, the server itself. */
    ASTERISK
}
