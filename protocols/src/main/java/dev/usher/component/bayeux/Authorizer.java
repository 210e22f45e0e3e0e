package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;

/** Decides about the channels of a pattern. */
@FunctionalInterface
public interface Authorizer {

    /** What it says. */
    enum Verdict {
        /** Allowed, unless another denies. */
        GRANT,
        /** Not allowed, whatever others say. */
        DENY,
        /** Others shall decide. */
        PASS
    }

    /**
     * Runs in the server's session.
     *
     * @param client who asks; of a client that never shook hands nothing is known
     * @param right what it wants
     * @param channel of what; a pattern only to subscribe
     * @param message by which it asks
     * @return the verdict
     * @throws Exception counts as DENY
     */
    Verdict judge(BayeuxClient client, Right right, String channel, BayeuxMessage message) throws Exception;
}
