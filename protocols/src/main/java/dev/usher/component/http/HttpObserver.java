package dev.usher.component.http;

/**
 * Sees what a server does, and changes nothing: logs and metrics are observers. Called in the kernel's thread, in
 * whatever session works at the moment; must return at once. What it throws is logged.
 */
public interface HttpObserver {
    /**
     * A connection was accepted.
     *
     * @param connection the connection
     */
    default void connected(HttpConnection connection) {}

    /**
     * A connection has ended.
     *
     * @param connection the connection
     */
    default void disconnected(HttpConnection connection) {}

    /**
     * The head of a request has come.
     *
     * @param connection its connection
     */
    default void begun(HttpConnection connection) {}

    /**
     * A request has been answered, or its connection has ended before that. Comes once for each that has begun, behind
     * {@code post_request}.
     *
     * @param served what came of it; valid until this returns
     */
    default void served(Served served) {}
}
