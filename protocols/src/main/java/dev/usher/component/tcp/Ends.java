package dev.usher.component.tcp;

import dev.usher.tls.TlsInfo;
import dev.usher.wheel.Opened;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/** What a client knows of the two ends of the connection that it made last. Belongs to the kernel's thread. */
public abstract sealed class Ends permits ClientConnection {
    private SocketAddress remote;
    private SocketAddress local;
    private Optional<TlsInfo> tls = Optional.empty();

    Ends() {}

    final void of(Opened opened) {
        remote = opened.remote();
        local = opened.link().localAddress();
        tls = opened.tls();
    }

    /**
     * @return the numeric address of the server connected to last, LOCAL for a UNIX socket, empty before there is one
     */
    public final String remoteIp() {
        return remote == null ? "" : new Opened(null, remote).remoteIp();
    }

    /** @return the port of the server connected to last, 0 for a UNIX socket or before there is one */
    public final int remotePort() {
        return remote instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    /** @return the address of the server connected to last, empty before there is one */
    public final Optional<SocketAddress> remoteAddress() {
        return Optional.ofNullable(remote);
    }

    /** @return the address connected from last, empty before there is one */
    public final Optional<SocketAddress> localAddress() {
        return Optional.ofNullable(local);
    }

    /** @return what was agreed on with the server connected to last, empty if it was in plain text */
    public final Optional<TlsInfo> tls() {
        return tls;
    }
}
