package dev.usher.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** A connection that carries whole texts both ways; how they are framed is for its kinds to say. Used by one thread. */
public abstract class Wire implements AutoCloseable {

    private static final int SIZE = 65_536;
    private static final ByteBuffer IN = ByteBuffer.allocateDirect(SIZE); // of the one thread that loads

    private final SocketChannel channel;
    /** What has come and is not taken, from 0. */
    byte[] window = new byte[1_024];

    int limit;

    Wire(SocketChannel channel) {
        this.channel = channel;
    }

    /** Answers in a selector from now on; {@code attachment} is told of by its key. */
    void register(Selector selector, Object attachment) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, attachment);
    }

    /** @return a connection for the same client that does not wait when this one does; this one if it never does */
    abstract Wire beside(int port) throws IOException;

    /** Says a text. */
    abstract void send(String text) throws IOException;

    /** @return the next whole text, or null until more has come */
    abstract String next() throws IOException;

    /** Reads what has come. */
    void receive() throws IOException {
        if (channel.read(IN.clear()) < 0) {
            throw new EOFException("the server closed a connection");
        }
        int count = IN.flip().remaining();
        if (limit + count > window.length) {
            window = Arrays.copyOf(window, 2 * (limit + count));
        }
        IN.get(window, limit, count);
        limit += count;
    }

    /** Sends bytes, which a socket's buffer has room for, since whoever loads waits for answers. */
    void write(byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        channel.write(out);
        if (out.hasRemaining()) {
            throw new IOException("the server does not read what a client sends");
        }
    }

    /** Forgets so many bytes at the begin of the window. */
    void taken(int count) {
        limit -= count;
        System.arraycopy(window, count, window, 0, limit);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
