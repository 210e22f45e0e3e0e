package dev.usher.simulation;

import dev.usher.network.Link;
import dev.usher.network.Poller;
import dev.usher.network.SocketOptions;
import java.net.SocketAddress;
import java.net.SocketOption;

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
    private SocketOptions options = SocketOptions.NONE;

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

    /** Values are kept and have no effect. */
    final void options(SocketOptions given) {
        options = given;
    }

    final SocketOptions options() {
        return options;
    }

    @Override
    public final <T> T option(SocketOption<T> option) {
        return option.type().cast(options.values().get(option));
    }

    @Override
    public final <T> void option(SocketOption<T> option, T value) {
        options = options.with(option, value);
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

    @Override
    public final String toString() {
        return Link.text(this);
    }
}
