package dev.usher.component.http.client;

import dev.usher.component.tcp.TcpClient;
import dev.usher.filters.http.HttpPart;
import java.util.ArrayDeque;
import java.util.Deque;

/** The connections that go one way, and the requests that wait for them. Belongs to the pool. */
final class Lane {
    final Way way;
    final TcpClient<PoolConnection, HttpPart, HttpPart> carrier;
    final Deque<PoolConnection> idle = new ArrayDeque<>(); // the one used last is first
    final Deque<Transaction> waiting = new ArrayDeque<>();
    int open; // connections, those that connect too
    int connecting;

    Lane(Way way, Agent agent) {
        this.way = way;
        carrier = agent.carrier(this);
    }

    boolean isUnused() {
        return open == 0 && waiting.isEmpty();
    }
}
