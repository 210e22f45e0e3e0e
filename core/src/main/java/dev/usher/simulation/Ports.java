package dev.usher.simulation;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Who listens where in a simulated network. One thread. */
final class Ports {

    private static final int FIRST_FREE = 49_152;
    private static final int LAST_FREE = 65_535;

    private final List<SimulatedListenLink> listeners = new ArrayList<>();
    private int nextFree = FIRST_FREE;

    void add(SimulatedListenLink listener) {
        listeners.add(listener);
    }

    void remove(SimulatedListenLink listener) {
        listeners.remove(listener);
    }

    /** @return the address with a port of its own, checked to be free, or shared by all who listen there */
    SocketAddress free(SocketAddress local, boolean shared) throws BindException {
        if (local instanceof InetSocketAddress inet && inet.getPort() == 0) {
            return new InetSocketAddress(inet.getAddress(), freePort());
        }
        for (SimulatedListenLink listener : listeners) {
            if (overlap(listener.boundTo(), local) && !(shared && listener.isShared())) {
                throw new BindException("Address already in use");
            }
        }
        return local;
    }

    /** @return who may be reached at this address: one listener, none, or all who share it */
    List<SimulatedListenLink> listenersAt(SocketAddress remote) {
        List<SimulatedListenLink> found = new ArrayList<>(1);
        for (SimulatedListenLink listener : listeners) {
            if (overlap(listener.boundTo(), remote)) {
                found.add(listener);
            }
        }
        return found;
    }

    private int freePort() throws BindException {
        for (int tried = FIRST_FREE; tried <= LAST_FREE; tried++) {
            int port = nextFree;
            nextFree = port == LAST_FREE ? FIRST_FREE : port + 1;
            if (listeners.stream().noneMatch(listener -> isAt(listener, port))) {
                return port;
            }
        }
        throw new BindException("Address already in use");
    }

    private static boolean isAt(SimulatedListenLink listener, int port) {
        return listener.boundTo() instanceof InetSocketAddress inet && inet.getPort() == port;
    }

    private static boolean overlap(SocketAddress one, SocketAddress other) {
        if (one instanceof InetSocketAddress a && other instanceof InetSocketAddress b) {
            return a.getPort() == b.getPort()
                    && (a.getAddress().isAnyLocalAddress()
                            || b.getAddress().isAnyLocalAddress()
                            || a.getAddress().equals(b.getAddress()));
        }
        return one.equals(other);
    }
}
