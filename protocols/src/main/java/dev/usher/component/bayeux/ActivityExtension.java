package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.time.Duration;
import java.util.Optional;

/**
 * Forgets clients that say nothing but that they are there: who only connects for a while is told, by its next connect,
 * that it shall not come back. For {@code extend}; one serves any number of servers and kernels.
 */
public final class ActivityExtension implements BayeuxExtension {
    private static final String NAME = "activity";

    private final long mostNs;
    private final boolean hearing;

    /** @param most for how long a client may say nothing; what it is told does not count */
    public ActivityExtension(Duration most) {
        this(most, false);
    }

    /**
     * @param most for how long nothing may happen
     * @param hearing whether what a client is told counts too
     */
    public ActivityExtension(Duration most, boolean hearing) {
        if (most.isNegative() || most.isZero()) {
            throw new IllegalArgumentException("the time of inactivity must be more than zero, not " + most);
        }
        mostNs = most.toNanos();
        this.hearing = hearing;
    }

    @Override
    public Optional<BayeuxMessage> incoming(Client client, BayeuxMessage message) {
        if (!message.channel().equals(MetaChannels.CONNECT)) {
            note(client);
        } else if (client.flags().get(NAME) instanceof Long lastNs
                && client.clock().nanoTime() - lastNs >= mostNs) {
            client.disconnect();
            return Optional.empty();
        }
        return Optional.of(message);
    }

    @Override
    public Optional<BayeuxMessage> outgoing(Client client, BayeuxMessage message) {
        if (hearing && !message.isMeta() && message.successful().isEmpty()) {
            note(client);
        }
        return Optional.of(message);
    }

    private static void note(Client client) {
        client.flags().put(NAME, client.clock().nanoTime());
    }
}
