package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What a client was sent and has not said that it got: each connect's answer has a number, and the next connect says
 * which one came last. What did not come is sent again, before what is new. Belongs to one client.
 */
final class Unacknowledged {
    static final String NAME = "ack";

    /** A message, and the number of the answer that it first went with. */
    private record Sent(long number, Delivery delivery) {}

    private final ArrayDeque<Sent> sent = new ArrayDeque<>(4);
    private long number;

    boolean isEmpty() {
        return sent.isEmpty();
    }

    int size() {
        return sent.size();
    }

    /** Whatever a connect says of acknowledgement. */
    void heard(BayeuxMessage connect) {
        if (connect.ext(NAME).orElse(null) instanceof Number last) {
            while (!sent.isEmpty() && sent.peekFirst().number() <= last.longValue()) {
                sent.removeFirst();
            }
        }
    }

    void forgetOldest() {
        sent.pollFirst();
    }

    /** Begins an answer, with what has to be sent again. */
    void begin(List<BayeuxMessage> all) {
        number++;
        sent.forEach(old -> all.add(old.delivery().message));
    }

    void add(Delivery delivery) {
        sent.addLast(new Sent(number, delivery));
    }

    /** Writes the answer's number into the reply to the connect. */
    void sign(List<BayeuxMessage> all) {
        for (int i = 0; i < all.size(); i++) {
            BayeuxMessage message = all.get(i);
            if (message.channel().equals(MetaChannels.CONNECT)
                    && message.successful().orElse(false)) {
                all.set(i, Ext.with(message, NAME, number));
                return;
            }
        }
    }
}
