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
import java.util.Arrays;

/**
 * The floor of the wire benchmarks: a server over NIO written by hand, with nothing between the selector and the bytes.
 * It reads into one direct buffer, lets a {@link Responder} answer what is whole, and writes once per readiness. A
 * connection holds bytes only while a request is incomplete or the socket is full, and reads nothing while the socket
 * is full. One thread.
 */
final class RawNioServer {

    /** Finds the requests in what has come, and answers them. */
    @FunctionalInterface
    interface Responder {

        /**
         * Answers all that is whole.
         *
         * @param window what has come, from 0
         * @param searched so many bytes were seen before, and hold no end of a request
         * @param limit of what has come
         * @param out empty; gets the answers
         * @return where the request begins whose end has not come
         */
        int answer(byte[] window, int searched, int limit, ByteBuffer out);
    }

    static final int READ_SIZE = 65_536;
    /** A longer request ends its connection, so that a peer without line ends cannot fill the memory. */
    static final int LONGEST = 65_536 + 64;

    private static final byte[] NONE = {};

    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_SIZE);
    private final byte[] window = new byte[LONGEST + READ_SIZE];
    private final ByteBuffer out;
    private final Responder responder;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();

    /**
     * Listens.
     *
     * @param responder answers
     * @param mostOut bytes of the answers to one full window, at most
     */
    RawNioServer(int port, Responder responder, int mostOut) throws IOException {
        this.responder = responder;
        out = ByteBuffer.allocateDirect(mostOut);
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4_096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    void run() throws IOException {
        System.out.println("listening on 127.0.0.1:" + listener.socket().getLocalPort());
        while (true) {
            selector.select(this::ready, 0);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Connection connection) {
            try {
                if (key.isWritable()) {
                    connection.drain(key);
                } else {
                    connection.answer(key);
                }
            } catch (IOException e) {
                connection.close();
            }
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
            }
        } catch (IOException e) {
            System.err.println("accept: " + e);
        }
    }

    private final class Connection {

        private final SocketChannel channel;
        /** The begin of a request whose end has not come. */
        private byte[] partial = NONE;
        /** Answers that the socket did not take. */
        private byte[] unsent = NONE;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void answer(SelectionKey key) throws IOException {
            int count = channel.read(in.clear());
            if (count < 0) {
                close();
                return;
            }
            int searched = partial.length;
            int limit = searched + count;
            System.arraycopy(partial, 0, window, 0, searched);
            in.flip().get(window, searched, count);
            int begin = responder.answer(window, searched, limit, out.clear());
            if (limit - begin > LONGEST) {
                close();
                return;
            }
            partial = begin == limit ? NONE : Arrays.copyOfRange(window, begin, limit);
            if (out.flip().hasRemaining()) {
                channel.write(out);
                if (out.hasRemaining()) {
                    keepUnsent();
                    key.interestOps(SelectionKey.OP_WRITE);
                }
            }
        }

        void drain(SelectionKey key) throws IOException {
            out.clear().put(unsent).flip();
            channel.write(out);
            keepUnsent();
            if (unsent == NONE) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }

        private void keepUnsent() {
            unsent = out.hasRemaining() ? new byte[out.remaining()] : NONE;
            out.get(unsent);
        }

        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                System.err.println("close: " + e);
            }
        }
    }
}
