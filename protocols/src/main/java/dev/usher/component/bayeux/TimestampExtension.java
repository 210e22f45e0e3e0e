package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Says in each message to a client when it is sent, in UTC (Bayeux 1.0 §3.8). Each client has its own copy of what is
 * published then, so that it is no longer written once for all. For {@code extend}; one serves any number of servers.
 */
public final class TimestampExtension implements BayeuxExtension {

    /** One that has nothing to be said. */
    public TimestampExtension() {}

    @Override
    public Optional<BayeuxMessage> outgoing(Client client, BayeuxMessage message) {
        Instant now = client.clock().wallTime().truncatedTo(ChronoUnit.MILLIS);
        return Optional.of(message.change().field("timestamp", now.toString()).build());
    }
}
