package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Event;

/**
 * Asks a server, by {@link BayeuxServer#SUBSCRIBE}, to tell the session that sends it of a channel's messages.
 *
 * @param channel or pattern
 * @param clientId any that no other client has
 * @param state what messages become; {@code deliver} unless said
 * @param told whether they become anything: without, the session is only listed as a subscriber
 */
public record Subscribe(String channel, String clientId, Event<BayeuxMessage> state, boolean told) {

    /**
     * With an event of its own.
     *
     * @param channel or pattern
     * @param clientId any that no other client has
     * @param state what messages become
     */
    public Subscribe(String channel, String clientId, Event<BayeuxMessage> state) {
        this(channel, clientId, state, true);
    }

    /**
     * With the event {@code deliver}.
     *
     * @param channel or pattern
     * @param clientId any that no other client has
     */
    public Subscribe(String channel, String clientId) {
        this(channel, clientId, Subscription.DELIVER, true);
    }
}
