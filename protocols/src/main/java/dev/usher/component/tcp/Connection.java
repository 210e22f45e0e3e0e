package dev.usher.component.tcp;

import dev.usher.kernel.Session;
import dev.usher.network.StreamLink;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * What programs see of a connection, whichever end of it they are. Belongs to the kernel's thread.
 *
 * @param <S> the program's own state
 * @param <I> the records that the peer sends
 * @param <O> the records that the peer gets
 */
public abstract sealed class Connection<S, I, O> permits TcpConnection, ClientConnection {
    final ConnectionOptions options;
    Session session;
    S state;
    StreamLink link; // until the wheel has it
    ReadWrite<I, O> wheel; // null before it exists and after it is gone
    SocketAddress remote; // null before there is one
    String rejection;
    boolean shutdown;
    boolean gotAnError;
    boolean failing; // an exception has been told already
    boolean broken; // nothing that waits can be written: ends without waiting

    Connection(ConnectionOptions options) {
        this.options = options;
    }

    /**
     * Sends a record, at the end of the slice.
     *
     * @param record the record
     * @return true if it is time to stop: as many bytes as the high mark wait, or there is no connection that takes
     *     more and the record is dropped
     */
    public final boolean put(O record) {
        return wheel == null || wheel.put(record);
    }

    /** @return the wheel that reads and writes, while it is connected; still in clientDisconnected of a server */
    public final Optional<ReadWrite<I, O>> wheel() {
        return Optional.ofNullable(wheel);
    }

    /** @return the program's own state; null if it was described without */
    public final S state() {
        return state;
    }

    /** @return its session */
    public final Session session() {
        return session;
    }

    /** @return the peer's numeric address, LOCAL for a UNIX socket, empty before there is one */
    public final String remoteIp() {
        return remote == null ? "" : new Opened(null, remote).remoteIp();
    }

    /** @return the peer's port, 0 for a UNIX socket or before there is one */
    public final int remotePort() {
        return remote instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    /** @return whether it is being shut down or was: nothing more comes from the peer */
    public final boolean isShutdown() {
        return shutdown;
    }

    /** @return whether it has met an error, the end of the peer's output included */
    public final boolean gotAnError() {
        return gotAnError;
    }

    /** @return whether it ends after an error by itself */
    public final boolean shutdownOnError() {
        return options.shutdownOnError();
    }

    /**
     * In {@code clientPreConnect} or {@code preConnect}: refuses the connection. It is closed, and nothing but
     * {@code clientRejected} is called, or a client's {@code connectError}, operation {@code preconnect}.
     *
     * @param reason for that callback
     */
    public final void reject(String reason) {
        if (link == null) {
            throw new IllegalStateException(
                    "a connection can be refused in " + openedIn() + " only; later use shutdown");
        }
        rejection = reason;
    }

    /**
     * In {@code clientPreConnect} or {@code preConnect}: goes on with another link, one that wraps the opened one say.
     *
     * @param other the link to use
     */
    public final void link(StreamLink other) {
        if (link == null) {
            throw new IllegalStateException("the link can be changed in " + openedIn() + " only");
        }
        link = other;
    }

    /**
     * Ends the connection, after what was put is written: no more input comes, not even what is left of the burst being
     * read. A SHUTDOWN event that is posted does the same when it arrives, after that burst. A client that connects
     * gives that up.
     */
    public abstract void shutdown();

    /** The callback that has the link before the wheel. */
    abstract String openedIn();
}
