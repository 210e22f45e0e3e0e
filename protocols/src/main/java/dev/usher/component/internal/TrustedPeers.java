package dev.usher.component.internal;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;

/** Whose word is taken on who a client is and how it has come: proxies of one's own. Immutable. */
public final class TrustedPeers {
    /** Nobody. */
    public static final TrustedPeers NONE = new TrustedPeers(false, List.of());

    /** Names the peers of UNIX sockets, which have no address. */
    public static final String LOCAL = "LOCAL";

    private final boolean local;
    private final List<AddressBlock> blocks;

    private TrustedPeers(boolean local, List<AddressBlock> blocks) {
        this.local = local;
        this.blocks = blocks;
    }

    /**
     * Reads whom to trust.
     *
     * @param given addresses, blocks of them, {@link #LOCAL}
     * @return these
     * @throws IllegalArgumentException naming what is none of that
     */
    public static TrustedPeers of(Collection<String> given) {
        return new TrustedPeers(
                given.contains(LOCAL),
                given.stream()
                        .filter(text -> !text.equals(LOCAL))
                        .map(AddressBlock::of)
                        .toList());
    }

    /** @return whether nobody is trusted */
    public boolean isEmpty() {
        return !local && blocks.isEmpty();
    }

    /** @return whether peers of UNIX sockets are */
    public boolean hasLocal() {
        return local;
    }

    /** @return whether any address is */
    public boolean hasAddresses() {
        return !blocks.isEmpty();
    }

    /**
     * Whether a connection comes from one of them.
     *
     * @param peer its other end
     * @return whether it is trusted
     */
    public boolean has(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet ? has(inet.getAddress().getAddress()) : local;
    }

    /**
     * Whether somebody is one of them who is known by a text only.
     *
     * @param ip a numeric address; {@link #LOCAL}; anything else is not trusted
     * @return whether it is trusted
     */
    public boolean has(String ip) {
        if (ip.equals(LOCAL)) {
            return local;
        }
        byte[] bytes = AddressBlock.numeric(ip);
        return bytes != null && has(bytes);
    }

    private boolean has(byte[] address) {
        for (AddressBlock block : blocks) {
            if (block.has(address)) {
                return true;
            }
        }
        return false;
    }
}
