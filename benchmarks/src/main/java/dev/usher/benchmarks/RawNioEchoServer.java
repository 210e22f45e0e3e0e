package dev.usher.benchmarks;

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
 * The floor of the wire benchmarks: a line echo over NIO written by hand, with nothing between the selector and the
 * bytes. It does what the other servers do: it reads into one direct buffer, finds line ends, answers each line with
 * CRLF and writes once per readiness. A connection holds bytes only while a line is incomplete or the socket is full,
 * and reads nothing while the socket is full. One thread.
 */
final class RawNioEchoServer {

    private static final int READ_SIZE = 65_536;
    /** A longer line ends its connection, so that a peer without line ends cannot fill the memory. */
    private static final int LONGEST_LINE = 65_536;

    private static final byte[] NONE = {};

    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_SIZE);
    private final byte[] window = new byte[LONGEST_LINE + READ_SIZE];
    /** A window of bare line ends doubles. */
    private final byte[] answer = new byte[2 * window.length];

    private final ByteBuffer out = ByteBuffer.allocateDirect(answer.length);
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();

    private RawNioEchoServer(int port) throws IOException {
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4_096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(arguments, "port", "0");
        RawNioEchoServer server = new RawNioEchoServer(options.number("port"));
        System.out.println("listening on 127.0.0.1:" + server.listener.socket().getLocalPort());
        server.run();
    }

    private void run() throws IOException {
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
                    connection.echo(key);
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
        /** The begin of a line whose end has not come. */
        private byte[] partial = NONE;
        /** Answers that the socket did not take. */
        private byte[] unsent = NONE;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void echo(SelectionKey key) throws IOException {
            int count = channel.read(in.clear());
            if (count < 0) {
                close();
                return;
            }
            int searched = partial.length;
            int limit = searched + count;
            System.arraycopy(partial, 0, window, 0, searched);
            in.flip().get(window, searched, count);
            int length = 0;
            int begin = 0;
            for (int i = searched; i < limit; i++) {
                if (window[i] == '\n') {
                    int end = i > begin && window[i - 1] == '\r' ? i - 1 : i;
                    System.arraycopy(window, begin, answer, length, end - begin);
                    length += end - begin;
                    answer[length++] = '\r';
                    answer[length++] = '\n';
                    begin = i + 1;
                }
            }
            if (limit - begin > LONGEST_LINE) {
                close();
                return;
            }
            partial = begin == limit ? NONE : Arrays.copyOfRange(window, begin, limit);
            if (length > 0) {
                out.clear().put(answer, 0, length).flip();
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
