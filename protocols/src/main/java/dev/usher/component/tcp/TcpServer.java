package dev.usher.component.tcp;

import dev.usher.filter.Filter;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Call;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.SessionType;
import dev.usher.kernel.States;
import dev.usher.network.SocketOptions;
import dev.usher.network.StreamLink;
import dev.usher.tls.Tls;
import dev.usher.wheel.HandshakeFailure;
import dev.usher.wheel.Opened;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A TCP server, described and found to be possible (POE::Component::Server::TCP). Immutable; may be started any number
 * of times, in any kernel.
 *
 * <p>When started, a listener session accepts connections, and each connection gets a session of its own, a child of
 * the listener. All {@code client} callbacks and the handlers given with {@code on} run in the connection's session,
 * whose heap is its {@link TcpConnection}; {@code started}, {@code stopped}, {@code error} and {@code acceptor} run in
 * the listener's, whose heap is the {@link TcpListener}.
 *
 * @param <S> the program's own state of a connection
 * @param <I> the records that clients send
 * @param <O> the records that clients get
 */
public final class TcpServer<S, I, O> {

    /**
     * Sent to the listener: accepts no more and gives its alias up; connections go on, and the session ends after the
     * last of them. Sent to a connection: ends it, after what was put is written.
     */
    public static final Event<Void> SHUTDOWN = Event.named("shutdown");

    /** Sent to the listener by a program with its own acceptor, for each connection that has ended. */
    public static final Event<Void> DISCONNECTED = Event.named("disconnected");

    /**
     * Asked of the listener: changes how many connections there may be at a time, -1 for any number. Live ones are
     * never cut. Answers false for a number less than -1 or none, and changes nothing.
     */
    public static final Call<Integer, Boolean> SET_CONCURRENCY =
            Call.named("set_concurrency", Integer.class, Boolean.class);

    /**
     * Sent to the listener: reads certificates and keys again, for connections to come. What is wrong with them is
     * logged, and all stays as it was.
     */
    public static final Event<Void> TLS_RELOAD = Event.named("tls_reload");

    /**
     * Sent to the listener: accepts no more, lets connections go on for a while, then shuts all of them down, and in
     * the end closes those that do not take the rest of their output. Without a payload they are shut down at once and
     * have as long for it as {@code linger} says.
     */
    public static final Event<Stop> SHUTDOWN_ALL = Event.named("shutdown_all", Stop.class);

    /** Sent to the listener: accepts nobody for the time being; clients wait in the backlog. */
    public static final Event<Void> PAUSE_ACCEPT = Event.named("pause_accept");

    /** Sent to the listener: accepts again. */
    public static final Event<Void> RESUME_ACCEPT = Event.named("resume_accept");

    /**
     * Sent to the listener: listens there too. A name is looked up without blocking the kernel. {@code error} is told
     * if it cannot.
     */
    public static final Event<Endpoint> ADD_ENDPOINT = Event.named("add_endpoint", Endpoint.class);

    /** Sent to the listener: listens there no longer. Connections that came from there go on. */
    public static final Event<Endpoint> REMOVE_ENDPOINT = Event.named("remove_endpoint", Endpoint.class);

    /** Sent to the listener: listens there and, once it does, nowhere else. */
    public static final Event<Endpoint> REBIND = Event.named("rebind", Endpoint.class);

    final List<Endpoint> endpoints;
    final String alias;
    final int concurrency;
    final int backlog;
    final SocketOptions sockets;
    final int addressConnections;
    final int addressRate;
    final int acceptRate;
    final Stop stopOnSignal;
    final Handlers.Taking<TcpListener, StopProgress> stopping;
    final Handlers.Plain<? super TcpConnection<S, I, O>> clientDraining;
    final List<Object> listenerArgs;
    final List<Object> clientArgs;
    final Handlers.Taking<TcpListener, Opened> acceptor;
    final Handlers.Plain<TcpListener> started;
    final Handlers.Plain<TcpListener> stopped;
    final Handlers.Taking<TcpListener, IoError> error;
    final Tls tls; // or null
    final Handlers.Taking<TcpListener, HandshakeFailure> handshakeFailed;
    final Handlers.Taking<? super TcpConnection<S, I, O>, StreamLink> clientPreConnect;
    final Handlers.Plain<? super TcpConnection<S, I, O>> clientConnected;
    final Handlers.Plain<? super TcpConnection<S, I, O>> clientDisconnected;
    final Handlers.Taking<? super TcpConnection<S, I, O>, IoError> clientError;
    final Handlers.Plain<? super TcpConnection<S, I, O>> clientFlushed;
    final Handlers.Taking<? super TcpConnection<S, I, O>, String> clientRejected;
    final Supplier<? extends S> state;
    final Wheels<I, O> wheels;
    final ConnectionOptions options;
    final SessionType sessionType;
    final States<TcpConnection<S, I, O>> connectionStates;
    private final States<TcpListener> listenerStates;

