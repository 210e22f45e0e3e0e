package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.network.Network;
import dev.usher.tls.TlsException;
import dev.usher.wheel.HandshakeFailure;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import java.net.SocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The heap of a server's listener session: accepts connections and counts them. Belongs to the kernel's thread.
 *
 * <p>Accepting pauses while as many connections live as are allowed; others wait in the backlog and are not refused.
 */
public final class TcpListener {
    private static final Set<Errno> WANTS_HANDLES = Set.of(Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS);
    private static final Event<Opened> ACCEPTED = Event.named("tcp_server_got_connection", Opened.class);
    private static final Event<IoError> FAILED = Event.named("tcp_server_got_error", IoError.class);

    private static final Event<HandshakeFailure> NOT_AGREED =
            Event.named("tcp_server_got_handshake_failure", HandshakeFailure.class);
    private static final Event<FoundEndpoint> FOUND = Event.named("tcp_server_found", FoundEndpoint.class);
    private static final Event<Throwable> NOT_FOUND = Event.named("tcp_server_not_found", Throwable.class);
    private static final Event<Void> ACCEPT_AGAIN = Event.named("tcp_server_accept_again");
    private static final Event<Void> RESTED = Event.named("tcp_server_rested");

    /** An endpoint that was looked up to be added, or to be the only one. */
    private record FoundEndpoint(Endpoint endpoint, Endpoint.Resolved resolved, boolean only) {}

    private static final States<TcpListener> STATES = States.of(TcpListener.class)
            .start(TcpListener::start)
            .stop(TcpListener::stop)
            .sig("DIE", TcpListener::died)
            .on(ACCEPTED, TcpListener::accepted)
            .on(FAILED, TcpListener::failed)
            .on(NOT_AGREED, TcpListener::notAgreed)
            .on(TcpServer.TLS_RELOAD, TcpListener::reload)
            .on(ProxyGate.PASSED, TcpListener::passed)
            .on(ProxyGate.REFUSED, TcpListener::refused)
            .on(ProxyGate.LATE, (me, poe, wheel) -> me.gate.late(poe, wheel))
            .on(TcpServer.SHUTDOWN, TcpListener::shutdown)
            .on(TcpServer.SHUTDOWN_ALL, TcpListener::shutdownAll)
            .on(Stopping.STEP, (me, poe) -> me.stopping.step(poe))
            .on(TcpServer.DISCONNECTED, TcpListener::disconnected)
            .on(TcpServer.PAUSE_ACCEPT, (me, poe) -> me.pause(poe, true))
            .on(TcpServer.RESUME_ACCEPT, (me, poe) -> me.pause(poe, false))
            .on(TcpServer.ADD_ENDPOINT, (me, poe, endpoint) -> me.find(poe, endpoint, false))
            .on(TcpServer.REBIND, (me, poe, endpoint) -> me.find(poe, endpoint, true))
            .on(TcpServer.REMOVE_ENDPOINT, (me, poe, endpoint) -> me.listening.remove(endpoint))
            .on(FOUND, TcpListener::found)
            .on(NOT_FOUND, TcpListener::notFound)
            .on(ACCEPT_AGAIN, TcpListener::admit)
            .on(RESTED, TcpListener::rested)
            .answer(TcpServer.SET_CONCURRENCY, TcpListener::setConcurrency);

    private final TcpServer<?, ?, ?> server;
    private final Listening listening;
    private final ProxyGate gate = new ProxyGate();
    private final Tally tally = new Tally();
    private final AddressLimit limit; // or null
    private Admission admission;
    private Session session;
    private Stopping stopping; // null before it is stopped
    private final Set<TcpConnection<?, ?, ?>> upgrading = new LinkedHashSet<>(); // shake hands in their own sessions
    private boolean shutdown;

    TcpListener(TcpServer<?, ?, ?> server) {
        this.server = server;
        this.listening = new Listening(server, ACCEPTED, FAILED, NOT_AGREED);
        this.limit = server.addressConnections + server.addressRate == 0
                ? null
                : new AddressLimit(server.addressConnections, server.addressRate);
        this.admission = new Admission(server.concurrency, null);
    }

    /** The table, with the signals that stop the server. */
    static States<TcpListener> states(Set<String> stopSignals) {
        States<TcpListener> states = STATES;
        for (String signal : stopSignals) {
            states = states.sig(signal, TcpListener::stopBySignal);
        }
        return states;
    }

    // ---- what programs ask

    /** @return the alias, empty if it has none */
    public Optional<String> alias() {
        return Optional.ofNullable(server.alias);
    }

    /** @return how many connections there may be at a time, -1 for any number */
    public int concurrency() {
        return admission.concurrency;
    }

    /** @return how many connections may wait to be accepted; the system may allow fewer */
    public int backlog() {
        return server.backlog;
    }

    /** @return how many connections there are */
    public int connections() {
        return admission.connections;
    }

    /** @return how many connections were accepted whose TLS handshake is not done */
    public int handshakes() {
        return listening.places().stream()
                        .mapToInt(place -> place.wheel().handshakes())
                        .sum()
                + upgrading.size();
    }

