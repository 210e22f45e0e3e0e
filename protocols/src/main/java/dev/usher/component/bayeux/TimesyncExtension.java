package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells clients the server's time. A client says in {@code ext.timesync} of a handshake or connect when it sends it
 * ({@code tc}), and what it holds for the time of the way ({@code l}) and the difference of the clocks ({@code o}), in
 * milliseconds. The reply says {@code tc} again, when the message came ({@code ts}), how long it was kept ({@code p})
 * and by how much the client is wrong ({@code a}). For {@code extend}; one serves any number of servers and kernels.
 */
public final class TimesyncExtension implements BayeuxExtension {
    static final String NAME = "timesync";

    private static final long TARGET_MS = 25;

    private final long targetMs;

    /** One that answers clients that are wrong by more than 25 ms. */
    public TimesyncExtension() {
        this(Duration.ofMillis(TARGET_MS));
    }

    /** @param target how wrong a client may be before it is told so */
    public TimesyncExtension(Duration target) {
        targetMs = target.toMillis();
    }

    /** What was asked, and when that came. */
    private record Asked(Map<?, ?> said, long atMs, long atNs) {}

    private static boolean isAbout(BayeuxMessage message) {
        return message.channel().equals(MetaChannels.CONNECT)
                || message.channel().equals(MetaChannels.HANDSHAKE);
    }

    @Override
    public Optional<BayeuxMessage> incoming(Client client, BayeuxMessage message) {
        if (isAbout(message) && message.ext(NAME).orElse(null) instanceof Map<?, ?> said) {
            Clock clock = client.clock();
            client.flags().put(NAME, new Asked(said, clock.wallTime().toEpochMilli(), clock.nanoTime()));
        }
        return Optional.of(message);
    }

    @Override
    public Optional<BayeuxMessage> outgoing(Client client, BayeuxMessage message) {
        if (!isAbout(message) || !(client.flags().remove(NAME) instanceof Asked asked)) {
            return Optional.of(message);
        }
        long sentMs = Ext.number(asked.said, "tc");
        long wayMs = Ext.number(asked.said, "l");
        long offsetMs = Ext.number(asked.said, "o");
        long wrongMs = sentMs + offsetMs + wayMs - asked.atMs;
        boolean knows = wayMs != 0 || offsetMs != 0;
        if (knows && Math.abs(wrongMs) <= targetMs) {
            return Optional.of(message);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("tc", sentMs);
        answer.put("ts", asked.atMs);
        answer.put("p", (client.clock().nanoTime() - asked.atNs) / 1_000_000);
        answer.put("a", wrongMs);
        return Optional.of(Ext.with(message, NAME, answer));
    }
}
