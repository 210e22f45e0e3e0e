package dev.usher.component.tcp;

import java.util.ArrayList;
import java.util.List;

/** A listener's connections and what it counts of them. Belongs to the kernel's thread. */
final class Tally {
    long accepted;
    long refused;
    long errors;
    private long bytesIn; // of connections that have ended
    private long bytesOut;
    private final List<TcpConnection<?, ?, ?>> connections = new ArrayList<>();

    void join(TcpConnection<?, ?, ?> connection) {
        connection.place = connections.size();
        connections.add(connection);
    }

    void leave(TcpConnection<?, ?, ?> connection) {
        TcpConnection<?, ?, ?> last = connections.remove(connections.size() - 1);
        if (last != connection) {
            connections.set(connection.place, last);
            last.place = connection.place;
        }
        connection.place = -1;
    }

    /** What a connection that has ended has read and written. */
    void count(long in, long out) {
        bytesIn += in;
        bytesOut += out;
    }

    /** A copy, since those who are told something may leave. */
    List<TcpConnection<?, ?, ?>> connections() {
        return List.copyOf(connections);
    }

    TcpCounts counts(int active) {
        long in = bytesIn;
        long out = bytesOut;
        for (TcpConnection<?, ?, ?> connection : connections) {
            in += connection.bytesIn();
            out += connection.bytesOut();
        }
        return new TcpCounts(accepted, refused, active, errors, in, out);
    }
}
