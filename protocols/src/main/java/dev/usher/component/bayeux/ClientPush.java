package dev.usher.component.bayeux;

import java.util.Map;

/**
 * Sends one client a message, by {@link BayeuxServer#CLIENT_PUSH}: out of sequence, such as the late answer of a
 * service.
 *
 * @param channel of the message
 * @param clientId who gets it
 * @param fields all else that the message shall have: data, id, ...
 */
public record ClientPush(String channel, String clientId, Map<String, ?> fields) {}
