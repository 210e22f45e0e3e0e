package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxError;
import dev.usher.filters.bayeux.BayeuxMessage;
import dev.usher.kernel.Context;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that came together, and their replies, in their order. One that waits for a decision keeps those behind
 * it waiting. Belongs to the server's session.
 *
 * <pre>
 *   RUNNING ---> ANSWERED
 *    |  ^ |
 *    v  | +----> HELD, by the client's poll
 *   DECIDING
 * </pre>
 */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(BayeuxServer.class);
    private static final int INTERNAL = 500;

    private final BayeuxListener server;
    private final Carrier carrier;
    private final List<BayeuxMessage> messages;
    private final List<BayeuxMessage> replies = new ArrayList<>(2);
    private int at;
    private Incoming deciding; // or null
    private Client client; // whose messages may ride on the answer; or null
    private Poll poll; // or null
    private boolean connects;

    Batch(BayeuxListener server, Carrier carrier, List<BayeuxMessage> messages) {
        this.server = server;
        this.carrier = carrier;
        this.messages = ordered(messages);
    }

    /** A handshake comes alone, whatever is sent with it; a connect comes first. */
    private static List<BayeuxMessage> ordered(List<BayeuxMessage> messages) {
        if (messages.size() < 2) {
            return messages;
        }
        for (int i = 0; i < messages.size(); i++) {
            BayeuxMessage message = messages.get(i);
            if (message.channel().equals(MetaChannels.HANDSHAKE)) {
                return List.of(message);
            }
        }
        for (int i = 1; i < messages.size(); i++) {
            if (messages.get(i).channel().equals(MetaChannels.CONNECT)) {
                List<BayeuxMessage> moved = new ArrayList<>(messages);
                moved.add(0, moved.remove(i));
                return moved;
            }
        }
        return messages;
    }

    Carrier carrier() {
        return carrier;
    }

    /** Whether a connect in it may be held: on a request only if that is all it asks for. */
    boolean mayHold() {
        return messages.size() == 1 || carrier.transport() == Transport.WEBSOCKET;
    }

    /** Whether this is the first connect in it. */
    boolean connects() {
        boolean first = !connects;
        connects = true;
        return first;
    }

    void hold(Poll held) {
        poll = held;
    }

    void add(BayeuxMessage reply) {
        replies.add(reply);
    }

    // ---- running

    void proceed(Context poe) {
        while (at < messages.size()) {
            if (!step(poe, messages.get(at))) {
                carrier.waits(true);
                return;
            }
            at++;
        }
        finish(poe);
    }

    /** Answers whether the message is done with. */
    private boolean step(Context poe, BayeuxMessage came) {
        Incoming incoming = deciding;
        deciding = null;
        try {
            if (incoming == null) {
                incoming = server.gate().admit(this, came);
                if (incoming == null) {
                    return true; // and replied to
                }
                if (incoming.error().isEmpty() && server.gate().isJudged(incoming)) {
                    deciding = incoming;
                    server.gate().judge(poe, incoming);
                    if (incoming.isDeferred()) {
                        return false;
                    }
                    deciding = null;
                }
            }
            if (incoming.isOrphaned()) {
                add(Gate.unknown(came).build());
                return true;
            }
            handle(poe, incoming);
        } catch (Throwable e) {
            LOG.error("{}: a message on '{}' could not be handled", server, came.channel(), e);
            deciding = null;
            add(Replies.refused(came, new BayeuxError(INTERNAL, "something went wrong here"))
                    .build());
        }
        return true;
    }

    private void handle(Context poe, Incoming incoming) {
        BayeuxMessage message = incoming.message();
        if (message.isMeta()) {
            server.meta().handle(poe, this, incoming);
        } else {
            server.publishing().handle(poe, this, incoming);
        }
    }

    boolean isDeciding(Incoming incoming) {
        return deciding == incoming;
    }

    void decided(Incoming incoming) {
        server.session().kernel().call(server.session(), BayeuxListener.DECIDED, incoming);
    }

    void goOn(Context poe, Incoming incoming) {
        if (deciding == incoming) {
            carrier.waits(false);
            proceed(poe);
        }
    }

    // ---- answering

    void concerns(Client sender) {
        client = sender;
    }

    /** A service's response: to a client that is known as a message of its own, else beside the reply. */
    void respond(Client to, BayeuxMessage response) {
        if (to.isAnonymous()) {
            add(response);
        } else {
            to.deliver(new Delivery(response, false));
        }
    }

    private void finish(Context poe) {
        if (poll != null && poll.carrier == carrier && carrier.transport() != Transport.WEBSOCKET) {
            return; // its reply is the whole answer
        }
        if (client != null && client.isAlive() && client.rides(carrier, connects)) {
            client.takeInto(replies);
        }
        if (!replies.isEmpty() || carrier.transport() != Transport.WEBSOCKET) {
            carrier.send(replies);
        }
    }
}
