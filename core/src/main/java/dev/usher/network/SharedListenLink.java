package dev.usher.network;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;

/**
 * One kernel's listener at an address that it shares: it accepts what was dealt to it, and what its own socket has,
 * where there is one. One thread; what is dealt comes from others.
 */
final class SharedListenLink implements ListenLink {
    private final SharedPorts ports;
    private final SharedAddress address;
    private final Share share;
    private final ListenLink own; // null: all is dealt
    private Poller poller; // that watches the own one; null for none
    private Object attachment;
    private boolean wanted;
    private boolean open = true;

    SharedListenLink(SharedPorts ports, SharedAddress address, Share share, ListenLink own) {
        this.ports = ports;
        this.address = address;
        this.share = share;
        this.own = own;
    }

    void watch(Poller real, int operations, Object whoever) throws IOException {
        if (!open && whoever != null) {
            throw new ClosedChannelException();
        }
        if (own != null) {
            real.watch(own, operations, whoever);
            poller = real;
        }
        attachment = whoever;
        wanted = whoever != null && (operations & READ) != 0;
        address.takes(share, wanted);
    }

    void unwatched() {
        attachment = null;
        wanted = false;
        address.takes(share, false);
    }

    Object attachment() {
        return attachment;
    }

    boolean isReady() {
        return wanted && share.waiting() > 0;
    }

    @Override
    public StreamLink accept() throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        StreamLink dealt = share.waiting() > 0 ? address.take(share) : null;
        return dealt != null || own == null ? dealt : own.accept();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public SocketAddress localAddress() {
        return open ? address.bound() : null;
    }

    @Override
    public <T> T option(SocketOption<T> option) throws IOException {
        return listener().option(option);
    }

    /** {@inheritDoc} Where connections are handed off it is the option of all who share the address. */
    @Override
    public <T> void option(SocketOption<T> option, T value) throws IOException {
        listener().option(option, value);
    }

    private ListenLink listener() throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        return own == null ? address.listener() : own;
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        wanted = false;
        Object watching = attachment;
        attachment = null;
        share.kernel.forget(this);
        ports.leave(address, share, own);
        if (own != null) {
            own.close(); // tells who watches it
            if (poller instanceof NioPoller nio) {
                nio.release();
            }
        } else if (watching instanceof Poller.Attachment told) {
            told.linkClosed();
        }
    }

    @Override
    public String toString() {
        return Link.text(this);
    }
}
