package dev.usher.examples.webchat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A room: who is in it, and what was said there. Belongs to the room keeper. */
final class Room {
    static final String PREFIX = "/room/";

    /**
     * What a page gets that joins.
     *
     * @param room its name
     * @param epoch another one when its numbers have begun again
     * @param people who is there
     * @param sayings those of the history that the page does not have
     * @param missed whether there were more of them than are kept
     */
    record View(String room, long epoch, List<Person> people, List<Saying> sayings, boolean missed) {}

    /** As {@code /rooms} tells of it. */
    record Size(String name, int people) {}

    final String name;
    private final long epoch;
    private final Map<String, Visitor> people = new LinkedHashMap<>();
    private final History history;
    private long last; // number

    Room(String name, long epoch, int most) {
        this.name = name;
        this.epoch = epoch;
        history = new History(most);
    }

    String channel() {
        return PREFIX + name;
    }

    boolean isEmpty() {
        return people.isEmpty();
    }

    Size size() {
        return new Size(name, people.size());
    }

    /** Answers whether the visitor was not here yet. */
    boolean joins(Visitor visitor) {
        visitor.rooms.add(this);
        return people.put(visitor.id, visitor) == null;
    }

    /** Answers whether the visitor was here. */
    boolean leaves(Visitor visitor) {
        visitor.rooms.remove(this);
        return people.remove(visitor.id) != null;
    }

    Saying said(Visitor by, Say said, String text, long time) {
        Saying saying = new Saying(++last, by.id, by.nick, said.n(), time, text);
        history.add(saying);
        return saying;
    }

    /** What a page does not know yet. */
    View view(Join wanted) {
        long after = wanted.known(epoch);
        return new View(
                name,
                epoch,
                people.values().stream().map(Visitor::person).toList(),
                history.after(after),
                after > 0 && history.isShortOf(after, last));
    }
}