    /** @return the wheel that listens, the first if there are several, empty if there is none (any more) */
    public Optional<SocketFactory> listener() {
        return listening.places().stream().map(Listening.Place::wheel).findFirst();
    }

    /** @return the endpoints that it listens at, in the order in which they were added */
    public List<Endpoint> endpoints() {
        return listening.places().stream().map(Listening.Place::endpoint).toList();
    }

    /** @return the addresses that it is bound to, in that order */
    public List<SocketAddress> localAddresses() {
        return listening.places().stream()
                .flatMap(place -> place.wheel().localAddress().stream())
                .toList();
    }

    /** @return the first address that it is bound to, empty if it does not listen */
    public Optional<SocketAddress> localAddress() {
        return listener().flatMap(SocketFactory::localAddress);
    }

    /** @return the first port that it is bound to, 0 if it has none */
    public int port() {
        return listener().map(SocketFactory::port).orElse(0);
    }

    /** @return whether it accepts connections now */
    public boolean isAccepting() {
        return !listening.isEmpty() && admission.isOpen(session.kernel().nowNs());
    }

    /** @return how far it is with stopping; empty if it was not told to */
    public Optional<StopProgress> progress() {
        return Optional.ofNullable(stopping)
                .map(stop -> stop.progress(session.kernel().nowNs()));
    }

