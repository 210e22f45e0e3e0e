package dev.usher.benchmarks.jmh;

import dev.usher.component.bayeux.BayeuxServer;
import dev.usher.component.http.HttpServer;
import dev.usher.component.websocket.Origins;
import dev.usher.kernel.Kernel;
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
import java.util.ArrayList;
import java.util.List;

/**
 * A Bayeux server, clients that poll it, and between them a network without system calls: arrays are handed over. Each
 * poll of the kernel finds four links ready, about as many as a busy server's does. One thread.
 */
final class PollingRoom implements Network, Poller {
    static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8_080);

    private static final int AT_ONCE = 4;
    private static final int FIRST_PORT = 10_000;
    private static final int PATIENCE = 1_000_000; // slices
    private static final String PAD = "x".repeat(100);

    private final ArrayDeque<PollingClient> dialling = new ArrayDeque<>();
    private final ArrayDeque<PollingClient> asking = new ArrayDeque<>();
    private final List<PollingClient> subscribers = new ArrayList<>();
    private final PollingClient publisher;
    private final Kernel kernel;
    private Listener listener;
    private long heard; // answers
    private boolean alike = true; // the answers of a round
    private int number = 1_000_000;

    PollingRoom(int clients) {
        for (int i = 0; i < clients; i++) {
            subscribers.add(new PollingClient(this, FIRST_PORT + i, true));
        }
        publisher = new PollingClient(this, FIRST_PORT + clients, false);
        dialling.addAll(subscribers);
        dialling.add(publisher);
        kernel = Kernel.builder().network(this).build();
        HttpServer.at(ADDRESS.getPort())
                .address("127.0.0.1")
                .keepAlive(Integer.MAX_VALUE)
                .mount(
                        "/cometd",
                        BayeuxServer.define()
                                .anonPublish(true)
                                .clientMaxConnections(0)
                                .origins(Origins.any()))
                .start(kernel);
        run(clients); // the first connect of each is answered at once
        tell(); // the second one by a message, which is a longer answer; from then on all are alike
    }

    /** Has the next message told to all, who ask again; answers how many have heard it. */
    long tell() {
        alike = true;
        number++;
        publisher.say("{\"n\":" + number + ",\"pad\":\"" + PAD + "\"}");
        return run(subscribers.size() + 1) - 1;
    }

    private long run(long answers) {
        long before = heard;
        for (int i = 0; heard - before < answers || !asking.isEmpty() || !dialling.isEmpty(); i++) {
            if (i == PATIENCE) {
                throw new IllegalStateException((heard - before) + " of " + answers + " were answered");
            }
            kernel.runOneTimeslice();
        }
        return heard - before;
    }

    List<PollingClient> subscribers() {
        return subscribers;
    }

    /** The number in what was told last. */
    int number() {
        return number;
    }

    /** Whether the answers of the last round were as long as those before. */
    boolean alike() {
        return alike;
    }

    void hasAsked(PollingClient client) {
        asking.add(client);
    }

    void hasHeard(boolean asLongAsBefore) {
        heard++;
        alike &= asLongAsBefore;
    }

    // ---- the network

    private static final class Listener implements ListenLink {
        private final ArrayDeque<PollingClient> dialling;
        private Object attachment;
        private int wanted;
        private boolean open = true;

        Listener(ArrayDeque<PollingClient> dialling) {
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
        if (link instanceof PollingClient client) {
            client.wanted = operations;
            client.attachment = attachment;
        } else {
            listener.wanted = operations;
            listener.attachment = attachment;
        }
    }

    @Override
    public Object attachment(Link link) {
        return link instanceof PollingClient client ? client.attachment : listener.attachment;
    }

    @Override
    public void poll(long timeoutNs, Ready ready) {
        if (!dialling.isEmpty() && (listener.wanted & Link.READ) != 0) {
            ready.ready(listener.attachment, Link.READ);
        }
        for (int i = Math.min(AT_ONCE, asking.size()); i > 0; i--) {
            PollingClient client = asking.poll();
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
