package dev.usher.component.bayeux;

import dev.usher.kernel.Context;

/** Decides whether a message is taken: the manual's MessageACL. */
@FunctionalInterface
public interface MessageAcl {

    /**
     * Runs in the server's session, for each message of a client from the network. Refuses by {@link Incoming#error},
     * or decides later after {@link Incoming#defer}; else the message is allowed.
     *
     * @param poe valid until this returns
     * @param client who sends it; at a handshake the client to be
     * @param message on its way in
     * @throws Exception refuses it, without telling the client why
     */
    void judge(Context poe, BayeuxClient client, Incoming message) throws Exception;
}
