package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.util.ArrayDeque;
import java.util.List;

/** The messages that wait for a client, and those it has not said that it got. Belongs to one client. */
final class ClientQueue {
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>(4);
    private final int most;
    private Unacknowledged unacknowledged; // or null: it does not say what it got
    private int eager; // that are not lazy

    ClientQueue(int most) {
        this.most = most;
    }

    int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean hasEager() {
        return eager > 0;
    }

    boolean isFull() {
        return waiting.size() + (unacknowledged == null ? 0 : unacknowledged.size()) >= most;
    }

    /** The client says of each answer to a connect that it got it. */
    void acknowledges() {
        unacknowledged = new Unacknowledged();
    }

    /** Whether it does: its messages go with connects only then. */
    boolean isAcknowledged() {
        return unacknowledged != null;
    }

    /** What a connect says of that. */
    void heard(BayeuxMessage connect) {
        if (unacknowledged != null) {
            unacknowledged.heard(connect);
        }
    }

    /** Whether a connect need not wait. */
    boolean isPressing() {
        return eager > 0 || unacknowledged != null && !unacknowledged.isEmpty();
    }

    void add(Delivery delivery) {
        waiting.addLast(delivery);
        eager += delivery.lazy ? 0 : 1;
    }

    Delivery take() {
        Delivery first = waiting.pollFirst();
        eager -= first.lazy ? 0 : 1;
        return first;
    }

    void dropOldest() {
        if (waiting.isEmpty()) {
            unacknowledged.forgetOldest();
        } else {
            take();
        }
    }

    void dropChannel(String channel) {
        waiting.removeIf(old -> old.message.channel().equals(channel));
        eager = 0;
        for (Delivery left : waiting) {
            eager += left.lazy ? 0 : 1;
        }
    }

    void clear() {
        waiting.clear();
        eager = 0;
    }

    /** Adds all that waits to an answer. */
    void takeInto(List<BayeuxMessage> all) {
        if (unacknowledged != null) {
            unacknowledged.begin(all);
        }
        while (!waiting.isEmpty()) {
            Delivery next = take();
            all.add(next.message);
            if (unacknowledged != null) {
                unacknowledged.add(next);
            }
        }
        if (unacknowledged != null) {
            unacknowledged.sign(all);
        }
    }
}