    TcpServer(TcpServerBuilder<S, I, O> wanted) {
        endpoints = wanted.endpoints();
        sockets = wanted.sockets;
        addressConnections = wanted.addressConnections;
        addressRate = wanted.addressRate;
        acceptRate = wanted.acceptRate;
        stopOnSignal = wanted.stopOnSignal;
        stopping = wanted.stopping;
        clientDraining = wanted.clientDraining;
        alias = wanted.alias;
        concurrency = wanted.concurrency;
        backlog = wanted.backlog;
        listenerArgs = wanted.listenerArgs;
        clientArgs = wanted.clientArgs;
        acceptor = wanted.acceptor;
        started = wanted.started;
        stopped = wanted.stopped;
        error = wanted.error;
        tls = wanted.tls;
        handshakeFailed = wanted.handshakeFailed;
        clientPreConnect = wanted.clientPreConnect;
        clientConnected = wanted.clientConnected;
        clientDisconnected = wanted.clientDisconnected;
        clientError = wanted.clientError;
        clientFlushed = wanted.clientFlushed;
        clientRejected = wanted.clientRejected;
        state = wanted.state;
        options = wanted.options();
        sessionType = wanted.sessionType;
        wheels = TcpConnection.wheels(wanted);
        connectionStates = TcpConnection.states(wanted);
        listenerStates = wanted.withListenerOptions(TcpListener.states(wanted.stopSignals));
    }

    /**
     * Begins a server of lines on all of the machine's IPv4 addresses.
     *
     * @param port the port; 0 lets the system choose, and {@link TcpListener#port} tells
     * @return what it shall be, to be started
     */
    public static TcpServerBuilder<Void, String, String> at(int port) {
        return at(port, LineFilter::new);
    }

    /**
     * Begins a server on all of the machine's IPv4 addresses.
     *
     * @param port the port; 0 lets the system choose, and {@link TcpListener#port} tells
     * @param filter makes a filter for each connection
     * @param <I> the records that clients send
     * @param <O> the records that clients get
     * @return what it shall be, to be started
     */
    public static <I, O> TcpServerBuilder<Void, I, O> at(int port, Supplier<? extends Filter<I, O>> filter) {
        return new TcpServerBuilder<Void, I, O>(FilterPair.of(filter)).port(port);
    }

    /**
     * Begins a server from the manual's options by name, for programs that are ported. Callbacks are wrapped by
     * {@link #code(Handlers.Plain)} and its siblings.
     *
     * @param options option names and values
     * @return what it shall be, to be started; what is wrong with the values is reported with everything else, then
     */
    public static TcpServerBuilder<Object, Object, Object> from(Map<String, ?> options) {
        return TcpOptions.read(options);
    }

    /**
     * Names the type of a connection's callback for {@link #from}.
     *
     * @param callback gets the connection
     * @return the same
     */
    public static Handlers.Plain<TcpConnection<Object, Object, Object>> code(
            Handlers.Plain<TcpConnection<Object, Object, Object>> callback) {
        return callback;
    }

    /**
     * Names the type of a connection's callback for {@link #from}.
     *
     * @param callback gets the connection and what it is told: a record, an error
     * @return the same
     */
    public static Handlers.Taking<TcpConnection<Object, Object, Object>, Object> code(
            Handlers.Taking<TcpConnection<Object, Object, Object>, Object> callback) {
        return callback;
    }

    /**
     * Names the type of a listener's callback for {@link #from}.
     *
     * @param callback gets the listener
     * @return the same
     */
    public static Handlers.Plain<TcpListener> listenerCode(Handlers.Plain<TcpListener> callback) {
        return callback;
    }

    /**
     * Names the type of a listener's callback for {@link #from}.
     *
     * @param callback gets the listener and what it is told: a connection, an error
     * @return the same
     */
    public static Handlers.Taking<TcpListener, Object> listenerCode(Handlers.Taking<TcpListener, Object> callback) {
        return callback;
    }

    /**
     * Starts it as a child of the session whose handler runs, else of the kernel. It listens when this returns, or else
     * {@code error} will be told why not.
     *
     * @param kernel where
     * @return the id of the listener's session
     */
    public long start(Kernel kernel) {
        Session session = kernel.create(listenerStates, new TcpListener(this));
        return session.id();
    }

    /**
     * Starts it as a child of the current session.
     *
     * @param poe the session's context
     * @return the id of the listener's session
     */
    public long start(Context poe) {
        return start(poe.kernel());
    }
}
