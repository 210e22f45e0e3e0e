package dev.usher.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Listening addresses that several kernels have in common: what one of them listens at, the others may listen at too,
 * and each gets a share of the connections. Thread-safe; each network that it gives belongs to one kernel.
 *
 * <p>Where the network can share an address ({@link Network#canShare}) each kernel has a listener of its own, and the
 * system deals. Elsewhere one thread for each address accepts and deals in turn. A kernel that closes its listener, or
 * accepts nothing for a while, keeps none of those that were dealt to it from the others who listen: they are dealt
 * again.
 *
 * <p>A listener with SO_REUSEPORT among its own options is the program's business and shared by nobody here.
 */
public final class SharedPorts {
    private final String name;
    private final boolean handsOff;
    private final List<SharedAddress> addresses = new ArrayList<>();
    private boolean settled;

    /**
     * Shares nothing yet.
     *
     * @param name what threads are called by
     * @param handsOff whether connections are handed off even where the network can share an address
     */
    public SharedPorts(String name, boolean handsOff) {
        this.name = Objects.requireNonNull(name, "name");
        this.handsOff = handsOff;
    }

    /**
     * The network of one of the kernels.
     *
     * @param real where its links come from
     * @return the same, but for what it listens at
     */
    public Network of(Network real) {
        return new SharedNetwork(this, real);
    }

    /**
     * From now on port 0 is a port for one kernel alone. Before, the first listener of each kernel that asked for the
     * same address has the same port, the second the next, and so on: so the programs of all kernels, run one after
     * another, are one server. Behind that a listener at port 0 is mostly for one peer, to whom its number is told.
     */
    public synchronized void settle() {
        settled = true;
    }

    synchronized ListenLink listen(SharedNetwork kernel, SocketAddress local, int backlog, SocketOptions options)
            throws IOException {
        Network real = kernel.real;
        boolean anyPort = local instanceof InetSocketAddress inet && inet.getPort() == 0;
        if (anyPort && settled || options.has(StandardSocketOptions.SO_REUSEPORT)) {
            return real.listen(local, backlog, options);
        }
        for (SharedAddress each : addresses) {
            if (each.isAt(local) && !each.has(kernel)) {
                ListenLink own = each.isDealt() ? null : real.share(each.bound(), backlog, options);
                return new SharedListenLink(this, each, each.join(kernel), own);
            }
        }
        SharedAddress opened;
        ListenLink own = null;
        if (handsOff || !real.canShare(local)) {
            opened = SharedAddress.dealt(name, real, local, real.listen(local, backlog, options));
        } else {
            if (!anyPort) {
                real.listen(local, backlog, options).close(); // sharing would succeed beside another program's listener
            }
            own = real.share(local, backlog, options);
            opened = new SharedAddress(local, own.localAddress());
        }
        addresses.add(opened);
        return new SharedListenLink(this, opened, opened.join(kernel), own);
    }

    /** A kernel listens no more. What waits for it goes to the others, or is lost with the last of them. */
    synchronized void leave(SharedAddress address, Share share, ListenLink own) {
        if (address.leave(share, own)) {
            addresses.remove(address);
            address.end();
        }
    }
}
