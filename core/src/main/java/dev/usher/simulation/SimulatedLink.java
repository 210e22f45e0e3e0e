package dev.usher.simulation;

import dev.usher.network.Link;
import dev.usher.network.Poller;
import java.net.SocketAddress;

/** What listeners and connections of a simulated network share: who watches them, for what. One thread. */
abstract class SimulatedLink implements Link {

    final SimulatedNetwork network;
    private final SocketAddress local;

    /** Who watches this, or null. */
    SimulatedPoller poller;

    Object attachment;
    int interest;

    /** Whether the poller will look at this at its next poll. */
    boolean candidate;

    /** Whether this counts as open: somebody was given it. */
    private boolean handedOut;

    private boolean open = true;

    SimulatedLink(SimulatedNetwork network, SocketAddress local) {
        this.network = network;
        this.local = local;
    }

    /** What this is ready for, watched or not. */
    abstract int readiness();

    /** Tells those who have opened it, now that it is no longer open. */
    abstract void closed();

    /** Says that readiness may have grown. */
    void changed() {
        if (poller != null) {
            poller.consider(this);
        }
    }

    final void handOut() {
        handedOut = true;
        network.linkOpened();
    }

    @Override
    public final boolean isOpen() {
        return open;
    }

    @Override
    public SocketAddress localAddress() {
        return open ? local : null;
    }

    /** The local address, whatever happened since. */
    final SocketAddress boundTo() {
        return local;
    }

    @Override
    public final void close() {
        if (!open) {
            return;
        }
        open = false;
        Object watching = attachment;
        if (poller != null) {
            poller.forget(this);
        }
        if (handedOut) {
            network.linkClosed();
        }
        closed();
        if (watching instanceof Poller.Attachment told) {
            told.linkClosed();
        }
    }
}
