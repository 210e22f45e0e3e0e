package dev.usher.component.http;

import dev.usher.kernel.Context;

/**
 * Who goes on with a connection when its protocol is switched, and is told of its end in any case. Belongs to the
 * connection's session.
 */
public interface Successor {

    /**
     * The server shuts down. Whoever has switched the protocol ends the connection by itself, soon; else the server
     * does, when what is owed is answered.
     *
     * @param poe valid until this returns
     */
    void shutdown(Context poe);

    /**
     * The client has ended its output while an answer is owed: it may have gone, or wait for that answer.
     *
     * @param poe valid until this returns
     */
    default void inputEnded(Context poe) {}

    /**
     * The connection ends, whatever has ended it; its wheel takes no more. Once.
     *
     * @param poe valid until this returns
     */
    void ended(Context poe);
}
