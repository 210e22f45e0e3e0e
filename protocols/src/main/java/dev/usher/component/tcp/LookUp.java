package dev.usher.component.tcp;

import dev.usher.kernel.IoError;
import dev.usher.network.Network;
import java.net.SocketAddress;

/**
 * Whom a client connects to and from where, found for one attempt. The look-up may block and runs on any thread.
 *
 * @param attempt the number of the attempt that it is for
 * @param remote whom to connect to, null if that was not found
 * @param local where from, null for the system's choice
 * @param error why there is no way, or null
 */
record LookUp(int attempt, SocketAddress remote, SocketAddress local, IoError error) {

    static LookUp find(int attempt, Network network, Endpoint remote, Endpoint local) {
        Endpoint.Resolved to = remote.resolve(network);
        if (to.error() != null || local == null) {
            return new LookUp(attempt, to.address(), null, to.error());
        }
        Endpoint.Resolved from = local.resolve(network);
        return new LookUp(attempt, to.address(), from.address(), from.error());
    }
}
