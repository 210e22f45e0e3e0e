package dev.usher.kernel;

import dev.usher.network.Network;
import dev.usher.network.Poller;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The kernel's poller, opened when it is first needed and closed when the kernel has no more to do, so that a kernel
 * that only counts keeps no handles. {@link #wakeUp} may be called from any thread, the rest from the kernel's.
 */
final class Pollers {
    private final Network network;
    private volatile Poller poller;

    Pollers(Network network) {
        this.network = network;
    }

    Network network() {
        return network;
    }

    boolean isOpen() {
        return poller != null;
    }

    Poller open() {
        Poller p = poller;
        if (p == null) {
            try {
                p = network.openPoller();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot open a poller", e);
            }
            poller = p;
        }
        return p;
    }

    void poll(long timeoutNs, Poller.Ready ready) {
        try {
            open().poll(timeoutNs, ready);
        } catch (IOException e) {
            throw new UncheckedIOException("the poller broke", e);
        }
    }

    void wakeUp() {
        Poller p = poller;
        if (p != null) {
            p.wakeUp();
        }
    }

    void close() {
        Poller p = poller;
        if (p != null) {
            poller = null;
            p.close();
        }
    }
}
