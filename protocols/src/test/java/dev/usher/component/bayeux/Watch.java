package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An extension that sees which messages were not parsed but known: they are the same objects as before. It may make
 * each another object, which no client has held before, and it may meddle, by its count alone, so that it does the same
 * in each run.
 */
final class Watch implements BayeuxExtension {
    private static final int CHANGES = 1;
    private static final int DROPS = 2;
    private static final int ENDS = 3;

    private final Set<BayeuxMessage> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final int meddling; // 0 for not
    private final boolean unlike;
    private int count;
    private int known;
    private int heldAgain;

    Watch(int meddling, boolean unlike) {
        this.meddling = meddling;
        this.unlike = unlike;
    }

    @Override
    public Optional<BayeuxMessage> incoming(Client client, BayeuxMessage message) {
        if (!seen.add(message)) {
            known++;
        }
        if (client.lastHeld.is(message)) {
            heldAgain++;
        }
        if (meddling == DROPS && ++count % 9 == 0) {
            return Optional.empty();
        }
        return Optional.of(unlike ? message.change().build() : message);
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
