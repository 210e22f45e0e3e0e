package dev.usher.network;

import java.net.SocketAddress;

/** One non-blocking handle that a {@link Poller} can watch. Belongs to one kernel and its thread. */
public interface Link extends AutoCloseable {

    /** Readiness: bytes or their end can be read, or a connection can be accepted. */
    int READ = 1;

    /** Readiness: bytes can be written, or the result of connecting is known. */
    int WRITE = 2;

    /** @return whether it is neither closed nor failed to connect */
    boolean isOpen();

    /** @return the address it is bound to, or null when closed, or while connecting from an address not chosen yet */
    SocketAddress localAddress();

    /** Closes it and stops every watch on it. A second close does nothing; a failure to close is ignored. */
    @Override
    void close();
}
