package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Says in each message when it is sent, in UTC (Bayeux 1.0 §3.8): a server's to its clients, or a client's to its
 * server. Each client of a server has its own copy of what is published then, so that it is no longer written once for
 * all. For {@code extend} of either; one serves any number of them.
 */
public final class TimestampExtension implements BayeuxExtension, ClientExtension {

    /** One that has nothing to be said. */
    public TimestampExtension() {}

    @Override
    public Optional<BayeuxMessage> outgoing(Client client, BayeuxMessage message) {
        return Optional.of(stamped(message, client.clock()));
    }

    @Override
    public Optional<BayeuxMessage> outgoing(BayeuxConnection client, BayeuxMessage message) {
        return Optional.of(stamped(message, client.clock()));
    }

    private static BayeuxMessage stamped(BayeuxMessage message, Clock clock) {
        Instant now = clock.wallTime().truncatedTo(ChronoUnit.MILLIS);
        return message.change().field("timestamp", now.toString()).build();
    }
}
