package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Death;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.network.StreamLink;
import dev.usher.tls.Tls;
import dev.usher.tls.TlsInfo;
import dev.usher.wheel.Activity;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.SocketFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What programs see of a connection, whichever end of it they are. Belongs to the kernel's thread.
 *
 * @param <S> the program's own state
 * @param <I> the records that the peer sends
 * @param <O> the records that the peer gets
 */
public abstract sealed class Connection<S, I, O> permits TcpConnection, ClientConnection {
    Session session;
    long connectedNs; // by the kernel's time
    S state;
    Opening opening; // until the wheel has its link
    ReadWrite<I, O> wheel; // null before it exists and after it is gone
    SocketAddress remote; // null before there is one
    boolean shutdown;
    boolean gotAnError;
    boolean failing; // an exception has been told already
    boolean broken; // nothing that waits can be written: ends without waiting

    Connection() {}

    abstract ConnectionOptions options();

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

    /** @return this end's address while it is connected, empty before and after */
    public Optional<SocketAddress> localAddress() {
        StreamLink used = wheel != null ? wheel.link() : opening == null ? null : opening.link;
        return used == null ? Optional.empty() : Optional.ofNullable(used.localAddress());
    }

    /** @return this end's numeric address, LOCAL for a UNIX socket, empty where there is none */
    public final String localIp() {
        return localAddress()
                .map(address -> new Opened(null, address).remoteIp())
                .orElse("");
    }

    /** @return this end's port, 0 for a UNIX socket or where there is none */
    public final int localPort() {
        return localAddress()
                .map(address -> new Opened(null, address).remotePort())
                .orElse(0);
    }

    /** @return what was agreed on, of the connection that there is or was last; empty if it goes in plain text */
    public final Optional<TlsInfo> tls() {
        return opening != null
                ? opening.result().tls()
                : Optional.ofNullable(latest()).flatMap(ReadWrite::tls);
    }

    /** @return when it was connected; for a client that is not, when it was last, or the kernel's beginning */
    public final Instant connectedAt() {
        Kernel kernel = session.kernel();
        return kernel.clock().wallTime().minusNanos(kernel.nowNs() - connectedNs);
    }

    /**
     * @return number of bytes read from the peer, of the connection that there is or was last; 0 unless
     *     {@code countBytes} was said
     */
    public final long bytesIn() {
        return octets(Activity::octetsRead);
    }

    /**
     * @return number of bytes that the socket has taken, of the connection that there is or was last; 0 unless
     *     {@code countBytes} was said
     */
    public final long bytesOut() {
        return octets(Activity::octetsWritten);
    }

    private long octets(ToLongFunction<Activity> which) {
        return latest() == null
                ? 0
                : latest().activity().map(which::applyAsLong).orElse(0L);
    }

    /** The wheel that there is or was last, as long as its facts are kept; null before. */
    ReadWrite<I, O> latest() {
        return wheel;
    }

    /**
     * An exception left one of this session's handlers. What is to be done about it is an event of its own, since an
     * exception inside a DIE handler would end the kernel.
     */
    final void died(Context poe, SignalInfo signal, Event<Death> threw) {
        if (signal.death().destination() == session && options().exceptionPolicy() == ExceptionPolicy.CLOSE) {
            poe.sigHandled();
            poe.yield(threw, signal.death());
        }
    }

    /** Begins to watch for silence. */
    final void time(Context poe, Event<Void> look) {
        if (options().timeouts().any()) {
            lookAgain(poe, look);
        }
    }

    private boolean lookAgain(Context poe, Event<Void> look) {
        long leftNs = options()
                .timeouts()
                .leftNs(activity(), wheel.octets() > 0, poe.kernel().nowNs());
        if (leftNs > 0) {
            poe.delaySetNs(look, leftNs, null);
        }
        return leftNs > 0;
    }

    /** What has taken too long by now; null if nothing has, or nobody is there any more, and then looks again later. */
    final IoError overdue(Context poe, Event<Void> look) {
        if (wheel == null || broken || lookAgain(poe, look)) {
            return null;
        }
        return options()
                .timeouts()
                .overdue(activity(), wheel.octets() > 0, poe.kernel().nowNs());
    }

    private Activity activity() {
        return wheel.activity().orElseThrow();
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
        return options().shutdownOnError();
    }

    /**
     * In {@code clientPreConnect} or {@code preConnect}: refuses the connection. It is closed, and nothing but
     * {@code clientRejected} is called, or a client's {@code connectError}, operation {@code preconnect}.
     *
     * @param reason for that callback
     */
    public final void reject(String reason) {
        opening("a connection can be refused", "; later use shutdown").rejection = reason;
    }

    /**
     * In {@code clientPreConnect} or {@code preConnect}: goes on with another link, one that wraps the opened one say.
     *
     * @param other the link to use
     */
    public final void link(StreamLink other) {
        opening("the link can be changed", "").link = other;
    }

    /**
     * In {@code clientPreConnect} or {@code preConnect}: goes on over TLS. The connection is told of when its handshake
     * is done, or else refused: to {@code clientRejected}, or a client's {@code connectError}, operation {@code tls}.
     *
     * @param how of a server or of a client, whichever role this end has in TLS
     */
    public final void upgrade(Tls how) {
        opening("TLS can begin", "").upgrade = how;
    }

    private Opening opening(String what, String otherwise) {
        if (opening == null || opening.upgrading != null) {
            throw new IllegalStateException(what + " in " + openedIn() + " only" + otherwise);
        }
        return opening;
    }

    /** Begins the TLS that was wanted; null for the host takes what the address says. */
    final SocketFactory shakeHands(Context poe, WheelEvents events, String host) {
        opening.upgrading = SocketFactory.upgrade(opening.link)
                .tls(opening.upgrade, host)
                .successEvent(events.upgraded())
                .failureEvent(events.notUpgraded())
                .open(poe);
        return opening.upgrading;
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
