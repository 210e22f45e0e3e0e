package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.util.Optional;

/**
 * Sees the messages of a {@link BayeuxConnection} on their way out and in, and may change or drop them. Out in the
 * order in which extensions were added, in by the reverse one.
 */
public interface ClientExtension {

    /**
     * A message is about to be sent.
     *
     * @param client who sends it
     * @param message as it is, or as another extension has left it
     * @return the same, or another; empty drops it, but for those that connect
     */
    default Optional<BayeuxMessage> outgoing(BayeuxConnection client, BayeuxMessage message) {
        return Optional.of(message);
    }

    /**
     * A message has come.
     *
     * @param client who gets it
     * @param message as it came, or as another extension has left it
     * @return the same, or another; empty drops it, but for the replies to those that connect
     */
    default Optional<BayeuxMessage> incoming(BayeuxConnection client, BayeuxMessage message) {
        return Optional.of(message);
    }
}
