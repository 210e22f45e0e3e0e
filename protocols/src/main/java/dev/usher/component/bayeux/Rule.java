package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.ChannelName;

/** An authorizer and the channels it decides about. Immutable. */
record Rule(String pattern, Authorizer authorizer) {

    /** Whether a channel, or any channel of a pattern, is among them. */
    boolean concerns(String channel) {
        return ChannelName.matches(channel, pattern) || ChannelName.matches(pattern, channel);
    }

    /** Whether a channel, or every channel of a pattern, is among them. */
    boolean covers(String channel) {
        return ChannelName.matches(channel, pattern) && (!channel.endsWith("/**") || pattern.endsWith("/**"));
    }
}
