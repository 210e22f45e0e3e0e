package dev.usher.component.http.client;

import dev.usher.kernel.Context;
import dev.usher.kernel.Session;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * All connections of a client (POE::Component::Client::Keepalive): which request gets which, how many there may be.
 * Belongs to the agent's session.
 */
final class Pool {
    private final Agent agent;
    private final int mostOpen;
    private final int mostPerHost;
    private final Map<Way, Lane> lanes = new HashMap<>();
    /** Lanes that would open a connection if there were not so many already, the one that waits longest first. */
    private final Set<Lane> starving = new LinkedHashSet<>();

    /** Those that connect, by their sessions: one that is ended meanwhile tells of it by no event of its own. */
    private final Map<Session, PoolConnection> connecting = new HashMap<>();

    private int open;

    Pool(Agent agent, int mostOpen, int mostPerHost) {
        this.agent = agent;
        this.mostOpen = mostOpen;
        this.mostPerHost = mostPerHost;
    }

    /** Finds a connection for a request, now or later. */
    void add(Context poe, Way way, Transaction transaction) {
        Lane lane = lanes.computeIfAbsent(way, key -> new Lane(key, agent));
        PoolConnection kept = lane.idle.pollFirst();
        if (kept != null) {
            give(kept, transaction);
            return;
        }
        transaction.lane = lane;
        lane.waiting.addLast(transaction);
        open(poe, lane);
    }

    /** Opens another connection if one is wanted and there may be one. */
    private void open(Context poe, Lane lane) {
        if (lane.waiting.size() <= lane.connecting || lane.open >= mostPerHost) {
            return;
        }
        if (open >= mostOpen && !closeOneIdle()) {
            starving.add(lane);
            return;
        }
        open++;
        lane.open++;
        lane.carrier.start(poe);
    }

    private boolean closeOneIdle() {
        for (Lane lane : lanes.values()) {
            PoolConnection oldest = lane.idle.pollLast();
            if (oldest != null) {
                oldest.drop(); // tells of its end, which makes the room
                return open < mostOpen;
            }
        }
        return false;
    }

    private void give(PoolConnection connection, Transaction transaction) {
        transaction.lane = null;
        agent.kernel().call(connection.session(), PoolConnection.BEGIN, transaction);
    }

    /** One begins to connect. */
    void begun(PoolConnection connection) {
        connecting.put(connection.session(), connection);
        connection.lane().connecting++;
    }

    /** A connection is there, or has ended a request. */
    void free(PoolConnection connection) {
        Transaction next = connection.lane().waiting.pollFirst();
        if (next != null) {
            give(connection, next);
        } else if (starving.isEmpty()) {
            connection.lane().idle.addFirst(connection);
        } else {
            connection.drop();
        }
    }

    void connected(PoolConnection connection) {
        if (connecting.remove(connection.session()) != null) {
            connection.lane().connecting--;
        }
    }

    /** A connection is gone, or was never there. */
    void closed(Context poe, PoolConnection connection) {
        connected(connection);
        Lane lane = connection.lane();
        open--;
        lane.open--;
        lane.idle.remove(connection);
        if (!lane.waiting.isEmpty() || !starving.isEmpty()) {
            poe.yield(Agent.ROOM, lane); // none comes of it if the agent is being killed, and its connections before it
        }
        forget(lane);
    }

    /** There may be one connection more. */
    void room(Context poe, Lane lane) {
        open(poe, lane);
        feed(poe);
    }

    /** A session of a connection has ended. If it was connecting still, nobody has heard of it. */
    void lost(Context poe, Session session) {
        PoolConnection connection = connecting.get(session);
        if (connection != null) {
            closed(poe, connection);
        }
    }

    private void feed(Context poe) {
        while (open < mostOpen && !starving.isEmpty()) {
            Lane lane = starving.iterator().next();
            starving.remove(lane);
            open(poe, lane);
        }
    }

    /** A request waits no more. */
    void remove(Transaction transaction) {
        Lane lane = transaction.lane;
        transaction.lane = null;
        lane.waiting.remove(transaction);
        if (lane.waiting.isEmpty()) {
            starving.remove(lane);
        }
        forget(lane);
    }

    private void forget(Lane lane) {
        if (lane.isUnused()) {
            lanes.remove(lane.way, lane);
        }
    }

    /** What was kept is likely to be as dead as the one that was found so. */
    void dropIdle(Lane lane) {
        while (!lane.idle.isEmpty()) {
            lane.idle.pollLast().drop();
        }
    }

    /** Nobody waits for anything any more. */
    void shutdown() {
        for (Lane lane : lanes.values().toArray(new Lane[0])) {
            dropIdle(lane);
        }
        for (PoolConnection connection : connecting.values().toArray(new PoolConnection[0])) {
            connection.giveUp();
        }
    }

    /** The oldest request that waits for a connection which could not be made, null for none. */
    Transaction refused(PoolConnection connection) {
        Transaction oldest = connection.lane().waiting.peekFirst();
        if (oldest != null) {
            remove(oldest);
        }
        return oldest;
    }

    int open() {
        return open;
    }

    int idle() {
        return lanes.values().stream().mapToInt(lane -> lane.idle.size()).sum();
    }
}
