package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.tls.TlsException;
import dev.usher.wheel.HandshakeFailure;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import dev.usher.wheel.SocketFactoryBuilder;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heap of a server's listener session: accepts connections and counts them. Belongs to the kernel's thread.
 *
 * <p>Accepting pauses while as many connections live as are allowed; others wait in the backlog and are not refused.
 */
public final class TcpListener {
    private static final Logger LOG = LoggerFactory.getLogger(TcpServer.class);
    private static final Event<Opened> ACCEPTED = Event.named("tcp_server_got_connection", Opened.class);
    private static final Event<IoError> FAILED = Event.named("tcp_server_got_error", IoError.class);

    private static final Event<HandshakeFailure> NOT_AGREED =
            Event.named("tcp_server_got_handshake_failure", HandshakeFailure.class);

    static final States<TcpListener> STATES = States.of(TcpListener.class)
            .start(TcpListener::start)
            .stop(TcpListener::stop)
            .sig("DIE", TcpListener::died)
            .on(ACCEPTED, TcpListener::accepted)
            .on(FAILED, TcpListener::failed)
            .on(NOT_AGREED, (listener, poe, failure) -> listener.server.handshakeFailed.on(listener, poe, failure))
            .on(TcpServer.TLS_RELOAD, TcpListener::reload)
            .on(TcpServer.SHUTDOWN, TcpListener::shutdown)
            .on(TcpServer.DISCONNECTED, TcpListener::disconnected)
            .answer(TcpServer.SET_CONCURRENCY, TcpListener::setConcurrency);

    private final TcpServer<?, ?, ?> server;
    private SocketFactory listener; // null before it listens and after it was shut down
    private Session session;
    private int concurrency;
    private int connections;

    TcpListener(TcpServer<?, ?, ?> server) {
        this.server = server;
        this.concurrency = server.concurrency;
    }

    // ---- what programs ask

    /** @return the alias, empty if it has none */
    public Optional<String> alias() {
        return Optional.ofNullable(server.alias);
    }

    /** @return how many connections there may be at a time, -1 for any number */
    public int concurrency() {
        return concurrency;
    }

    /** @return how many connections may wait to be accepted; the system may allow fewer */
    public int backlog() {
        return server.backlog;
    }

    /** @return how many connections there are */
    public int connections() {
        return connections;
    }

    /** @return how many connections were accepted whose TLS handshake is not done */
    public int handshakes() {
        return listener == null ? 0 : listener.handshakes();
    }

    /** @return the wheel that listens, empty if there is none (any more) */
    public Optional<SocketFactory> listener() {
        return Optional.ofNullable(listener);
    }

    /** @return the address it is bound to, empty if it does not listen */
    public Optional<SocketAddress> localAddress() {
        return listener().flatMap(SocketFactory::localAddress);
    }

    /** @return the port it is bound to, 0 if it has none */
    public int port() {
        return listener == null ? 0 : listener.port();
    }

    /** @return what was given as {@code listenerArgs} */
    public List<Object> args() {
        return server.listenerArgs;
    }

    /** @return the listener's session */
    public Session session() {
        return session;
    }

    // ---- its life

    private void start(Context poe) throws Exception {
        session = poe.session();
        if (server.alias != null && !poe.aliasSet(server.alias).ok()) {
            LOG.warn("{}: the alias '{}' is taken by another session", session, server.alias);
        }
        Endpoint.Resolved resolved = server.endpoint.resolve(poe.kernel().network());
        if (resolved.error() != null) {
            poe.deliverLater(FAILED, resolved.error(), 0); // like all failures of starting: when it has started
        } else {
            SocketFactoryBuilder listens = SocketFactory.listen(resolved.address())
                    .backlog(server.backlog)
                    .successEvent(ACCEPTED)
                    .failureEvent(FAILED)
                    .handshakeFailedEvent(server.handshakeFailed == null ? null : NOT_AGREED);
            listener = (server.tls == null ? listens : listens.tls(server.tls)).open(poe);
            admit();
        }
        if (server.started != null) {
            server.started.on(this, poe);
        }
    }

    private void stop(Context poe) throws Exception {
        if (server.stopped == null) {
            return;
        }
        try {
            server.stopped.on(this, poe);
        } catch (Exception e) { // thrown on, it would end the kernel
            if (server.exceptionPolicy == ExceptionPolicy.DIE) {
                throw e;
            }
            LOG.error("{}: 'stopped' failed", session, e);
        }
    }

    private void accepted(Context poe, Opened opened) throws Exception {
        connections++;
        admit();
        try {
            if (server.acceptor != null) {
                server.acceptor.on(this, poe, opened);
            } else {
                TcpConnection.begin(server, poe, opened);
            }
        } catch (Throwable e) { // there will be no connection: the wheel closes its link
            connections--;
            admit();
            throw e;
        }
    }

    private void failed(Context poe, IoError error) throws Exception {
        if (server.error != null) {
            server.error.on(this, poe, error);
            return;
        }
        LOG.error(
                "process {}, {}: {} failed: {} ({})",
                ProcessHandle.current().pid(),
                session,
                error.operation(),
                error.errno(),
                error.text());
        shutdown(poe);
    }

    private void reload(Context poe) {
        if (server.tls == null) {
            LOG.warn("{}: '{}' means nothing to a server without TLS", session, TcpServer.TLS_RELOAD);
            return;
        }
        try {
            server.tls.reload();
        } catch (TlsException e) {
            LOG.error("{}: the certificates stay as they were: {}", session, e.getMessage());
        }
    }

    private void shutdown(Context poe) {
        if (listener != null) {
            listener.close();
            listener = null;
        }
        if (server.alias != null) {
            poe.aliasRemove(server.alias);
        }
    }

    private void disconnected(Context poe) {
        if (connections == 0) {
            LOG.warn(
                    "{}: 'disconnected' from {} in its '{}'{}, but there is no connection",
                    session,
                    poe.sender(),
                    poe.callerEvent(),
                    poe.callerLine().map(line -> " at " + line).orElse(""));
            return;
        }
        connections--;
        admit();
    }

    private boolean setConcurrency(Context poe, Integer limit) {
        if (limit == null || limit < -1) {
            LOG.warn(
                    "{}: set_concurrency takes a number from -1, not {}: {} connections stay allowed",
                    session,
                    limit,
                    concurrency);
            return false;
        }
        concurrency = limit;
        admit();
        return true;
    }

    /** Accepts or pauses, by what is allowed now: asked at every change of either number. */
    private void admit() {
        if (listener == null) {
            return;
        }
        if (concurrency < 0 || connections < concurrency) {
            listener.resumeAccept();
        } else {
            listener.pauseAccept();
        }
    }

    /** A fault in one of the listener's own handlers must not end all connections; those of others pass on. */
    private void died(Context poe, SignalInfo signal) {
        if (signal.death().destination() == session) {
            LOG.error("{}: {}", session, signal.death().where(), signal.death().error());
            poe.sigHandled();
        }
    }
}
