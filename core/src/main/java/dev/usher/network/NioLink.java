package dev.usher.network;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.Channel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/**
 * A channel and its key: what all real links share. One thread. A server keeps one per idle connection, so each further
 * field is paid ten thousand times; whatever the channel can tell is asked of the channel.
 */
abstract class NioLink implements Link {

    /** The registration with the poller, or null until the link is first watched. Lives until the link is closed. */
    SelectionKey key;

    abstract SelectableChannel channel();

    /** Translates the operations of {@link Link} to those of the selector, as the channel is now. */
    abstract int interest(int operations);

    @Override
    public final boolean isOpen() {
        return channel().isOpen();
    }

    @Override
    public final SocketAddress localAddress() {
        try {
            return channel() instanceof NetworkChannel network ? network.getLocalAddress() : null;
        } catch (IOException closed) {
            return null;
        }
    }

    @Override
    public final <T> T option(SocketOption<T> option) throws IOException {
        return network(option).getOption(option);
    }

    @Override
    public final <T> void option(SocketOption<T> option, T value) throws IOException {
        network(option).setOption(option, value);
    }

    private NetworkChannel network(SocketOption<?> option) {
        if (channel() instanceof NetworkChannel network) {
            return network;
        }
        throw new UnsupportedOperationException("this link has no option " + option);
    }

    /** Sets those options that such a channel has. */
    @SuppressWarnings("unchecked") // the value was checked against the option's class when it was set
    static void set(NetworkChannel channel, SocketOptions options) throws IOException {
        options.apply(
                channel.supportedOptions(), (option, value) -> channel.setOption((SocketOption<Object>) option, value));
    }

    @Override
    public void close() {
        Object attachment = key == null ? null : key.attach(null);
        closeQuietly(channel());
        if (attachment instanceof Poller.Attachment watching) {
            watching.linkClosed();
        }
    }

    @Override
    public final String toString() {
        return Link.text(this);
    }

    static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // Nothing is left to do: the descriptor is gone either way.
        }
    }
}
