package dev.usher.network;

import java.io.IOException;

/** A listening handle: connections wait in its backlog until they are accepted. */
public interface ListenLink extends Link {

    /**
     * Accepts one waiting connection.
     *
     * @return the connection, or null if none waits now
     * @throws IOException if accepting failed; the link itself may still be good
     */
    StreamLink accept() throws IOException;
}
