package dev.usher.component.http;

import dev.usher.kernel.Context;

/**
 * Is told of a connection, a request or an error.
 *
 * @param <T> what it is told of
 */
@FunctionalInterface
public interface HttpHook<T> {

    /**
     * Runs in the connection's session.
     *
     * @param poe valid until this returns
     * @param what it is told of
     * @throws Exception is logged; the server goes on
     */
    void on(Context poe, T what) throws Exception;
}
