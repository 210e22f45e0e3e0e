package dev.usher.component.tcp;

import dev.usher.driver.Driver;
import dev.usher.kernel.Context;
import dev.usher.kernel.Death;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.network.StreamLink;
import dev.usher.tls.Tls;
import dev.usher.tls.TlsInfo;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.ReadWriteBuilder;
import dev.usher.wheel.SocketFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heap of a connection's session. Belongs to the kernel's thread.
 *
 * <p>Its life:
 *
 * <pre>
 *   accepted -> clientPreConnect -> clientConnected -> clientInput* clientFlushed* -> clientDisconnected -> gone
 *                     |                                   |                             ^
 *                  reject()                      shutdown, error, exception ------------+
 *                     v
 *               clientRejected -> gone
 * </pre>
 *
 * <p>{@code clientDisconnected} comes exactly once for each {@code clientConnected}.
 *
 * @param <S> the program's own state of a connection
 * @param <I> the records that the client sends
 * @param <O> the records that the client gets
 */
public final class TcpConnection<S, I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(TcpServer.class);
    static final Event<Object> INPUT = Event.any("tcp_server_got_input");
    static final Event<IoError> ERROR = Event.named("tcp_server_got_error", IoError.class);
    static final Event<Void> FLUSHED = Event.named("tcp_server_got_flush");
    static final Event<Void> LOW = Event.named("tcp_server_got_low");
    static final Event<Void> HIGH = Event.named("tcp_server_got_high");
    static final Event<Opened> UPGRADED = Event.named("tcp_server_got_tls", Opened.class);
    static final Event<IoError> NOT_UPGRADED = Event.named("tcp_server_got_tls_error", IoError.class);
    static final Event<Void> LINGERED = Event.named("tcp_server_lingered");
    static final Event<Death> THREW = Event.named("tcp_server_threw", Death.class);

    private final TcpServer<S, I, O> server;
    private final Session listener;
    private final SocketAddress remote;
    private final Driver driver; // over TLS, or null
    private StreamLink link; // in clientPreConnect, or null
    private Tls upgrade; // wanted there, or null
    private SocketFactory upgrading; // or null
    private Optional<TlsInfo> tls;
    private ReadWrite<I, O> client; // null before the wheel exists and after it is gone
    private Session session;
    private S state;
    private String rejection;
    private boolean connected;
    private boolean shutdown;
    private boolean gotAnError;
    private boolean failing; // an exception has been told already
    private boolean broken; // nothing that waits can be written: ends without waiting

    private TcpConnection(TcpServer<S, I, O> server, Session listener, Opened opened) {
        this.server = server;
        this.listener = listener;
        this.remote = opened.remote();
        this.link = opened.link();
        this.driver = opened.driver();
        this.tls = opened.tls();
    }

    static <S, I, O> void begin(TcpServer<S, I, O> server, Context poe, Opened opened) {
        server.sessionType.create(poe, server.connectionStates, new TcpConnection<>(server, poe.session(), opened));
    }

    /** One table for all connections of a server. The program's handlers stand in it themselves, nothing between. */
    @SuppressWarnings("unchecked") // the filter gives what clientInput takes, by the builder's types
    static <S, I, O> States<TcpConnection<S, I, O>> states(TcpServerBuilder<S, I, O> wanted) {
        States<TcpConnection<S, I, O>> states = wanted.program
                .states()
                .start(TcpConnection<S, I, O>::start)
                .stop(TcpConnection<S, I, O>::stop)
                .sig("DIE", TcpConnection<S, I, O>::died)
                .on(ERROR, TcpConnection<S, I, O>::failed)
                .on(FLUSHED, TcpConnection<S, I, O>::flushed)
                .on(TcpServer.SHUTDOWN, TcpConnection<S, I, O>::onShutdown)
                .on(LINGERED, TcpConnection<S, I, O>::lingered)
                .on(UPGRADED, TcpConnection<S, I, O>::connect)
                .on(NOT_UPGRADED, TcpConnection<S, I, O>::notUpgraded)
                .on(THREW, TcpConnection<S, I, O>::threw);
        if (wanted.clientInput != null) {
            states = states.on((Event<I>) INPUT, wanted.clientInput);
        }
        if (wanted.clientLow != null) {
            states = states.on(LOW, wanted.clientLow).on(HIGH, wanted.clientHigh);
        }
        return wanted.program.withOptions(states);
    }

    @SuppressWarnings("unchecked") // as above
    static <S, I, O> ReadWriteBuilder<I, O> wheels(TcpServerBuilder<S, I, O> wanted) {
        FilterPair.Made<I, O> unused = wanted.filters.make();
        ReadWriteBuilder<I, O> wheels = ReadWrite.with(unused.input(), unused.output())
                .inputEvent((Event<I>) INPUT)
                .errorEvent(ERROR)
                .flushedEvent(FLUSHED);
        return wanted.clientLow == null ? wheels : wheels.marks(wanted.lowMark, wanted.highMark, LOW, HIGH);
    }

    // ---- what programs use

    /**
     * Sends a record, at the end of the slice.
     *
     * @param record the record
     * @return true if it is time to stop: as many bytes as the high mark wait, or the connection takes no more and the
     *     record is dropped
     */
    public boolean put(O record) {
        return client == null || client.put(record);
    }

    /** @return the wheel (POE's {@code $_[HEAP]{client}}): from clientConnected to clientDisconnected */
    public Optional<ReadWrite<I, O>> wheel() {
        return Optional.ofNullable(client);
    }

    /** @return the program's own state of this connection; null if the server was described without */
    public S state() {
        return state;
    }

    /** @return the connection's session */
    public Session session() {
        return session;
    }

    /** @return the peer's numeric address, or LOCAL for a UNIX socket */
    public String remoteIp() {
        return new Opened(null, remote).remoteIp();
    }

    /** @return the peer's port, 0 for a UNIX socket */
    public int remotePort() {
        return remote instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    /** @return the peer's address */
    public SocketAddress remoteAddress() {
        return remote;
    }

    /** @return what was agreed on, empty if it goes in plain text */
    public Optional<TlsInfo> tls() {
        return tls;
    }

    /** @return what was given as {@code clientArgs} */
    public List<Object> args() {
        return server.clientArgs;
    }

    /** @return whether it is being shut down: nothing more comes from the client */
    public boolean isShutdown() {
        return shutdown;
    }

    /** @return whether it has met an error, the end of the client's output included */
    public boolean gotAnError() {
        return gotAnError;
    }

    /** @return whether it ends after an error by itself */
    public boolean shutdownOnError() {
        return server.shutdownOnError;
    }

    /**
     * In {@code clientPreConnect}: refuses the connection. It is closed, and nothing but {@code clientRejected} is
     * called.
     *
     * @param reason for {@code clientRejected}
     */
    public void reject(String reason) {
        if (link == null) {
            throw new IllegalStateException("a connection can be refused in clientPreConnect only; later use shutdown");
        }
        rejection = reason;
    }

    /**
     * In {@code clientPreConnect}: goes on with another link, one that wraps the accepted one say.
     *
     * @param other the link to use
     */
    public void link(StreamLink other) {
        if (link == null) {
            throw new IllegalStateException("the link can be changed in clientPreConnect only");
        }
        link = other;
    }

    /**
     * In {@code clientPreConnect}: goes on over TLS. {@code clientConnected} is called when its handshake is done, or
     * else {@code clientRejected}.
     *
     * @param how of a server
     */
    public void upgrade(Tls how) {
        if (link == null) {
            throw new IllegalStateException("TLS can begin in clientPreConnect only");
        }
        upgrade = how;
    }

    /**
     * Ends the connection, after what was put is written: no more input comes, not even what is left of the burst being
     * read. A SHUTDOWN event that is posted does the same when it arrives, after that burst.
     */
    public void shutdown() {
        session.kernel().call(session, TcpServer.SHUTDOWN);
    }

    // ---- its life

    private void start(Context poe) throws Exception {
        session = poe.session();
        try {
            state = server.state == null ? null : server.state.get();
            if (server.clientPreConnect != null) {
                server.clientPreConnect.on(this, poe, link);
            }
            if (rejection == null && upgrade != null) {
                upgrading = SocketFactory.upgrade(link)
                        .tls(upgrade)
                        .successEvent(UPGRADED)
                        .failureEvent(NOT_UPGRADED)
                        .open(poe);
            } else if (rejection == null) {
                open(poe, new Opened(link, remote, driver));
            }
        } finally {
            if (client == null && upgrading == null) {
                new Opened(link, remote, driver).close();
            }
            link = null;
        }
        if (client != null) {
            connected(poe);
        } else if (upgrading == null) {
            rejected(poe);
        }
    }

    private void open(Context poe, Opened opened) {
        FilterPair.Made<I, O> made = server.filters.make();
        client = server.wheels.open(poe, opened, made.input(), made.output());
    }

    private void connect(Context poe, Opened opened) throws Exception {
        upgrading = null;
        tls = opened.tls();
        open(poe, opened);
        connected(poe);
    }

    private void connected(Context poe) throws Exception {
        connected = true;
        if (server.clientConnected != null) {
            server.clientConnected.on(this, poe);
        }
    }

    private void notUpgraded(Context poe, IoError error) throws Exception {
        upgrading = null;
        rejection = error.operation() + ": " + error.text();
        rejected(poe);
    }

    private void rejected(Context poe) throws Exception {
        if (server.clientRejected != null) {
            server.clientRejected.on(this, poe, rejection);
        }
    }

    private void stop(Context poe) throws Exception {
        try {
            finish(poe); // killed by a signal, say: clientDisconnected is owed all the same
        } catch (Exception e) { // thrown on, it would end the kernel
            if (server.exceptionPolicy == ExceptionPolicy.DIE) {
                throw e;
            }
            LOG.error("{}: 'clientDisconnected' failed", session, e);
        } finally {
            poe.call(listener, TcpServer.DISCONNECTED);
        }
    }

    private void onShutdown(Context poe) throws Exception {
        shutdown = true;
        if (client == null) {
            if (upgrading != null) {
                upgrading.close();
                notUpgraded(poe, new IoError("tls", Errno.ECANCELED, "shut down before TLS was agreed on"));
            } else if (link != null && rejection == null) {
                rejection = "shut down in clientPreConnect";
            }
            return;
        }
        client.pauseInput(); // what a client sends now is not even read: it costs nothing
        if (broken || client.octets() == 0) {
            finish(poe);
        } else {
            poe.delay(LINGERED, server.linger);
        }
    }

    private void flushed(Context poe) throws Exception {
        if (server.clientFlushed != null) {
            server.clientFlushed.on(this, poe);
        }
        if (shutdown && client != null && client.octets() == 0) { // it may have put more: that goes out first
            finish(poe);
        }
    }

    private void lingered(Context poe) throws Exception {
        broken = true;
        failed(poe, new IoError("write", Errno.ETIMEDOUT, "the client has not taken the rest within " + server.linger));
        finish(poe);
    }

    private void failed(Context poe, IoError error) throws Exception {
        gotAnError = true;
        if (!error.isEnd() && !error.operation().equals("filter")) {
            broken = true;
        }
        if (server.clientError != null) {
            server.clientError.on(this, poe, error);
        } else if (!isUsual(error)) {
            LOG.warn("{}: {} failed: {} ({})", session, error.operation(), error.errno(), error.text());
        }
        if (server.shutdownOnError || shutdown) {
            onShutdown(poe);
        }
    }

    /** Peers go when they like: that is nothing to log. */
    private static boolean isUsual(IoError error) {
        return error.isEnd() || error.operation().equals("read") && error.errno() == Errno.ECONNRESET;
    }

    /**
     * An exception left one of this session's handlers. What is to be done about it is an event of its own, since an
     * exception inside a DIE handler would end the kernel.
     */
    private void died(Context poe, SignalInfo signal) {
        if (signal.death().destination() == session && server.exceptionPolicy == ExceptionPolicy.CLOSE) {
            poe.sigHandled();
            poe.yield(THREW, signal.death());
        }
    }

    private void threw(Context poe, Death death) throws Exception {
        boolean again = failing;
        failing = true;
        gotAnError = true;
        if (again || server.clientError == null) {
            LOG.error("{}: {}", session, death.where(), death.error());
        }
        if (!again && server.clientError != null) {
            server.clientError.on(
                    this,
                    poe,
                    new IoError("exception", Errno.ECANCELED, death.error().toString()));
        }
        if (client != null) {
            client.flush(); // the exception may have kept the wheel from writing what was put
        }
        onShutdown(poe);
    }

    /** The one way out of a connection that was connected. */
    private void finish(Context poe) throws Exception {
        if (client == null) {
            return;
        }
        shutdown = true;
        try {
            if (connected) {
                connected = false;
                if (server.clientDisconnected != null) {
                    server.clientDisconnected.on(this, poe);
                }
            }
        } finally {
            client.close();
            client = null;
            poe.alarmClear(LINGERED);
        }
    }
}
