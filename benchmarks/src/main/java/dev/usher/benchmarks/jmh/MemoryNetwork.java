package dev.usher.benchmarks.jmh;

import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import dev.usher.network.Network;
import dev.usher.network.Poller;
import dev.usher.network.SocketOptions;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;

/**
 * One server's network without system calls: arrays are handed over. Each poll finds so many links ready as it was told
 * to, of those that have asked, in their order. One thread.
 */
final class MemoryNetwork implements Network, Poller {
    static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8_080);

    /** The port of the first client. */
    static final int FIRST_PORT = 10_000;

    private final int atOnce;
    private final ArrayDeque<MemoryLink> dialling = new ArrayDeque<>();
    private final ArrayDeque<MemoryLink> asking = new ArrayDeque<>();
    private Listener listener;

    /** @param atOnce links that a poll finds ready, at most */
    MemoryNetwork(int atOnce) {
        this.atOnce = atOnce;
    }

    /** To be accepted. */
    void dial(MemoryLink client) {
        dialling.add(client);
    }

    void hasAsked(MemoryLink client) {
        asking.add(client);
    }

    /** Whether everybody was accepted, and whatever was asked was read. */
    boolean isQuiet() {
        return dialling.isEmpty() && asking.isEmpty();
    }

    private static final class Listener implements ListenLink {
        private final ArrayDeque<MemoryLink> dialling;
        private Object attachment;
        private int wanted;
        private boolean open = true;

        Listener(ArrayDeque<MemoryLink> dialling) {
            this.dialling = dialling;
        }

        @Override
        public StreamLink accept() {
            return dialling.poll();
        }

        @Override
        public SocketAddress localAddress() {
            return ADDRESS;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @Override
    public Poller openPoller() {
        return this;
    }

    @Override
    public ListenLink listen(SocketAddress local, int backlog) {
        listener = new Listener(dialling);
        return listener;
    }

    @Override
    public ListenLink listen(SocketAddress local, int backlog, SocketOptions options) {
        return listen(local, backlog);
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local) throws IOException {
        throw new IOException("nobody is to be reached from here");
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        return List.of(InetAddress.getByName(host));
    }

    @Override
    public void watch(Link link, int operations, Object attachment) {
        if (link instanceof MemoryLink client) {
            client.wanted = operations;
            client.attachment = attachment;
        } else {
            listener.wanted = operations;
            listener.attachment = attachment;
        }
    }

    @Override
    public Object attachment(Link link) {
        return link instanceof MemoryLink client ? client.attachment : listener.attachment;
    }

    @Override
    public void poll(long timeoutNs, Ready ready) {
        if (!dialling.isEmpty() && (listener.wanted & Link.READ) != 0) {
            ready.ready(listener.attachment, Link.READ);
        }
        for (int i = Math.min(atOnce, asking.size()); i > 0; i--) {
            MemoryLink client = asking.poll();
            if (client.attachment != null && (client.wanted & Link.READ) != 0) {
                ready.ready(client.attachment, Link.READ);
            } else {
                asking.add(client); // not accepted yet
            }
        }
    }

    @Override
    public void wakeUp() {
        // It never sleeps.
    }

    @Override
    public void close() {
        // There is nothing to let go of.
    }
}
