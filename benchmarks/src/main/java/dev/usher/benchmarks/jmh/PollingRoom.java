package dev.usher.benchmarks.jmh;

import dev.usher.component.bayeux.BayeuxServer;
import dev.usher.component.http.HttpServer;
import dev.usher.component.websocket.Origins;
import dev.usher.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/**
 * A Bayeux server, clients that poll it, and between them a network without system calls. Each poll of the kernel finds
 * four links ready, about as many as a busy server's does. One thread.
 */
final class PollingRoom {
    private static final int AT_ONCE = 4;
    private static final int PATIENCE = 1_000_000; // slices
    private static final String PAD = "x".repeat(100);

    private final MemoryNetwork network = new MemoryNetwork(AT_ONCE);
    private final List<PollingClient> subscribers = new ArrayList<>();
    private final PollingClient publisher;
    private final Kernel kernel;
    private long heard; // answers
    private boolean alike = true; // the answers of a round
    private int number = 1_000_000;

    PollingRoom(int clients) {
        for (int i = 0; i < clients; i++) {
            subscribers.add(new PollingClient(this, MemoryNetwork.FIRST_PORT + i, true));
        }
        publisher = new PollingClient(this, MemoryNetwork.FIRST_PORT + clients, false);
        subscribers.forEach(network::dial);
        network.dial(publisher);
        kernel = Kernel.builder().network(network).build();
        HttpServer.at(MemoryNetwork.ADDRESS.getPort())
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
        for (int i = 0; heard - before < answers || !network.isQuiet(); i++) {
            if (i == PATIENCE) {
                throw new IllegalStateException((heard - before) + " of " + answers + " were answered");
            }
            kernel.runOneTimeslice();
        }
        return heard - before;
    }

    MemoryNetwork network() {
        return network;
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

    void hasHeard(boolean asLongAsBefore) {
        heard++;
        alike &= asLongAsBefore;
    }
}
