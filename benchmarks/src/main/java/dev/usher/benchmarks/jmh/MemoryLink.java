package dev.usher.benchmarks.jmh;

import dev.usher.network.StreamLink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * A client of a {@link MemoryNetwork}, and at once the server's end of its connection: the server reads what it asks
 * from its array, and writes straight to it.
 */
abstract class MemoryLink implements StreamLink {
    private final MemoryNetwork network;
    private final SocketAddress remote;
    private byte[] asked; // what the server has still to read; or null
    private boolean open = true;
    Object attachment;
    int wanted;

    MemoryLink(MemoryNetwork network, int port) {
        this.network = network;
        remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Has the server read this: not copied. */
    final void ask(byte[] request) {
        asked = request;
        network.hasAsked(this);
    }

    @Override
    public int read(ByteBuffer into) {
        if (asked == null) {
            return 0;
        }
        int count = asked.length;
        into.put(asked);
        asked = null;
        return count;
    }

    @Override
    public final boolean finishConnect() {
        return true;
    }

    @Override
    public final void shutdownOutput() {
        open = false;
    }

    @Override
    public final void shutdownInput() {
        asked = null;
    }

    @Override
    public final SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public final SocketAddress localAddress() {
        return MemoryNetwork.ADDRESS;
    }

    @Override
    public final boolean isOpen() {
        return open;
    }

    @Override
    public final void close() {
        open = false;
    }
}
