package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.util.List;

/** A connect that is held until there is something to say. Belongs to one client. */
final class Poll {
    final Client client;
    final Carrier carrier;
    final BayeuxMessage reply;
    final long timeoutNs;
    Browser browser; // that it counts for; or null

    Poll(Client client, Carrier carrier, BayeuxMessage reply, long timeoutNs) {
        this.client = client;
        this.carrier = carrier;
        this.reply = reply;
        this.timeoutNs = timeoutNs;
    }

    /**
     * Answers, and has that written before other polls are answered, while it is in a cache: nothing can come behind
     * it.
     *
     * @param all the reply, and what goes with it
     */
    void answer(List<BayeuxMessage> all) {
        carrier.send(all);
        carrier.flush();
    }
}
