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

/**
 * The floor of large records: each connection has a direct buffer into which it reads until a block is whole, and from
 * which it then writes; with no size of blocks, it writes what has come. One thread.
 */
public final class RawNioBlockServer {

    private static final int PIECE = 65_536;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final int block;

    private RawNioBlockServer(int port, int block) throws IOException {
        this.block = block;
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4_096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(arguments, "port", "0", "block", "0");
        new RawNioBlockServer(options.number("port"), options.number("block")).run();
    }

    private void run() throws IOException {
        System.out.println("listening on 127.0.0.1:" + listener.socket().getLocalPort());
        while (true) {
            selector.select(this::ready, 0);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.attachment() instanceof ByteBuffer buffer) {
                echo(key, (SocketChannel) key.channel(), buffer);
            } else {
                accept();
            }
        } catch (IOException e) {
            close(key);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            ByteBuffer buffer = ByteBuffer.allocateDirect(block == 0 ? PIECE : block);
            channel.register(selector, SelectionKey.OP_READ, buffer);
        }
    }

    private void echo(SelectionKey key, SocketChannel channel, ByteBuffer buffer) throws IOException {
        if (key.isReadable()) {
            if (channel.read(buffer) < 0) {
                close(key);
                return;
            }
            if (block > 0 && buffer.hasRemaining()) {
                return;
            }
            buffer.flip();
        }
        channel.write(buffer);
        if (buffer.hasRemaining()) {
            key.interestOps(SelectionKey.OP_WRITE);
        } else {
            buffer.clear();
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            System.err.println("close: " + e);
        }
    }
}
