package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Death;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.wheel.HandshakeFailure;
import dev.usher.wheel.Opened;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;

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
public final class TcpConnection<S, I, O> extends Connection<S, I, O> {
    private static final WheelEvents WHEELS = WheelEvents.named("tcp_server");
    private static final Event<Void> LINGERED = Event.named("tcp_server_lingered");
    private static final Event<Void> TIMED = Event.named("tcp_server_timed_out");
    static final Event<Void> DRAIN = Event.named("tcp_server_drain");
    static final Event<Void> ABORT = Event.named("tcp_server_abort");
    private static final Event<Death> THREW = Event.named("tcp_server_threw", Death.class);

    private final TcpListener listener;
    private final SocketAddress proxy; // null if it has connected itself
    int place = -1; // among the listener's connections while it is connected

    private TcpConnection(TcpListener listener, Opened opened, SocketAddress proxy) {
        this.listener = listener;
        this.proxy = proxy;
        this.remote = opened.remote();
        this.opening = new Opening(opened);
        if (opened.driver() == null) {
            opening.upgrade = listener.server().tls; // it came through a proxy, whose header comes before TLS
        }
    }

    /** The proxy is null unless one has said whose connection it is. */
    static <S, I, O> void begin(
            TcpServer<S, I, O> server, TcpListener listener, Context poe, Opened opened, SocketAddress proxy) {
        server.sessionType.create(poe, server.connectionStates, new TcpConnection<>(listener, opened, proxy));
    }

    /** One that the listener has given up: it has a session for as long as it takes to tell of it. */
    static <S, I, O> void tooLate(
            TcpServer<S, I, O> server, TcpListener listener, Context poe, HandshakeFailure failure) {
        TcpConnection<S, I, O> gone = new TcpConnection<>(listener, new Opened(null, failure.remote()), null);
        gone.opening.late = failure.error();
        server.sessionType.create(poe, server.connectionStates, gone);
    }

    /** One table for all connections of a server. The program's handlers stand in it themselves, nothing between. */
    static <S, I, O> States<TcpConnection<S, I, O>> states(TcpServerBuilder<S, I, O> wanted) {
        States<TcpConnection<S, I, O>> states = wanted.program
                .states()
                .start(TcpConnection<S, I, O>::start)
                .stop(TcpConnection<S, I, O>::stop)
                .sig("DIE", (me, poe, signal) -> me.died(poe, signal, THREW))
                .on(WHEELS.error(), TcpConnection<S, I, O>::failed)
                .on(WHEELS.flushed(), TcpConnection<S, I, O>::flushed)
                .on(TcpServer.SHUTDOWN, TcpConnection<S, I, O>::onShutdown)
                .on(LINGERED, TcpConnection<S, I, O>::lingered)
                .on(WHEELS.upgraded(), TcpConnection<S, I, O>::upgraded)
                .on(WHEELS.notUpgraded(), TcpConnection<S, I, O>::notUpgraded)
                .on(TIMED, TcpConnection<S, I, O>::timed)
                .on(ABORT, TcpConnection<S, I, O>::abort)
                .on(THREW, TcpConnection<S, I, O>::threw);
        if (wanted.clientDraining != null) {
            states = states.on(DRAIN, wanted.clientDraining);
        }
        return wanted.program.withOptions(WHEELS.handledBy(states, wanted.clientInput, wanted.onLow, wanted.onHigh));
    }

    static <I, O> Wheels<I, O> wheels(TcpServerBuilder<?, I, O> wanted) {
        return new Wheels<>(wanted.filters, WHEELS, wanted);
    }

    // ---- what programs use

    /** @return the peer's address */
    public SocketAddress remoteAddress() {
        return remote;
    }

    /**
     * @return the address of the proxy that the connection came through, which has said whose it is; empty if the
     *     client has connected itself
     */
    public Optional<SocketAddress> proxiedPeer() {
        return Optional.ofNullable(proxy);
    }

    /** @return what was given as {@code clientArgs} */
    public List<Object> args() {
        return server().clientArgs;
    }

    @Override
    public void shutdown() {
        session.kernel().call(session, TcpServer.SHUTDOWN);
    }

    /** An idle connection has no room for what its listener knows. */
    @SuppressWarnings("unchecked") // it was begun by this very server
    private TcpServer<S, I, O> server() {
        return (TcpServer<S, I, O>) listener.server();
    }

    @Override
    ConnectionOptions options() {
        return listener.server().options;
    }

    @Override
    String openedIn() {
        return "clientPreConnect";
    }

    // ---- its life

    private void start(Context poe) throws Exception {
        session = poe.session();
        connectedNs = poe.kernel().nowNs();
        Opening opened = opening;
        try {
            state = server().state == null ? null : server().state.get();
            if (opened.late != null) {
                tooLate(poe, opened.late);
                return;
            }
            if (server().clientPreConnect != null) {
                server().clientPreConnect.on(this, poe, opened.link);
            }
            if (opened.rejection == null && opened.upgrade != null) {
                listener.upgrading(this);
                shakeHands(poe, WHEELS, null);
            } else if (opened.rejection == null) {
                wheel = server().wheels.open(poe, opened.result());
            }
        } finally {
            if (opened.upgrading == null && opened.late == null) {
                opening = null;
                if (wheel == null) {
                    opened.result().close();
                }
            }
        }
        if (wheel != null) {
            connected(poe);
        } else if (opened.upgrading == null) {
            rejected(poe, opened.rejection);
        }
    }

