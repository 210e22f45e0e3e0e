package dev.usher.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The floor of servers that tell many by WebSocket what one says: one loop, one buffer that is written to all. Knows
 * only loads in which each read is one opening or one message. One thread.
 */
abstract class RawNioRoom {

    /** Gets what is to be sent, an unmasked frame. */
    final ByteBuffer out = ByteBuffer.allocateDirect(2 * RawNioServer.READ_SIZE);

    private final ByteBuffer in = ByteBuffer.allocateDirect(RawNioServer.READ_SIZE);
    private final byte[] window = new byte[RawNioServer.READ_SIZE];
    private final RawNioWebSocketServer frames = new RawNioWebSocketServer();
    private final List<SocketChannel> room = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();

    RawNioRoom(int port) throws IOException {
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4_096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** A client has opened its connection. */
    abstract void opened(SocketChannel by);

    /**
     * A client has said something, which {@link #out} has as a frame to send.
     *
     * @param window the client's frame, its mask taken away but not cut out
     * @param count bytes of it
     */
    abstract void said(SocketChannel by, byte[] window, int count) throws IOException;

    final void join(SocketChannel channel) {
        room.add(channel);
    }

    final void tellAll(ByteBuffer frame) throws IOException {
        for (SocketChannel to : room) {
            to.write(frame.rewind());
        }
    }

    final void run() throws IOException {
        System.out.println("listening on 127.0.0.1:" + listener.socket().getLocalPort());
        while (true) {
            selector.select(this::ready, 0);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                hear((SocketChannel) key.channel());
            }
        } catch (IOException e) {
            key.cancel();
            room.remove(key.channel());
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    private void hear(SocketChannel by) throws IOException {
        int count = by.read(in.clear());
        if (count < 0) {
            by.close();
            room.remove(by);
            return;
        }
        in.flip().get(window, 0, count);
        frames.answer(window, 0, count, out.clear());
        out.flip();
        if (window[0] == 'G') {
            by.write(out);
            opened(by);
        } else {
            said(by, window, count);
        }
    }
}
