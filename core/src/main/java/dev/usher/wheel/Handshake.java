package dev.usher.wheel;

import dev.usher.kernel.Context;
import dev.usher.kernel.Watch;
import dev.usher.kernel.Watcher;
import dev.usher.network.StreamLink;
import dev.usher.tls.TlsDriver;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/** One connection that shakes hands, before its session is told of it. Belongs to the kernel's thread. */
final class Handshake implements Watcher {
    /** Read away of a failed one at most, in reads: unread input would turn the last words into a reset. */
    private static final int DRAINED_READS = 4;

    private static final int DRAINED_AT_ONCE = 8_192;

    final StreamLink link;
    final SocketAddress remote;
    final TlsDriver driver;
    final long dueNs;
    final Handshakes all; // it is one of
    private Watch watch;

    Handshake(Handshakes all, StreamLink link, SocketAddress remote, TlsDriver driver, long dueNs) {
        this.all = all;
        this.link = link;
        this.remote = remote;
        this.driver = driver;
        this.dueNs = dueNs;
    }

    void begin(Context poe) {
        watch = poe.watch(link, this);
        if (driver.isServer()) {
            watch.read(true); // the client speaks first, and has hardly spoken yet
        } else {
            step(poe, false);
        }
    }

    /** Goes on; the link is read only if it is known to have something. */
    private void step(Context poe, boolean readable) {
        TlsDriver.Progress progress;
        try {
            progress = driver.handshake(link, readable);
        } catch (IOException e) {
            all.failed(poe, this, e);
            return;
        } catch (RuntimeException e) { // an engine's fault is its connection's, and of nobody else
            all.failed(poe, this, new SSLException(e.toString(), e));
            return;
        }
        watch.read(progress == TlsDriver.Progress.READ);
        watch.write(driver.unwritten() > 0);
        if (progress == TlsDriver.Progress.TASK) {
            all.awaitTask(this);
        } else if (progress == TlsDriver.Progress.DONE) {
            watch.close();
            all.done(poe, this);
        }
    }

    /** Does a piece of the ciphering that it waits for, and goes on. */
    void runTask(Context poe) {
        try {
            driver.runTask();
        } catch (RuntimeException e) { // as above
            all.failed(poe, this, new SSLException(e.toString(), e));
            return;
        }
        step(poe, false);
    }

    @Override
    public void onReadable(Context poe) {
        step(poe, true);
    }

    @Override
    public void onWritable(Context poe) {
        step(poe, false);
    }

    @Override
    public void onSessionEnd() {
        link.close();
        all.lost(this);
    }

    /** Gives it up: the peer is told why, if there is something to tell. */
    void close() {
        watch.close();
        if (!link.isOpen()) {
            return;
        }
        driver.closing(link);
        try {
            ByteBuffer away = ByteBuffer.allocate(DRAINED_AT_ONCE);
            for (int i = 0; i < DRAINED_READS && link.read(away.clear()) > 0; ) {
                i++;
            }
        } catch (IOException e) {
            // it is broken: there is nobody to spare a reset
        }
        link.close();
    }

    @Override
    public long wheelId() {
        return all.wheelId();
    }

    @Override
    public String wheelKind() {
        return all.wheelKind();
    }

    boolean isOpen() {
        return link.isOpen();
    }
}
