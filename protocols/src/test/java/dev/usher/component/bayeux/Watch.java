package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An extension that sees which messages were not parsed but known: they are the same objects as before. It may also
 * meddle, by its count alone, so that it does the same in each run.
 */
final class Watch implements BayeuxExtension {
    private static final int CHANGES = 1;
    private static final int DROPS = 2;
    private static final int ENDS = 3;

    private final Set<BayeuxMessage> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final int meddling; // 0 for not
    private int count;
    private int known;
    private int heldAgain;

    Watch(int meddling) {
        this.meddling = meddling;
    }

    @Override
    public Optional<BayeuxMessage> incoming(Client client, BayeuxMessage message) {
        if (!seen.add(message)) {
            known++;
        }
        if (client.lastHeld.is(message)) {
            heldAgain++;
        }
        return meddling == DROPS && ++count % 9 == 0 ? Optional.empty() : Optional.of(message);
    }

    @Override
    public Optional<BayeuxMessage> outgoing(Client client, BayeuxMessage message) {
        if (meddling == CHANGES && ++count % 3 == 0) {
            return Optional.of(message.change().ext(Map.of("n", count)).build());
        }
        if (meddling == ENDS && message.type().equals("connect") && ++count % 17 == 0) {
            client.disconnect();
        }
        return Optional.of(message);
    }

    /** How many messages were known. */
    int known() {
        return known;
    }

    /** How many were those that their client held last. */
    int heldAgain() {
        return heldAgain;
    }
}
