package dev.usher.component.bayeux;

/**
 * Ends, by {@link BayeuxServer#UNSUBSCRIBE}, what {@link Subscribe} began.
 *
 * @param channel or pattern, as it was subscribed to
 * @param clientId as it was given
 */
public record Unsubscribe(String channel, String clientId) {}
