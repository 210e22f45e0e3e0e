package dev.usher.component.tcp;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many connections one address may have, and how fast they may come. IPv6 addresses count by their first 64 bits,
 * which one customer has to himself. Belongs to one listener.
 *
 * <p>An address is remembered while it has connections or its rate is not forgotten yet: those that are done with are
 * dropped as others come, two at a time.
 */
final class AddressLimit {
    private static final int IPV6_NETWORK = 8; // bytes
    private static final int LOOKED_AT = 2;

    /** What one address has. */
    static final class Share {
        private int connections;
        private final Rate rate;

        Share(Rate rate) {
            this.rate = rate;
        }
    }

    private final int connections;
    private final int perSecond;
    private final Map<ByteBuffer, Share> shares = new LinkedHashMap<>();

    /** 0 is no limit. */
    AddressLimit(int connections, int perSecond) {
        this.connections = connections;
        this.perSecond = perSecond;
    }

    /** Counts one more connection in; false if it is one too many. */
    boolean enter(SocketAddress remote, long nowNs) {
        ByteBuffer key = key(remote);
        if (key == null) {
            return true;
        }
        forgetSome(nowNs);
        Share share = shares.computeIfAbsent(
                key, unused -> new Share(perSecond == 0 ? null : new Rate(perSecond, perSecond, nowNs)));
        if (connections > 0 && share.connections >= connections || share.rate != null && !share.rate.take(nowNs)) {
            return false;
        }
        share.connections++;
        return true;
    }

    void leave(SocketAddress remote) {
        ByteBuffer key = key(remote);
        Share share = key == null ? null : shares.get(key);
        if (share != null) {
            share.connections--;
            if (share.connections == 0 && share.rate == null) {
                shares.remove(key);
            }
        }
    }

    /** How many addresses are remembered. */
    int addresses() {
        return shares.size();
    }

    private void forgetSome(long nowNs) {
        for (int i = 0; i < LOOKED_AT && !shares.isEmpty(); i++) {
            Iterator<Map.Entry<ByteBuffer, Share>> entries = shares.entrySet().iterator();
            Map.Entry<ByteBuffer, Share> eldest = entries.next();
            ByteBuffer key = eldest.getKey();
            Share share = eldest.getValue();
            entries.remove();
            if (share.connections > 0 || share.rate != null && !share.rate.isFull(nowNs)) {
                shares.put(key, share); // behind all others, so that each has its turn
            }
        }
    }

    private static ByteBuffer key(SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress inet)) {
            return null; // all peers of a UNIX socket are this machine
        }
        byte[] address = inet.getAddress().getAddress();
        return ByteBuffer.wrap(address, 0, Math.min(address.length, IPV6_NETWORK));
    }
}
