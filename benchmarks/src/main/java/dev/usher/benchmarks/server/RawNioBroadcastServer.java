package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
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
 * The floor of a broadcast: what one WebSocket client says is written to all, from one buffer, in one loop. Knows only
 * what the broadcast does: each read is one opening or one message. One thread.
 */
public final class RawNioBroadcastServer {

    private final ByteBuffer in = ByteBuffer.allocateDirect(RawNioServer.READ_SIZE);
    private final ByteBuffer out = ByteBuffer.allocateDirect(2 * RawNioServer.READ_SIZE);
    private final byte[] window = new byte[RawNioServer.READ_SIZE];
    private final RawNioWebSocketServer frames = new RawNioWebSocketServer();
    private final List<SocketChannel> room = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();

    private RawNioBroadcastServer(int port) throws IOException {
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4_096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(arguments, "port", "0");
        new RawNioBroadcastServer(options.number("port")).run();
    }

    private void run() throws IOException {
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
                answer((SocketChannel) key.channel());
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
            room.add(channel);
        }
    }

    private void answer(SocketChannel from) throws IOException {
        int count = from.read(in.clear());
        if (count < 0) {
            from.close();
            room.remove(from);
            return;
        }
        in.flip().get(window, 0, count);
        frames.answer(window, 0, count, out.clear());
        out.flip();
        if (window[0] == 'G') {
            from.write(out);
            return;
        }
        for (SocketChannel to : room) {
            to.write(out.rewind());
        }
    }
}
