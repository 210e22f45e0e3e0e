package dev.usher.simulation;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;

/** Who has bound which datagram port of a simulated network: one for each port, whatever the address. One thread. */
final class DatagramPorts {
    private static final int FIRST_FREE = 49_152;
    private static final int LAST_FREE = 65_535;

    private final Map<Integer, SimulatedDatagramLink> links = new HashMap<>();
    private int nextFree = FIRST_FREE;

    /** The address with a port of its own, checked to be free. */
    InetSocketAddress free(SocketAddress local) throws SocketException {
        if (!(local instanceof InetSocketAddress inet)) {
            throw new SocketException("Address family not supported by protocol");
        }
        if (inet.getPort() != 0) {
            if (links.containsKey(inet.getPort())) {
                throw new BindException("Address already in use");
            }
            return inet;
        }
        for (int tried = FIRST_FREE; tried <= LAST_FREE; tried++) {
            int port = nextFree;
            nextFree = port == LAST_FREE ? FIRST_FREE : port + 1;
            if (!links.containsKey(port)) {
                return new InetSocketAddress(inet.getAddress(), port);
            }
        }
        throw new BindException("Address already in use");
    }

    void add(SimulatedDatagramLink link) {
        links.put(port(link), link);
    }

    void remove(SimulatedDatagramLink link) {
        links.remove(port(link));
    }

    SimulatedDatagramLink at(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? links.get(inet.getPort()) : null;
    }

    private static int port(SimulatedDatagramLink link) {
        return ((InetSocketAddress) link.boundTo()).getPort();
    }
}
