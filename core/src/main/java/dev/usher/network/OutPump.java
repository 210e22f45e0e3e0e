package dev.usher.network;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** Writes a stream in a thread of its own, as much at a time as its ring holds. Given bytes by the link's thread. */
final class OutPump {
    private final String name;
    private final Ring ring;
    private final OutputStream stream;
    private final Runnable told;
    private final Object lock = new Object();
    private boolean begun;
    private boolean ending; // guarded by the lock, like the next
    private IOException failure;

    OutPump(String name, Ring ring, OutputStream stream, Runnable told) {
        this.name = name;
        this.ring = ring;
        this.stream = stream;
        this.told = told;
    }

    boolean isReady() {
        synchronized (lock) {
            return failure != null || ending || !ring.isFull();
        }
    }

    int write(ByteBuffer from) throws IOException {
        synchronized (lock) {
            if (failure != null) {
                throw failure;
            }
            if (ending) {
                throw new ClosedChannelException();
            }
        }
        int count = ring.fill(from);
        if (count > 0) {
            begin();
            synchronized (lock) {
                lock.notifyAll();
            }
        }
        return count;
    }

    private void begin() {
        if (!begun) {
            begun = true;
            Thread thread = new Thread(this::run, "usher-out " + name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Closes the stream behind what was written. */
    void end() {
        synchronized (lock) {
            ending = true;
            lock.notifyAll();
        }
        if (!begun) {
            close();
        }
    }

    private void run() {
        try {
            for (int count = awaitBytes(); count > 0; count = awaitBytes()) {
                stream.write(ring.array(), ring.head(), count);
                stream.flush();
                ring.empty(count);
                told.run();
            }
        } catch (IOException | RuntimeException e) { // a stream's fault is its link's too
            synchronized (lock) {
                failure = InPump.failure(e);
            }
            told.run();
        }
        close();
    }

    /** How many bytes there are to write in one piece; 0 when no more will come. */
    private int awaitBytes() {
        synchronized (lock) {
            while (ring.filled() == 0 && !ending) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    ending = true; // nobody but a debugger interrupts it
                }
            }
            return ring.whole();
        }
    }

    private void close() {
        try {
            stream.close();
        } catch (IOException ignored) {
            // What could not be written was told; nobody asks any more.
        }
    }
}
