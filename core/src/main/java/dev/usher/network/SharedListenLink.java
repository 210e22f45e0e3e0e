package dev.usher.network;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;

/**
 * One kernel's listener at an address that it shares: it accepts what was dealt to it, and what its own socket has,
 * where there is one. One thread; what is dealt comes from others.
 *
 * <p>The system goes on dealing to a socket that nobody accepts from. So while its kernel does not want to be told,
 * this is itself told of it, and passes on what comes to those who accept.
 */
final class SharedListenLink implements ListenLink, Poller.Attachment {
    private final SharedPorts ports;
    private final SharedAddress address;
    private final Share share;
    private final ListenLink own; // null: all is dealt
    private Poller poller; // that watches the own one; null for none
    private Object attachment;
    private boolean wanted;
    private boolean knocked; // a connection waits that the kernel does not want
    private boolean heldUp; // nobody had room for it
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
        attachment = whoever;
        wanted = whoever != null && (operations & READ) != 0;
        heldUp = false;
        knocked = false;
        if (own != null) {
            real.watch(own, whoever == null ? 0 : READ, whoever == null || wanted ? whoever : this);
            poller = real;
        }
        address.takes(share, wanted);
    }

    /** The poller has found a connection that is to be passed on. */
    void knocked() {
        knocked = true;
    }

    /** Behind a poll, and before one: passes on what can be. */
    void passOn() throws IOException {
        if (knocked) {
            knocked = false;
            heldUp = !address.pass(share, own);
            if (heldUp) {
                poller.watch(own, 0, this); // it would be told at once, again and again
            }
        } else if (heldUp && !share.heldUp) {
            heldUp = false;
            poller.watch(own, READ, this);
        }
    }

    /** The own one was closed while it passed on. */
    @Override
    public void linkClosed() {
        if (attachment instanceof Poller.Attachment told) {
            attachment = null;
            told.linkClosed();
        }
    }

    void unwatched() {
        attachment = null;
        wanted = false;
        address.takes(share, false);
    }

    Object attachment() {
        return attachment;
    }

    /** Whether the poller may tell of this itself. */
    boolean isPassing() {
        return own != null && attachment != null && !wanted;
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
        share.kernel.forget(this);
        ports.leave(address, share, own);
        if (own == null) {
            linkClosed();
            return;
        }
        own.close(); // tells who watches it
        attachment = null;
        if (poller instanceof NioPoller nio) {
            nio.release();
        }
    }

    @Override
    public String toString() {
        return Link.text(this);
    }
}
