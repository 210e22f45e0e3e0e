package dev.usher.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/**
 * What a blocking stream gives, read by a thread of its own into a pipe that can be watched. The thread waits while the
 * pipe is full, and ends with the stream or when the link is closed. One thread but for that.
 */
final class NioInputLink extends NioLink implements StreamLink {
    private static final int BLOCK = 8_192;

    private final Pipe.SourceChannel source;

    private NioInputLink(Pipe.SourceChannel source) {
        this.source = source;
    }

    static NioInputLink of(InputStream in) throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        Thread reader = new Thread(() -> copy(in, pipe.sink()), "usher-input");
        reader.setDaemon(true); // a read of standard input cannot be broken off
        reader.start();
        return new NioInputLink(pipe.source());
    }

    private static void copy(InputStream in, Pipe.SinkChannel sink) {
        byte[] block = new byte[BLOCK];
        try (sink) {
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                ByteBuffer bytes = ByteBuffer.wrap(block, 0, count);
                while (bytes.hasRemaining()) {
                    sink.write(bytes);
                }
            }
        } catch (IOException ended) {
            // The stream has failed, or nobody reads it any more: either way the pipe ends here.
        }
    }

    @Override
    SelectableChannel channel() {
        return source;
    }

    @Override
    int interest(int operations) {
        return (operations & READ) != 0 ? SelectionKey.OP_READ : 0;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return source.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        throw new IOException("what an input stream gives can be read only");
    }

    @Override
    public boolean finishConnect() {
        return true;
    }

    @Override
    public void shutdownOutput() {
        // There is none.
    }

    @Override
    public void shutdownInput() {
        close();
    }

    @Override
    public SocketAddress remoteAddress() {
        return null;
    }
}
