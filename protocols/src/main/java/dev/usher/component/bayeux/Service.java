package dev.usher.component.bayeux;

import dev.usher.kernel.Context;

/** Answers the messages of a service channel. */
@FunctionalInterface
public interface Service {

    /**
     * Runs in the server's session. Answers by {@link Incoming#respond}, any number of times, now or later, or not at
     * all.
     *
     * @param poe valid until this returns
     * @param message of whoever asks
     * @throws Exception is logged; the client learns that something failed
     */
    void on(Context poe, Incoming message) throws Exception;
}
