package dev.usher.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients of an echo that have asked for much and read little: each has so many bytes of lines under way, most of which
 * wait in the server or in its sockets, reads a piece ten times a second, compares it, and asks for as much again. A
 * thread of its own.
 */
public final class SlowReaders implements AutoCloseable {

    private static final int PIECE = 1_024;
    private static final long PAUSE_MS = 100;

    private final List<Reader> readers = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(PIECE);
    private final ByteBuffer lines = ByteBuffer.allocateDirect(Script.REQUESTS * EchoScript.LINE);
    private final Thread thread = new Thread(this::run, "slow readers");
    private volatile boolean closing;
    private volatile IOException failure;
    private volatile long heard;

    /**
     * Connects and asks.
     *
     * @param bytes that each has under way
     */
    public SlowReaders(int port, int count, int bytes) throws IOException {
        Script script = Script.named(EchoScript.NAME);
        for (int i = 0; i < Script.REQUESTS; i++) {
            lines.put(script.request(i));
        }
        for (int i = 0; i < count; i++) {
            readers.add(new Reader(port, script.answers(), bytes));
        }
        thread.start();
    }

    /** @return lines that all of them have read */
    public long heard() {
        return heard;
    }

    /** @throws IOException if one of them heard something else, or no more */
    public void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    private void run() {
        try {
            while (!closing) {
                for (Reader reader : readers) {
                    reader.turn();
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (IOException e) {
            failure = new IOException("a slow reader failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        for (Reader reader : readers) {
            reader.channel.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Reader {

        private final SocketChannel channel = SocketChannel.open();
        private final Script.Answers answers;
        private long sent;
        private long due;

        Reader(int port, Script.Answers answers, int bytes) throws IOException {
            this.answers = answers;
            due = bytes;
            channel.setOption(StandardSocketOptions.SO_RCVBUF, PIECE); // the system makes it larger, but not large
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
        }

        void turn() throws IOException {
            int count = channel.read(in.clear());
            if (count < 0) {
                throw new EOFException("the server closed a connection");
            }
            heard += answers.take(in.flip());
            due += count;
            int taken = 1;
            while (sent < due && taken > 0) {
                int at = (int) (sent % lines.capacity());
                lines.limit((int) Math.min(lines.capacity(), at + due - sent)).position(at);
                taken = channel.write(lines);
                sent += taken;
            }
        }
    }
}
