package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Death;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import java.net.SocketAddress;
import java.util.List;
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
public final class TcpConnection<S, I, O> extends Connection<S, I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(TcpServer.class);
    private static final WheelEvents WHEELS = WheelEvents.named("tcp_server");
    private static final Event<Void> LINGERED = Event.named("tcp_server_lingered");
    private static final Event<Death> THREW = Event.named("tcp_server_threw", Death.class);

    private final TcpServer<S, I, O> server;
    private final Session listener;
    private boolean connected;

    private TcpConnection(TcpServer<S, I, O> server, Session listener, Opened opened) {
        super(server.options);
        this.server = server;
        this.listener = listener;
        this.remote = opened.remote();
        this.link = opened.link();
    }

    static <S, I, O> void begin(TcpServer<S, I, O> server, Context poe, Opened opened) {
        server.sessionType.create(poe, server.connectionStates, new TcpConnection<>(server, poe.session(), opened));
    }

    /** One table for all connections of a server. The program's handlers stand in it themselves, nothing between. */
    static <S, I, O> States<TcpConnection<S, I, O>> states(TcpServerBuilder<S, I, O> wanted) {
        States<TcpConnection<S, I, O>> states = wanted.program
                .states()
                .start(TcpConnection<S, I, O>::start)
                .stop(TcpConnection<S, I, O>::stop)
                .sig("DIE", TcpConnection<S, I, O>::died)
                .on(WHEELS.error(), TcpConnection<S, I, O>::failed)
                .on(WHEELS.flushed(), TcpConnection<S, I, O>::flushed)
                .on(TcpServer.SHUTDOWN, TcpConnection<S, I, O>::onShutdown)
                .on(LINGERED, TcpConnection<S, I, O>::lingered)
                .on(THREW, TcpConnection<S, I, O>::threw);
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

    /** @return what was given as {@code clientArgs} */
    public List<Object> args() {
        return server.clientArgs;
    }

    @Override
    public void shutdown() {
        session.kernel().call(session, TcpServer.SHUTDOWN);
    }

    @Override
    String openedIn() {
        return "clientPreConnect";
    }

    // ---- its life

    private void start(Context poe) throws Exception {
        session = poe.session();
        try {
            state = server.state == null ? null : server.state.get();
            if (server.clientPreConnect != null) {
                server.clientPreConnect.on(this, poe, link);
            }
            if (rejection == null) {
                wheel = server.wheels.open(poe, link);
            }
        } finally {
            if (wheel == null) {
                link.close();
            }
            link = null;
        }
        if (wheel != null) {
            connected = true;
            if (server.clientConnected != null) {
                server.clientConnected.on(this, poe);
            }
        } else if (server.clientRejected != null) {
            server.clientRejected.on(this, poe, rejection);
        }
    }

    private void stop(Context poe) throws Exception {
        try {
            finish(poe); // killed by a signal, say: clientDisconnected is owed all the same
        } catch (Exception e) { // thrown on, it would end the kernel
            if (options.exceptionPolicy() == ExceptionPolicy.DIE) {
                throw e;
            }
            LOG.error("{}: 'clientDisconnected' failed", session, e);
        } finally {
            poe.call(listener, TcpServer.DISCONNECTED);
        }
    }

    private void onShutdown(Context poe) throws Exception {
        shutdown = true;
        if (wheel == null) {
            if (link != null && rejection == null) {
                rejection = "shut down in clientPreConnect";
            }
            return;
        }
        wheel.pauseInput(); // what a client sends now is not even read: it costs nothing
        if (broken || wheel.octets() == 0) {
            finish(poe);
        } else {
            poe.delay(LINGERED, options.linger());
        }
    }

    private void flushed(Context poe) throws Exception {
        if (server.clientFlushed != null) {
            server.clientFlushed.on(this, poe);
        }
        if (shutdown && wheel != null && wheel.octets() == 0) { // it may have put more: that goes out first
            finish(poe);
        }
    }

    private void lingered(Context poe) throws Exception {
        broken = true;
        failed(
                poe,
                new IoError("write", Errno.ETIMEDOUT, "the client has not taken the rest within " + options.linger()));
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
        if (options.shutdownOnError() || shutdown) {
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
        if (signal.death().destination() == session && options.exceptionPolicy() == ExceptionPolicy.CLOSE) {
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
            if (connected) {
                connected = false;
                if (server.clientDisconnected != null) {
                    server.clientDisconnected.on(this, poe);
                }
            }
        } finally {
            wheel.close();
            wheel = null;
            poe.alarmClear(LINGERED);
        }
    }
}
