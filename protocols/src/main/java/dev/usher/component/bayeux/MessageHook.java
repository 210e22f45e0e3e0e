package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Context;

/** Is told of a message that has come to a {@link BayeuxConnection}. */
@FunctionalInterface
public interface MessageHook {

    /**
     * Runs in the client's session.
     *
     * @param client whose message it is
     * @param poe valid until this returns
     * @param message may be kept
     * @throws Exception is logged; the client goes on
     */
    void on(BayeuxConnection client, Context poe, BayeuxMessage message) throws Exception;
}
