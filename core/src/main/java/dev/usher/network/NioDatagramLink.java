package dev.usher.network;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/** A datagram socket. One thread. */
final class NioDatagramLink extends NioLink implements DatagramLink {

    private final DatagramChannel channel;

    NioDatagramLink(DatagramChannel channel) {
        this.channel = channel;
    }

    @Override
    SelectableChannel channel() {
        return channel;
    }

    @Override
    int interest(int operations) {
        return ((operations & READ) != 0 ? SelectionKey.OP_READ : 0)
                | ((operations & WRITE) != 0 ? SelectionKey.OP_WRITE : 0);
    }

    @Override
    public SocketAddress receive(ByteBuffer into) throws IOException {
        return channel.receive(into);
    }

    @Override
    public int send(ByteBuffer from, SocketAddress to) throws IOException {
        return channel.send(from, to);
    }

    @Override
    public SocketAddress remoteAddress() {
        try {
            return channel.getRemoteAddress();
        } catch (IOException closed) {
            return null;
        }
    }
}
