package dev.usher.network;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A connected or connecting socket. One thread. */
final class NioStreamLink extends NioLink implements StreamLink {

    final SocketChannel channel;

    NioStreamLink(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    SelectableChannel channel() {
        return channel;
    }

    @Override
    int interest(int operations) {
        int interest = (operations & READ) != 0 ? SelectionKey.OP_READ : 0;
        if ((operations & WRITE) != 0) {
            interest |= channel.isConnectionPending() ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE;
        }
        return interest;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return channel.write(from);
    }

    @Override
    public long transfer(FileChannel file, long position, long count) throws IOException {
        return file.transferTo(position, count, channel);
    }

    @Override
    public boolean finishConnect() throws IOException {
        if (!channel.finishConnect()) {
            return false;
        }
        // A selector that still watched for OP_CONNECT would never report that the connection can be written.
        if (key != null && key.isValid()) {
            int interest = key.interestOps();
            if ((interest & SelectionKey.OP_CONNECT) != 0) {
                key.interestOps(interest & ~SelectionKey.OP_CONNECT | SelectionKey.OP_WRITE);
            }
        }
        return true;
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public SocketAddress remoteAddress() {
        try {
            return channel.isConnected() ? channel.getRemoteAddress() : null;
        } catch (IOException closed) {
            return null;
        }
    }
}
