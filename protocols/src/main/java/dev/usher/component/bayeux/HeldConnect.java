package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;

/**
 * The connect of a client that was held last of those that their connection knows again, which are short, and what is
 * said to it: mostly the very same each time. One client's.
 */
final class HeldConnect {
    private BayeuxMessage connect; // or null
    private BayeuxMessage reply;

    boolean is(BayeuxMessage message) {
        return message == connect;
    }

    BayeuxMessage replyTo(BayeuxMessage message) {
        if (message != connect) {
            connect = message;
            reply = Replies.done(message).build();
        }
        return reply;
    }
}
