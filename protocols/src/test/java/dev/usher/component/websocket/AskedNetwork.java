package dev.usher.component.websocket;

import dev.usher.network.ListenLink;
import dev.usher.network.Network;
import dev.usher.network.Poller;
import dev.usher.network.StreamLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** A network that notes what backlogs it was asked for. */
record AskedNetwork(Network network, List<Integer> backlogs) implements Network {

    @Override
    public Poller openPoller() throws IOException {
        return network.openPoller();
    }

    @Override
    public ListenLink listen(SocketAddress local, int backlog) throws IOException {
        backlogs.add(backlog);
        return network.listen(local, backlog);
    }

    @Override
    public StreamLink connect(SocketAddress remote, SocketAddress local) throws IOException {
        return network.connect(remote, local);
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        return network.resolve(host);
    }
}
