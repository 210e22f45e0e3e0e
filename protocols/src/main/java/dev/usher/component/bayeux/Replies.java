package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxError;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.MessageBuilder;

/** What every reply has (Bayeux 1.0 §4, §5). No state. */
final class Replies {
    private Replies() {}

    static MessageBuilder done(BayeuxMessage message) {
        return BayeuxMessage.answering(message).successful(true);
    }

    static MessageBuilder refused(BayeuxMessage message, BayeuxError error) {
        MessageBuilder reply = BayeuxMessage.answering(message).error(error);
        message.rawSubscription().ifPresent(reply::subscription);
        return reply;
    }
}
