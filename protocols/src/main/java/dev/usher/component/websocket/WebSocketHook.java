package dev.usher.component.websocket;

import dev.usher.kernel.Context;

/**
 * Is told of an event of a connection or of a server.
 *
 * @param <S> whose event it is
 * @param <T> what is told
 */
@FunctionalInterface
public interface WebSocketHook<S, T> {

    /**
     * Runs in the session of whose event it is. May send, disconnect and shut down; is not called again for the same
     * connection before it returns, but for the disconnection that it brings about itself.
     *
     * @param whose a connection, or a server
     * @param poe valid until this returns
     * @param what is told; views among it are valid until this returns
     * @throws Exception closes the connection with 1011, and is told to {@code onError}; others are not affected
     */
    void on(S whose, Context poe, T what) throws Exception;
}