    /** @return what it has done until now; asks each connection, so ask a few times a second at most */
    public TcpCounts counts() {
        return tally.counts(admission.connections);
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
            Logs.SERVER.warn("{}: the alias '{}' is taken by another session", session, server.alias);
        }
        if (server.acceptRate > 0) {
            Rate rate =
                    new Rate(server.acceptRate, server.acceptRate, poe.kernel().nowNs());
            admission = new Admission(server.concurrency, rate);
        }
        for (Endpoint endpoint : server.endpoints) { // failures are told when it has started, like all of them
            listening.add(poe, endpoint, endpoint.resolve(poe.kernel().network()));
        }
        admit(poe);
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
            if (server.options.exceptionPolicy() == ExceptionPolicy.DIE) {
                throw e;
            }
            Logs.SERVER.error("{}: 'stopped' failed", session, e);
        }
    }

    private void accepted(Context poe, Opened opened) throws Exception {
        tally.accepted++;
        admission.accepted(poe.kernel().nowNs());
        admit(poe);
        Listening.Place place = listening.of(poe.wheelId());
        if (place != null && place.endpoint().proxies() != null) {
            gate.admit(poe, opened, place.endpoint().proxies());
        } else {
            begin(poe, opened, null);
        }
    }

    private void passed(Context poe, Proxied proxied) throws Exception {
        SocketAddress proxy = proxied.header().source().isPresent() ? proxied.proxy() : null;
        begin(poe, new Opened(proxied.link(), proxied.client()), proxy);
    }

    private void refused(Context poe, IoError why) throws Exception {
        Logs.SERVER.debug("{}: refused a connection: {}", session, why.text());
        tally.refused++;
        leftOne(poe);
    }

    private void begin(Context poe, Opened opened, SocketAddress proxy) throws Exception {
        if (limit != null && !limit.enter(opened.remote(), poe.kernel().nowNs())) {
            opened.close();
            tally.refused++;
            leftOne(poe);
            return;
        }
        try {
            if (server.acceptor != null) {
                server.acceptor.on(this, poe, opened);
            } else {
                TcpConnection.begin(server, this, poe, opened, proxy);
            }
        } catch (Throwable e) { // there will be no connection: the wheel closes its link
            leave(opened.remote());
            leftOne(poe);
            if (!poe.kernel().isWatched(opened.link())) {
                opened.close(); // unless it came through the gate
            }
            throw e;
        }
    }

    private void leftOne(Context poe) throws Exception {
        admission.connections--;
        if (stopping != null) {
            stopping.leftOne(poe);
        }
        rested(poe);
    }

    /** A handle was given back, or time has passed: perhaps there are handles again. */
    private void rested(Context poe) {
        admission.wakeUp();
        admit(poe);
    }

    private void failed(Context poe, IoError error) throws Exception {
        boolean needsHandles = error.operation().equals("accept") && WANTS_HANDLES.contains(error.errno());
        boolean told = needsHandles && admission.hasRested();
        if (needsHandles) { // the connection stays ready: without a rest it would be told of without end
            poe.alarmClear(RESTED);
            poe.delaySetNs(RESTED, admission.rest(), null);
            admit(poe);
        }
        if (told) {
            return;
        }
        tally.errors++;
        if (server.error != null) {
            server.error.on(this, poe, error);
            return;
        }
        Logs.SERVER.error(
                "process {}, {}{}: {} failed: {} ({})",
                ProcessHandle.current().pid(),
                session,
                error.operation().equals("accept") ? "" : " at " + places(),
                error.operation(),
                error.errno(),
                error.text());
        if (!needsHandles) {
            shutdown(poe);
        }
    }

    private String places() {
        return server.endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
    }

    /** A timeout is told as others are, too; the rest has no session that could be told. */
    private void notAgreed(Context poe, HandshakeFailure failure) throws Exception {
        boolean late = failure.error().errno() == Errno.ETIMEDOUT && server.clientError != null;
        if (late) {
            TcpConnection.tooLate(server, this, poe, failure);
        }
        if (server.handshakeFailed != null) {
            server.handshakeFailed.on(this, poe, failure);
        } else if (!late) {
            logNotAgreed(failure.remote(), failure.error().text());
        }
    }

    void logNotAgreed(SocketAddress remote, String why) {
        Logs.SERVER.info("{}: TLS with {} failed: {}", session, remote, why);
    }

    /** A connection begins to shake hands in its own session. */
    void upgrading(TcpConnection<?, ?, ?> connection) {
        upgrading.add(connection);
    }

    /** It has done with that. */
    void upgraded(TcpConnection<?, ?, ?> connection) {
        upgrading.remove(connection);
    }

    private void reload(Context poe) {
        if (server.tls == null) {
            Logs.SERVER.warn("{}: '{}' means nothing to a server without TLS", session, TcpServer.TLS_RELOAD);
            return;
        }
        try {
            server.tls.reload();
        } catch (TlsException e) {
            Logs.SERVER.error("{}: the certificates stay as they were: {}", session, e.getMessage());
        }
    }

    private void shutdown(Context poe) {
        shutdown = true;
        listening.close();
        admission.connections -= gate.waiting();
        gate.close(poe);
        poe.alarmClear(ACCEPT_AGAIN);
        poe.alarmClear(RESTED);
        if (server.alias != null) {
            poe.aliasRemove(server.alias);
        }
    }

    private void shutdownAll(Context poe, Stop how) throws Exception {
        if (stopping != null) {
            return;
        }
        shutdown(poe);
        Stop stop = how == null ? Stop.now(server.options.linger()) : how;
        for (TcpConnection<?, ?, ?> unheard : upgrading) { // as those are given up that the wheels had
            poe.post(unheard.session(), TcpServer.SHUTDOWN);
        }
        stopping = new Stopping(this, stop, server, poe.kernel().nowNs());
        stopping.begin(poe);
    }

    private void stopBySignal(Context poe, SignalInfo signal) throws Exception {
        if (stopping == null) {
            poe.sigHandled();
            shutdownAll(poe, server.stopOnSignal);
        }
    }

    private void disconnected(Context poe) throws Exception {
        if (admission.connections == 0) {
            Logs.SERVER.warn(
                    "{}: 'disconnected' from {} in its '{}'{}, but there is no connection",
                    session,
                    poe.sender(),
                    poe.callerEvent(),
                    poe.callerLine().map(line -> " at " + line).orElse(""));
            return;
        }
        leftOne(poe);
    }

    /** A connection from there has ended. */
    void leave(SocketAddress remote) {
        if (limit != null) {
            limit.leave(remote);
        }
    }

    TcpServer<?, ?, ?> server() {
        return server;
    }

    Tally tally() {
        return tally;
    }

    // ---- where it listens

    private void pause(Context poe, boolean on) {
        admission.paused = on;
        admit(poe);
    }

    private void find(Context poe, Endpoint endpoint, boolean only) {
        if (endpoint.isNumeric()) {
            found(poe, new FoundEndpoint(endpoint, endpoint.resolve(poe.kernel().network()), only));
        } else {
            Network network = poe.kernel().network();
            poe.offload(() -> new FoundEndpoint(endpoint, endpoint.resolve(network), only), FOUND, NOT_FOUND);
        }
    }

    private void found(Context poe, FoundEndpoint found) {
        if (!shutdown && listening.add(poe, found.endpoint(), found.resolved())) {
            if (found.only()) {
                listening.keepOnly(found.endpoint());
            }
            admit(poe);
        }
    }

    private void notFound(Context poe, Throwable why) throws Exception {
        failed(poe, new IoError("resolve", Errno.ECANCELED, why.toString()));
    }

    private boolean setConcurrency(Context poe, Integer most) {
        if (most == null || most < -1) {
            Logs.SERVER.warn(
                    "{}: set_concurrency takes a number from -1, not {}: {} connections stay allowed",
                    session,
                    most,
                    admission.concurrency);
            return false;
        }
        admission.concurrency = most;
        admit(poe);
        return true;
    }

    /** Accepts or pauses, by what is allowed now: asked at every change. */
    private void admit(Context poe) {
        if (listening.isEmpty()) {
            return;
        }
        long nowNs = poe.kernel().nowNs();
        listening.accept(admission.isOpen(nowNs));
        long waitNs = admission.rateWaitNs(nowNs);
        if (waitNs > 0 && !poe.alarmIsSet(ACCEPT_AGAIN)) {
            poe.delaySetNs(ACCEPT_AGAIN, waitNs, null);
        }
    }

    /** A fault in one of the listener's own handlers must not end all connections; those of others pass on. */
    private void died(Context poe, SignalInfo signal) {
        if (signal.death().destination() == session) {
            Logs.SERVER.error(
                    "{}: {}", session, signal.death().where(), signal.death().error());
            poe.sigHandled();
        }
    }
}
