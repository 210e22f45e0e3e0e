package dev.usher.examples.webchat;

import java.util.ArrayDeque;
import java.util.List;

/** The last sayings of a room, oldest first. Belongs to the room. */
final class History {
    private final ArrayDeque<Saying> sayings = new ArrayDeque<>();
    private final int most;

    History(int most) {
        this.most = most;
    }

    void add(Saying saying) {
        if (sayings.size() == most) {
            sayings.removeFirst();
        }
        sayings.addLast(saying);
    }

    List<Saying> after(long number) {
        return sayings.stream().filter(saying -> saying.number() > number).toList();
    }

    /** Whether one that came behind this number is kept no more. */
    boolean isShortOf(long number, long last) {
        long first = sayings.isEmpty() ? last + 1 : sayings.peekFirst().number();
        return number + 1 < first;
    }
}
