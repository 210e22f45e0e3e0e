package dev.usher.component.websocket;

import java.util.ArrayList;
import java.util.List;

/**
 * Connections in groups that are looked at in turn, so that ten thousand of them are not pinged in one moment. Belongs
 * to one server.
 */
final class Rounds {
    /** Looks in a round: each connection is looked at once a round. */
    static final int GROUPS = 16;

    private final List<List<WebSocketConnection>> groups = new ArrayList<>();
    private int joining; // the group of the next one who joins
    private int next; // the group that is looked at next

    Rounds() {
        for (int i = 0; i < GROUPS; i++) {
            groups.add(new ArrayList<>());
        }
    }

    void join(WebSocketConnection connection) {
        List<WebSocketConnection> group = groups.get(joining);
        connection.place = group.size() * GROUPS + joining;
        group.add(connection);
        joining = (joining + 1) % GROUPS;
    }

    void leave(WebSocketConnection connection) {
        if (connection.place < 0) {
            return;
        }
        List<WebSocketConnection> group = groups.get(connection.place % GROUPS);
        WebSocketConnection last = group.remove(group.size() - 1);
        if (last != connection) {
            group.set(connection.place / GROUPS, last);
            last.place = connection.place;
        }
        connection.place = -1;
    }

    /** The next group: a copy, since those who are looked at may leave. */
    List<WebSocketConnection> next() {
        List<WebSocketConnection> group = List.copyOf(groups.get(next));
        next = (next + 1) % GROUPS;
        return group;
    }
}
