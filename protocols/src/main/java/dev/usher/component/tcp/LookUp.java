package dev.usher.component.tcp;

import dev.usher.kernel.Errno;
import dev.usher.kernel.IoError;
import dev.usher.network.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/**
 * Whom a client connects to and from where, found for one attempt. The look-up may block and runs on any thread.
 *
 * @param attempt the number of the attempt that it is for
 * @param remotes whom to connect to, in the order in which to try them; none if there is an error
 * @param local where from, null for the system's choice
 * @param error why there is no way, or null
 */
record LookUp(int attempt, List<SocketAddress> remotes, SocketAddress local, IoError error) {

    static LookUp find(int attempt, Network network, Endpoint remote, boolean anyFamily, Endpoint local) {
        SocketAddress from = null;
        if (local != null) {
            Endpoint.Resolved bound = local.resolve(network);
            if (bound.error() != null) {
                return new LookUp(attempt, List.of(), null, bound.error());
            }
            from = bound.address();
        }
        if (!remote.isName() || Services.port(remote.port()) < 0) {
            Endpoint.Resolved only = remote.resolve(network);
            return only.error() == null
                    ? new LookUp(attempt, List.of(only.address()), from, null)
                    : new LookUp(attempt, List.of(), null, only.error());
        }
        try {
            List<SocketAddress> all = reachable(remote.resolveAll(network, anyFamily), from);
            String family = anyFamily ? "" : remote.domain() + " ";
            return all.isEmpty()
                    ? new LookUp(attempt, all, null, none("'" + remote.host() + "' has no " + family + "address"))
                    : new LookUp(attempt, all, from, null);
        } catch (IOException e) {
            return new LookUp(attempt, List.of(), null, none("'" + remote.host() + "' cannot be resolved"));
        }
    }

    /** From an address of one family there is a way only to addresses of that family. */
    private static List<SocketAddress> reachable(List<SocketAddress> all, SocketAddress from) {
        return from == null
                ? all
                : all.stream().filter(to -> size(to) == size(from)).toList();
    }

    private static int size(SocketAddress address) {
        return ((InetSocketAddress) address).getAddress().getAddress().length;
    }

    private static IoError none(String text) {
        return new IoError("resolve", Errno.EADDRNOTAVAIL, text);
    }
}
