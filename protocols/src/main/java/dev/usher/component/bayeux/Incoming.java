package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxError;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.filters.bayeux.MessageBuilder;
import java.util.Optional;

/**
 * A message on its way in, as {@link MessageAcl} and {@link Service} see it. Belongs to the kernel's thread; may be
 * kept, and decided on or responded to from any session.
 */
public final class Incoming {
    private static final int FORBIDDEN = 403;

    private final Batch batch;
    private final BayeuxClient client;
    private final BayeuxMessage message;
    private BayeuxError error; // or null
    private boolean deferred;
    private boolean decided;
    long timer; // of the decision, 0 for none

    Incoming(Batch batch, BayeuxClient client, BayeuxMessage message) {
        this.batch = batch;
        this.client = client;
        this.message = message;
    }

    /** @return what has come */
    public BayeuxMessage message() {
        return message;
    }

    /** @return who sends it */
    public BayeuxClient client() {
        return client;
    }

    /** @return what the transport is */
    public Transport transport() {
        return batch.carrier().transport();
    }

    Batch batch() {
        return batch;
    }

    // ---- deciding

    /**
     * Refuses it (403).
     *
     * @param text why, for people; the manual's {@code is_error}
     */
    public void error(String text) {
        error(FORBIDDEN, text);
    }

    /**
     * Refuses it.
     *
     * @param code 400 to 599
     * @param text why, for people
     */
    public void error(int code, String text) {
        if (code < 400 || code > 599) {
            throw new IllegalArgumentException("an error has a code from 400 to 599, not " + code);
        }
        error = new BayeuxError(code, text);
        if (deferred) {
            decide();
        }
    }

    /** @return why it is refused, empty if it is not */
    public Optional<BayeuxError> error() {
        return Optional.ofNullable(error);
    }

    /**
     * Decides later, by {@link #allow} or {@link #error}; what came behind it waits. Without a decision in time it is
     * refused. For {@link MessageAcl} only.
     */
    public void defer() {
        if (batch.isDeciding(this)) {
            deferred = true;
        } else {
            throw new IllegalStateException("only a MessageACL can defer its decision, before it returns");
        }
    }

    /** Allows it, after {@link #defer}. */
    public void allow() {
        if (deferred) {
            decide();
        }
    }

    private void decide() {
        if (!decided) {
            decided = true;
            batch.decided(this);
        }
    }

    /** Whether its sender was forgotten while it was decided on. */
    boolean isOrphaned() {
        return !client.isAlive() && !client.isAnonymous() && !message.channel().equals(MetaChannels.HANDSHAKE);
    }

    boolean isDeferred() {
        return deferred && !decided;
    }

    // ---- responding

    /**
     * Sends its sender a message on the same channel, with the same id. Now or later; dropped if the client has gone.
     *
     * @param data in whatever form {@link dev.usher.filters.bayeux.Json#of(Object)} takes it
     */
    public void respond(Object data) {
        respond(BayeuxMessage.answering(message).data(data));
    }

    /**
     * Sends its sender a message.
     *
     * @param response gets the channel and the id of this message where it has none
     */
    public void respond(MessageBuilder response) {
        BayeuxMessage made = response.build();
        if (!made.hasChannel()) {
            response.channelOf(message);
        }
        if (made.rawId().isEmpty()) {
            message.rawId().ifPresent(response::id);
        }
        batch.respond(client, response.build());
    }
}
