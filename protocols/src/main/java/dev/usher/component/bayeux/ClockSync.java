package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Learns by how much the server's clock differs from this one, from the replies of a server that has
 * {@link TimesyncExtension}: the average of the last ten. Belongs to one client.
 */
public final class ClockSync implements ClientExtension {
    private static final int SAMPLES = 10;

    private final long[] lags = new long[SAMPLES];
    private final long[] offsets = new long[SAMPLES];
    private int count;

    /** One that has learned nothing yet. */
    public ClockSync() {}

    /** @return how long a message is on its way to the server, or back */
    public Duration lag() {
        return Duration.ofMillis(average(lags));
    }

    /** @return how much later it is at the server */
    public Duration offset() {
        return Duration.ofMillis(average(offsets));
    }

    /** @return how many replies it has learned from */
    public int samples() {
        return count;
    }

    /**
     * @param client whose clock this is about
     * @return the server's time
     */
    public Instant serverTime(BayeuxConnection client) {
        return client.clock().wallTime().plus(offset());
    }

    private long average(long[] values) {
        int known = Math.min(count, SAMPLES);
        long sum = 0;
        for (int i = 0; i < known; i++) {
            sum += values[i];
        }
        return known == 0 ? 0 : Math.round((double) sum / known);
    }

    private static boolean isAbout(BayeuxMessage message) {
        return message.channel().equals(MetaChannels.CONNECT)
                || message.channel().equals(MetaChannels.HANDSHAKE);
    }

    @Override
    public Optional<BayeuxMessage> outgoing(BayeuxConnection client, BayeuxMessage message) {
        if (!isAbout(message)) {
            return Optional.of(message);
        }
        long now = client.clock().wallTime().toEpochMilli();
        Map<String, Long> said = Map.of("tc", now, "l", average(lags), "o", average(offsets));
        return Optional.of(Ext.with(message, TimesyncExtension.NAME, said));
    }

    @Override
    public Optional<BayeuxMessage> incoming(BayeuxConnection client, BayeuxMessage message) {
        if (isAbout(message) && message.ext(TimesyncExtension.NAME).orElse(null) instanceof Map<?, ?> said) {
            long sent = Ext.number(said, "tc");
            long way = (client.clock().wallTime().toEpochMilli() - sent - Ext.number(said, "p")) / 2;
            lags[count % SAMPLES] = way;
            offsets[count % SAMPLES] = Ext.number(said, "ts") - sent - way;
            count++;
        }
        return Optional.of(message);
    }
}
