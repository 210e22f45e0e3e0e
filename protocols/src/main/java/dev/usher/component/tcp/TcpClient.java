package dev.usher.component.tcp;

import dev.usher.filter.Filter;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SessionType;
import dev.usher.kernel.States;
import dev.usher.network.SocketOptions;
import dev.usher.network.StreamLink;
import dev.usher.tls.Tls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A TCP client, described and found to be possible (POE::Component::Client::TCP). Immutable; may be started any number
 * of times, in any kernel, each time for another connection.
 *
 * <p>When started, a session connects, and connects again when it is told to. All callbacks and the handlers given with
 * {@code on} run in it; its heap is the {@link ClientConnection}.
 *
 * @param <S> the program's own state of a client
 * @param <I> the records that the server sends
 * @param <O> the records that the server gets
 */
public final class TcpClient<S, I, O> {

    /**
     * Sent to the client: connects to another server at once, which is remembered; an unresolved address is looked up.
     * Without an address the same as RECONNECT. What waits to be written to the server before is lost.
     */
    public static final Event<InetSocketAddress> CONNECT = Event.named("connect", InetSocketAddress.class);

    /** Sent to the client: connects anew to the same server at once. What waits to be written is lost. */
    public static final Event<Void> RECONNECT = Event.named("reconnect");

    /**
     * Sent to the client: ends the connection, after what was put is written, or the attempt to connect, and forgets
     * all RECONNECTs that are timed. The session ends, unless {@code disconnected} has it go on.
     */
    public static final Event<Void> SHUTDOWN = Event.named("shutdown");

    final Endpoint remote;
    final Endpoint local;
    final Duration connectTimeout;
    final String alias;
    final List<Object> args;
    final Handlers.Plain<? super ClientConnection<S, I, O>> started;
    final Handlers.Taking<? super ClientConnection<S, I, O>, StreamLink> preConnect;
    final Handlers.Plain<? super ClientConnection<S, I, O>> connected;
    final Handlers.Taking<? super ClientConnection<S, I, O>, IoError> connectError;
    final Handlers.Plain<? super ClientConnection<S, I, O>> disconnected;
    final Handlers.Taking<? super ClientConnection<S, I, O>, IoError> serverError;
    final Handlers.Plain<? super ClientConnection<S, I, O>> serverFlushed;
    final Supplier<? extends S> state;
    final Wheels<I, O> wheels;
    final Tls tls; // or null
    final boolean disconnectedOnReconnect;
    final Backoff backoff;
    final ConnectionOptions options;
    final SocketOptions sockets;
    final boolean anyFamily;
    final Duration attemptDelay;
    private final SessionType sessionType;
    private final States<ClientConnection<S, I, O>> states;

    TcpClient(TcpClientBuilder<S, I, O> wanted) {
        remote = wanted.remote();
        local = wanted.local();
        connectTimeout = wanted.connectTimeout;
        tls = wanted.tls;
        alias = wanted.alias;
        args = wanted.args;
        started = wanted.started;
        preConnect = wanted.preConnect;
        connected = wanted.connected;
        connectError = wanted.connectError;
        disconnected = wanted.disconnected;
        serverError = wanted.serverError;
        serverFlushed = wanted.serverFlushed;
        state = wanted.state;
        disconnectedOnReconnect = wanted.disconnectedOnReconnect;
        backoff = wanted.backoff;
        options = wanted.options();
        sockets = wanted.sockets;
        anyFamily = wanted.anyFamily;
        attemptDelay = wanted.attemptDelay;
        sessionType = wanted.sessionType;
        wheels = ClientConnection.wheels(wanted);
        states = ClientConnection.states(wanted);
    }

    /**
     * Begins a client of lines.
     *
     * @param host whom to connect to: a name or a numeric address; a name is looked up without blocking the kernel
     * @param port its port
     * @return what it shall be, to be started
     */
    public static TcpClientBuilder<Void, String, String> to(String host, int port) {
        return to(host, port, LineFilter::new);
    }

    /**
     * Begins a client.
     *
     * @param host whom to connect to: a name or a numeric address; a name is looked up without blocking the kernel
     * @param port its port
     * @param filter makes a filter for each connection
     * @param <I> the records that the server sends
     * @param <O> the records that the server gets
     * @return what it shall be, to be started
     */
    public static <I, O> TcpClientBuilder<Void, I, O> to(
            String host, int port, Supplier<? extends Filter<I, O>> filter) {
        return new TcpClientBuilder<Void, I, O>(FilterPair.of(filter))
                .remoteAddress(host)
                .remotePort(port);
    }

    /**
     * Begins a client from the manual's options by name, for programs that are ported. Callbacks are wrapped by
     * {@link #code(Handlers.Plain)} and its sibling.
     *
     * @param options option names and values
     * @return what it shall be, to be started; what is wrong with the values is reported with everything else, then
     */
    public static TcpClientBuilder<Object, Object, Object> from(Map<String, ?> options) {
        return TcpClientOptions.read(options);
    }

    /**
     * Names the type of a callback for {@link #from}.
     *
     * @param callback gets the client
     * @return the same
     */
    public static Handlers.Plain<ClientConnection<Object, Object, Object>> code(
            Handlers.Plain<ClientConnection<Object, Object, Object>> callback) {
        return callback;
    }

    /**
     * Names the type of a callback for {@link #from}.
     *
     * @param callback gets the client and what it is told: a record, an error
     * @return the same
     */
    public static Handlers.Taking<ClientConnection<Object, Object, Object>, Object> code(
            Handlers.Taking<ClientConnection<Object, Object, Object>, Object> callback) {
        return callback;
    }

    /**
     * Starts it as a child of the session whose handler runs, else of the kernel; with a session type of the program's
     * own, always of the kernel. It connects later.
     *
     * @param kernel where
     * @return the id of the client's session
     */
    public long start(Kernel kernel) {
        if (sessionType == SessionType.PLAIN) {
            return kernel.create(states, new ClientConnection<>(this)).id();
        }
        long[] id = new long[1];
        kernel.create( // session types make sessions from inside others
                States.ofAny().start((heap, poe) -> {
                    id[0] = start(poe);
                    poe.idToSession(id[0]).ifPresent(poe::detachChild);
                }),
                null);
        return id[0];
    }

    /**
     * Starts it as a child of the current session.
     *
     * @param poe the session's context
     * @return the id of the client's session
     */
    public long start(Context poe) {
        return sessionType.create(poe, states, new ClientConnection<>(this)).id();
    }
}
