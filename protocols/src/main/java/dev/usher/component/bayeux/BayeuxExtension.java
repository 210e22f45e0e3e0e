package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.util.Optional;

/**
 * Sees messages on their way in and out, and may change or drop them. Those of a server see all, those of a client its
 * own; in comes by the server's first, out by the client's first, each in the order in which they were added, outwards
 * in the reverse one.
 */
public interface BayeuxExtension {

    /**
     * A message has come from a client.
     *
     * @param client who sends it; before its handshake is done nothing else is known of it
     * @param message as it came, or as another extension has left it
     * @return the same, or another; empty drops it, which its sender is told
     */
    default Optional<BayeuxMessage> incoming(BayeuxClient client, BayeuxMessage message) {
        return Optional.of(message);
    }

    /**
     * A message goes to a client: a reply, or an event. What stays the same object is written once for all.
     *
     * @param client who gets it
     * @param message as it is, or as another extension has left it
     * @return the same, or another; empty drops it, but for replies
     */
    default Optional<BayeuxMessage> outgoing(BayeuxClient client, BayeuxMessage message) {
        return Optional.of(message);
    }
}