    private void upgraded(Context poe, Opened agreed) throws Exception {
        opening = null;
        listener.upgraded(this);
        wheel = server().wheels.open(poe, agreed);
        connected(poe);
    }

    private void connected(Context poe) throws Exception {
        listener.tally().join(this);
        time(poe, TIMED);
        if (server().clientConnected != null) {
            server().clientConnected.on(this, poe);
        }
    }

    private void notUpgraded(Context poe, IoError error) throws Exception {
        opening = null;
        listener.upgraded(this);
        boolean late = error.errno() == Errno.ETIMEDOUT && server().clientError != null;
        try {
            if (late) {
                tooLate(poe, error);
            } else if (server().clientRejected == null) {
                listener.logNotAgreed(remote, error.text());
            }
        } finally {
            rejected(poe, error.operation() + ": " + error.text());
        }
    }

    /** A handshake that takes too long is told as other timeouts are, though nobody was connected. */
    private void tooLate(Context poe, IoError error) throws Exception {
        gotAnError = true;
        listener.tally().errors++;
        server().clientError.on(this, poe, new IoError("timeout", Errno.ETIMEDOUT, error.text()));
    }

    private void rejected(Context poe, String reason) throws Exception {
        listener.tally().refused++;
        if (server().clientRejected != null) {
            server().clientRejected.on(this, poe, reason);
        }
    }

    private void stop(Context poe) throws Exception {
        if (opening != null && opening.late != null) {
            return; // it was never counted in
        }
        listener.upgraded(this);
        try {
            finish(poe); // killed by a signal, say: clientDisconnected is owed all the same
        } catch (Exception e) { // thrown on, it would end the kernel
            if (options().exceptionPolicy() == ExceptionPolicy.DIE) {
                throw e;
            }
            Logs.SERVER.error("{}: 'clientDisconnected' failed", session, e);
        } finally {
            listener.leave(remote);
            poe.call(listener.session(), TcpServer.DISCONNECTED);
        }
    }

    private void onShutdown(Context poe) throws Exception {
        shutdown = true;
        if (wheel == null) {
            if (opening != null && opening.upgrading != null) {
                opening.upgrading.close();
                notUpgraded(poe, new IoError("tls", Errno.ECANCELED, "shut down before TLS was agreed on"));
            } else if (opening != null && opening.rejection == null) {
                opening.rejection = "shut down in clientPreConnect";
            }
            return;
        }
        wheel.pauseInput(); // what a client sends now is not even read: it costs nothing
        if (broken || wheel.octets() == 0) {
            finish(poe);
        } else {
            poe.delay(LINGERED, options().linger());
        }
    }

    private void flushed(Context poe) throws Exception {
        if (server().clientFlushed != null) {
            server().clientFlushed.on(this, poe);
        }
        if (shutdown && wheel != null && wheel.octets() == 0) { // it may have put more: that goes out first
            finish(poe);
        }
    }

    private void lingered(Context poe) throws Exception {
        broken = true;
        failed(
                poe,
                new IoError(
                        "write",
                        Errno.ETIMEDOUT,
                        "the client has not taken the rest within " + options().linger()));
        finish(poe);
    }

    private void timed(Context poe) throws Exception {
        IoError error = overdue(poe, TIMED);
        if (error != null) {
            failed(poe, error);
        }
    }

    /** A stop has come to its end. */
    private void abort(Context poe) throws Exception {
        broken = true;
        onShutdown(poe);
    }

    private void failed(Context poe, IoError error) throws Exception {
        gotAnError = true;
        if (!error.isEnd()) {
            listener.tally().errors++;
        }
        if (!error.isEnd() && !error.operation().equals("filter")) {
            broken = true;
        }
        if (server().clientError != null) {
            server().clientError.on(this, poe, error);
        } else if (!isUsual(error)) {
            Logs.SERVER.warn("{}: {} failed: {} ({})", session, error.operation(), error.errno(), error.text());
        }
        if (options().shutdownOnError() || shutdown) {
            onShutdown(poe);
        }
    }

    /** Peers go when they like, without TLS's good-bye too: that is nothing to log. */
    private static boolean isUsual(IoError error) {
        boolean gone = error.errno() == Errno.ECONNRESET || error.errno() == Errno.ECONNABORTED;
        return error.isEnd() || gone && error.operation().equals("read");
    }

    private void threw(Context poe, Death death) throws Exception {
        listener.tally().errors++;
        boolean again = failing;
        failing = true;
        gotAnError = true;
        if (again || server().clientError == null) {
            Logs.SERVER.error("{}: {}", session, death.where(), death.error());
        }
        if (!again && server().clientError != null) {
            server().clientError
                    .on(
                            this,
                            poe,
                            new IoError(
                                    "exception", Errno.ECANCELED, death.error().toString()));
        }
        if (wheel != null) {
            wheel.flush(); // the exception may have kept the wheel from writing what was put
        }
        onShutdown(poe);
    }

    /** The one way out of a connection that was connected. */
    private void finish(Context poe) throws Exception {
        if (wheel == null) {
            return;
        }
        shutdown = true;
        try {
            if (place >= 0) { // else this is inside of clientDisconnected
                listener.tally().leave(this);
                if (server().clientDisconnected != null) {
                    server().clientDisconnected.on(this, poe);
                }
            }
        } finally {
            wheel.close();
            listener.tally().count(bytesIn(), bytesOut());
            wheel = null;
            poe.alarmClear(LINGERED);
            poe.alarmClear(TIMED);
        }
    }
}
