package dev.usher.component.http;

import dev.usher.kernel.Context;

/** What is mounted on a server that runs. Belongs to the kernel's thread. */
public interface Mounted {

    /**
     * A client has connected. Runs in the connection's session, before anything is read.
     *
     * @param poe valid until this returns
     * @param connection of the client
     */
    void connected(Context poe, HttpConnection connection);

    /**
     * The server cannot listen, or could not accept. Runs in the server's session.
     *
     * @param poe valid until this returns
     * @param error what failed
     * @return whether somebody was told, so that the log need not be
     */
    default boolean failed(Context poe, HttpError error) {
        return false;
    }

    /**
     * The server shuts down: told before it stops listening and before its connections are told. Runs in the server's
     * session, once.
     *
     * @param poe valid until this returns
     */
    void shutdown(Context poe);
}
