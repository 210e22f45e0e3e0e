package dev.usher.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads a stream in a thread of its own, never further ahead than its ring is large. Begun and read by the link's
 * thread.
 */
final class InPump {
    private final String name;
    private final Ring ring;
    private final InputStream stream;
    private final Runnable told;
    private final Object lock = new Object();
    private boolean begun;
    private boolean wanted = true; // guarded by the lock, like the next two
    private boolean ended;
    private IOException failure;

    InPump(String name, Ring ring, InputStream stream, Runnable told) {
        this.name = name;
        this.ring = ring;
        this.stream = stream;
        this.told = told;
    }

    /** The thread starts when somebody first wants to read: nobody's input is not taken from its peer. */
    void begin() {
        if (!begun) {
            begun = true;
            Thread thread = new Thread(this::run, "usher-in " + name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    boolean isReady() {
        synchronized (lock) {
            return ended || !wanted || ring.filled() > 0;
        }
    }

    int read(ByteBuffer into) throws IOException {
        synchronized (lock) {
            int count = ring.empty(into); // before the end is looked at: bytes go first
            if (count > 0) {
                lock.notifyAll(); // there is room again
                return count;
            }
            if (!into.hasRemaining()) {
                return 0;
            }
            if (failure != null && wanted) {
                throw failure;
            }
            return ended || !wanted ? -1 : 0;
        }
    }

    /** Nobody reads any more. */
    void end() {
        synchronized (lock) {
            if (!wanted) {
                return;
            }
            wanted = false;
            lock.notifyAll();
        }
        close();
    }

    private void run() {
        IOException broken = null;
        try {
            while (awaitRoom()) {
                int count = stream.read(ring.array(), ring.tail(), ring.free());
                if (count < 0) {
                    break;
                }
                ring.fill(count);
                told.run();
            }
        } catch (IOException | RuntimeException e) { // a stream's fault is its link's too
            broken = failure(e);
        }
        synchronized (lock) {
            ended = true;
            failure = broken;
        }
        told.run();
    }

    static IOException failure(Exception cause) {
        return cause instanceof IOException failure ? failure : new IOException(cause.toString(), cause);
    }

    private boolean awaitRoom() {
        synchronized (lock) {
            while (wanted && ring.isFull()) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    wanted = false; // nobody but a debugger interrupts it
                }
            }
            return wanted;
        }
    }

    private void close() {
        try {
            stream.close();
        } catch (IOException ignored) {
            // Nothing is left to do: nobody reads it.
        }
    }
}
