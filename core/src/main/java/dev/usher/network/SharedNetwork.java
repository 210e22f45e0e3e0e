package dev.usher.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** A network whose listeners are shared with other kernels. One thread, but for {@link #wakeUp}. */
final class SharedNetwork implements Network {
    final Network real;
    private final SharedPorts ports;
    private volatile SharedPoller poller; // null: none was opened yet

    SharedNetwork(SharedPorts ports, Network real) {
        this.ports = ports;
        this.real = real;
    }

    @Override
    public Poller openPoller() throws IOException {
        SharedPoller opened = new SharedPoller(real.openPoller());
        poller = opened;
        return opened;
    }

    /** Any thread: something has been dealt to one of its listeners. */
    void wakeUp() {
        SharedPoller polling = poller;
        if (polling != null) {
            polling.wakeUp();
        }
    }

    /** A listener is closed. */
    void forget(SharedListenLink listener) {
        SharedPoller polling = poller;
        if (polling != null) {
            polling.forget(listener);
        }
    }

    @Override
    public ListenLink listen(SocketAddress local, int backlog) throws IOException {
        return listen(local, backlog, SocketOptions.NONE);
    }

    @Override
    public ListenLink listen(SocketAddress local, int backlog, SocketOptions options) throws IOException {
        return ports.listen(this, local, backlog, options);
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local) throws IOException {
        return real.connect(remote, local);
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local, SocketOptions options) throws IOException {
        return real.connect(remote, local, options);
    }

    @Override
    public DatagramLink openDatagram(SocketAddress local, SocketAddress remote) throws IOException {
        return real.openDatagram(local, remote);
    }

    @Override
    public StreamLink input(String name, InputStream in) {
        return real.input(name, in);
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        return real.resolve(host);
    }
}
