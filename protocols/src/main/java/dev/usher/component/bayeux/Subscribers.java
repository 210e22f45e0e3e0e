package dev.usher.component.bayeux;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The subscriptions of one channel, in their order. Joining and leaving cost the same however many there are, and are
 * allowed while all are told. One thread.
 */
final class Subscribers {
    private static final Subscription[] NONE = {};

    private Subscription[] all = NONE;
    private int end;
    private int count;
    private int telling;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    void add(Subscription subscription) {
        if (end == all.length) {
            all = Arrays.copyOf(all, Math.max(2, end * 2));
        }
        subscription.place = end;
        all[end++] = subscription;
        count++;
    }

    void remove(Subscription subscription) {
        all[subscription.place] = null;
        subscription.place = -1;
        count--;
        if (telling == 0 && count < end / 2) {
            close();
        }
    }

    /** Moves those there are together. */
    private void close() {
        int to = 0;
        for (int i = 0; i < end; i++) {
            if (all[i] != null) {
                all[i].place = to;
                all[to++] = all[i];
            }
        }
        all = to == 0 ? NONE : Arrays.copyOf(all, Math.max(2, to));
        end = to;
    }

    /** Tells those that are there now and do not leave before their turn. */
    void forEach(Consumer<? super Subscription> action) {
        int until = end;
        telling++;
        try {
            for (int i = 0; i < until; i++) {
                Subscription subscription = all[i];
                if (subscription != null) {
                    action.accept(subscription);
                }
            }
        } finally {
            telling--;
        }
    }
}
