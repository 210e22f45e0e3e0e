package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Event;

/**
 * Asks a client, by {@link BayeuxClient#SUBSCRIBE}, to tell the session that sends it of a channel's messages.
 *
 * @param channel or pattern; of {@code /meta} and {@code /service} too, of which the server is not told
 * @param state what messages become
 */
public record Listen(String channel, Event<BayeuxMessage> state) {}
