package dev.usher.component.http;

import dev.usher.kernel.Context;

/**
 * A component that answers a part of an HTTP server's paths and lives as long as the server: a WebSocket server, say.
 * Immutable, as the server's description is.
 *
 * @param <R> what it is while a server runs
 */
public interface Mount<R extends Mounted> {

    /**
     * Says what it needs of the server: its route, and its events. Once, when it is mounted.
     *
     * @param path where, as {@link HttpServerBuilder#mount} was given it
     * @param server to be added to
     */
    void describe(String path, HttpServerBuilder server);

    /**
     * The server starts. Runs in the server's session, whenever one starts.
     *
     * @param poe valid until this returns
     * @return what {@link HttpConnection#mounted} answers
     */
    R begin(Context poe);
}
