package dev.usher.network;

import java.io.IOException;
import java.net.SocketAddress;

/** A thread that accepts at one address and deals what it accepts. Its verbs may be used by any thread. */
final class Acceptor {
    private static final int ACCEPTS_AT_ONCE = 64;
    private static final long REST_NS = 100_000_000; // when accepting failed: there may be no descriptor left

    private final ListenLink listener;
    private final SharedAddress address;
    private final Poller poller;
    private final Thread thread;
    private volatile boolean ended;
    private boolean readable;
    private boolean resting;

    private Acceptor(String name, Poller poller, ListenLink listener, SharedAddress address) {
        this.poller = poller;
        this.listener = listener;
        this.address = address;
        SocketAddress bound = listener.localAddress();
        thread = new Thread(this::run, name + "-accepts-" + bound);
        thread.setDaemon(true);
    }

    /** Begins with a listener, which is the thread's from now on, also if this fails. */
    static Acceptor start(String name, Network network, ListenLink listener, SharedAddress address) throws IOException {
        Poller poller = null;
        try {
            poller = network.openPoller();
            Acceptor acceptor = new Acceptor(name, poller, listener, address);
            acceptor.thread.start();
            return acceptor;
        } catch (IOException | RuntimeException | Error failure) {
            listener.close();
            if (poller != null) {
                poller.close();
            }
            throw failure;
        }
    }

    ListenLink listener() {
        return listener;
    }

    /** There is room again. */
    void wakeUp() {
        poller.wakeUp();
    }

    /** Closes the listener, and comes back when that is done. */
    void end() {
        ended = true;
        poller.wakeUp();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!ended) {
                boolean accepts = !resting && address.hasRoom();
                poller.watch(listener, accepts ? Link.READ : 0, this);
                readable = false;
                poller.poll(resting ? REST_NS : -1, (attachment, operations) -> readable = true);
                resting = false;
                if (readable) {
                    accept();
                }
            }
        } catch (IOException broken) {
            address.failed(broken);
        } finally {
            listener.close();
            poller.close();
        }
    }

    private void accept() {
        try {
            for (int i = 0; i < ACCEPTS_AT_ONCE && address.hasRoom(); i++) {
                StreamLink connection = listener.accept();
                if (connection == null) {
                    return;
                }
                address.deal(connection);
            }
        } catch (IOException failure) {
            address.failed(failure);
            resting = true;
        }
    }
}
