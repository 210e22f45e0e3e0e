package dev.usher.simulation;

import dev.usher.network.DatagramLink;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;

/** A datagram socket of a simulated network. One thread. */
final class SimulatedDatagramLink extends SimulatedLink implements DatagramLink {
    private static final int LARGEST = 65_507; // RFC 768 and RFC 791 §3.1: what a length of 16 bits leaves
    private static final int MOST_WAITING = 64;

    private record Datagram(byte[] bytes, SocketAddress from) {}

    private final InetSocketAddress remote;
    private final ArrayDeque<Datagram> waiting = new ArrayDeque<>();

    SimulatedDatagramLink(SimulatedNetwork network, InetSocketAddress local, InetSocketAddress remote) {
        super(network, local);
        this.remote = remote;
    }

    @Override
    int readiness() {
        return (waiting.isEmpty() ? 0 : READ) | WRITE;
    }

    @Override
    public SocketAddress receive(ByteBuffer into) throws IOException {
        requireOpen();
        Datagram first = waiting.poll();
        if (first == null) {
            return null;
        }
        into.put(first.bytes(), 0, Math.min(first.bytes().length, into.remaining()));
        return first.from();
    }

    @Override
    public int send(ByteBuffer from, SocketAddress to) throws IOException {
        requireOpen();
        if (remote != null && !remote.equals(to)) {
            throw new IllegalArgumentException("this link has one peer, " + remote + ", and cannot send to " + to);
        }
        if (from.remaining() > LARGEST) {
            throw new SocketException("Message too long");
        }
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        Datagram datagram = new Datagram(bytes, seen(to));
        network.at(network.arrivalNs(), () -> {
            SimulatedDatagramLink receiver = network.datagramLinkAt(to);
            if (receiver != null) {
                receiver.arrives(datagram);
            }
        });
        return bytes.length;
    }

    private void arrives(Datagram datagram) {
        if ((remote == null || remote.equals(datagram.from())) && waiting.size() < MOST_WAITING) {
            waiting.add(datagram);
            changed();
        }
    }

    /** What a receiver sees as the sender: an any-address sends from loopback, or to other machines from its own. */
    private SocketAddress seen(SocketAddress to) {
        InetSocketAddress local = (InetSocketAddress) boundTo();
        return local.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(
                        network.sourceTo(to, local.getAddress() instanceof Inet6Address), local.getPort())
                : local;
    }

    @Override
    public SocketAddress remoteAddress() {
        return isOpen() ? remote : null;
    }

    @Override
    void closed() {
        network.unbind(this);
        waiting.clear();
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }
}
