package dev.usher.simulation;

import dev.usher.network.ListenLink;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;

/** A listener of a simulated network. One thread. */
final class SimulatedListenLink extends SimulatedLink implements ListenLink {

    private final int backlog;
    private final boolean shared; // its address, with others
    private final ArrayDeque<SimulatedStreamLink> waiting = new ArrayDeque<>();

    SimulatedListenLink(SimulatedNetwork network, SocketAddress local, int backlog, boolean shared) {
        super(network, local);
        this.backlog = backlog;
        this.shared = shared;
    }

    boolean isShared() {
        return shared;
    }

    boolean isFull() {
        return waiting.size() >= backlog;
    }

    void enqueue(SimulatedStreamLink connection) {
        waiting.add(connection);
        changed();
    }

    @Override
    int readiness() {
        return waiting.isEmpty() ? 0 : READ;
    }

    @Override
    public StreamLink accept() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (waiting.isEmpty()) {
            return null;
        }
        IOException failure = network.takeAcceptFailure();
        if (failure != null) {
            throw failure;
        }
        SimulatedStreamLink connection = waiting.remove();
        connection.options(options());
        connection.handOut();
        return connection;
    }

    @Override
    void closed() {
        network.unlisten(this);
        waiting.forEach(SimulatedStreamLink::reset);
        waiting.clear();
    }
}
