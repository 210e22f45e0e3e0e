package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Event;
import java.time.Instant;

/** A client's wish for the messages of a channel. Belongs to the kernel's thread. */
public final class Subscription {
    static final Event<BayeuxMessage> DELIVER = Event.named("deliver", BayeuxMessage.class);

    final BayeuxClient client;
    private final String channel;
    private final Event<BayeuxMessage> state;
    private final boolean told;
    private final Instant subscribed;
    int place = -1; // among the subscribers

    Subscription(BayeuxClient client, String channel, Event<BayeuxMessage> state, boolean told, Instant subscribed) {
        this.client = client;
        this.channel = channel;
        this.state = state;
        this.told = told;
        this.subscribed = subscribed;
    }

    /** @return the channel or pattern */
    public String channel() {
        return channel;
    }

    /** @return the event of a local session that messages become */
    public Event<BayeuxMessage> state() {
        return state;
    }

    /** @return whether a local session is told of messages at all */
    public boolean isTold() {
        return told;
    }

    /** @return since when */
    public Instant subscribed() {
        return subscribed;
    }

    @Override
    public String toString() {
        return client.id() + " to " + channel;
    }
}
