package dev.usher.examples.webchat;

import dev.usher.component.bayeux.Client;
import java.util.LinkedHashSet;
import java.util.Set;

/** Somebody who has entered; remembered for a while when gone. Belongs to the room keeper. */
final class Visitor {
    final String id;
    final String token;
    final Allowance allowance;
    final Set<Room> rooms = new LinkedHashSet<>(4);
    Client client; // null: gone
    String nick;
    long last; // the number of what was said last

    Visitor(String id, String token, Allowance allowance) {
        this.id = id;
        this.token = token;
        this.allowance = allowance;
    }

    Person person() {
        return new Person(id, nick);
    }

    @Override
    public String toString() {
        return nick + " (" + id + ")";
    }
}
