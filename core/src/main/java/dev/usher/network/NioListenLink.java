package dev.usher.network;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;

/** A listening socket. One thread. */
final class NioListenLink extends NioLink implements ListenLink {

    private final ServerSocketChannel channel;

    private final SocketOptions options; // of the connections

    NioListenLink(ServerSocketChannel channel, SocketOptions options) {
        this.channel = channel;
        this.options = options;
    }

    @Override
    SelectableChannel channel() {
        return channel;
    }

    @Override
    int interest(int operations) {
        return (operations & READ) != 0 ? SelectionKey.OP_ACCEPT : 0;
    }

    @Override
    public StreamLink accept() throws IOException {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
            return null;
        }
        try {
            accepted.configureBlocking(false);
        } catch (IOException failure) {
            closeQuietly(accepted);
            throw failure;
        }
        prepare(accepted);
        return new NioStreamLink(accepted);
    }

    private void prepare(SocketChannel accepted) {
        try {
            if (!options.isEmpty()) {
                set(accepted, options);
            }
            if (!options.has(StandardSocketOptions.TCP_NODELAY)
                    && !(accepted.getLocalAddress() instanceof UnixDomainSocketAddress)) {
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
        } catch (IOException ignored) {
            // Some systems refuse options of a connection that its peer has reset meanwhile: reading will tell.
        }
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        SocketAddress local = localAddress();
        super.close();
        if (local instanceof UnixDomainSocketAddress unix) {
            try {
                Files.deleteIfExists(unix.getPath());
            } catch (IOException ignored) {
                // Whoever binds this path next is told that it is in use.
            }
        }
    }
}
