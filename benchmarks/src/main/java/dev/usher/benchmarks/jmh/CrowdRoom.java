package dev.usher.benchmarks.jmh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Clients that all ask at once, each for one thing several times, and wait for all answers before they ask again. They
 * ask in an order that is not the one in which they came, as on a server whose connections come and go. One thread.
 */
final class CrowdRoom {
    private static final int PATIENCE = 1_000; // turns
    private static final long SEED = 42;

    private final MemoryNetwork network;
    private final List<CrowdClient> clients = new ArrayList<>();
    private final int depth;
    private long heard; // answers

    /**
     * A room whose clients dial.
     *
     * @param connections how many
     * @param depth requests that each asks at once
     * @param elsewhere bytes of each connection that are not the server's and are looked at in its turn
     */
    CrowdRoom(int connections, int depth, int elsewhere) {
        this.depth = depth;
        network = new MemoryNetwork(connections);
        for (int i = 0; i < connections; i++) {
            CrowdClient client = new CrowdClient(this, MemoryNetwork.FIRST_PORT + i, depth, elsewhere);
            clients.add(client);
            network.dial(client);
        }
        Collections.shuffle(clients, new Random(SEED));
    }

    MemoryNetwork network() {
        return network;
    }

    List<CrowdClient> clients() {
        return clients;
    }

    /**
     * Asks so many requests, round by round.
     *
     * @param requests a multiple of what all ask in a round
     * @param turn of the server, which polls once
     * @return how many were answered
     */
    long ask(int requests, Runnable turn) {
        int round = clients.size() * depth;
        if (requests % round != 0) {
            throw new IllegalArgumentException(
                    requests + " requests are not a multiple of the " + round + " that all clients ask at once");
        }
        long before = heard;
        for (long due = before + round; due <= before + requests; due += round) {
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).ask();
            }
            for (int i = 0; heard < due; i++) {
                if (i == PATIENCE) {
                    throw new IllegalStateException((heard - before) + " of " + requests + " were answered");
                }
                turn.run();
            }
        }
        return heard - before;
    }

    void hasHeard(int answers) {
        heard += answers;
    }
}
