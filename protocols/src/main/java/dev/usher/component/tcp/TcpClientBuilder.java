package dev.usher.component.tcp;

import dev.usher.component.DefinitionException;
import dev.usher.filter.InputFilter;
import dev.usher.filter.OutputFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.network.StreamLink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Says how a {@link TcpClient} shall be. Each verb changes this builder and answers it, except {@link #state} and
 * {@link #filters}, which answer one of other types and come first. What is wrong is told all at once by
 * {@link #define}. Not thread-safe.
 *
 * @param <S> the program's own state of a client
 * @param <I> the records that the server sends
 * @param <O> the records that the server gets
 */
public final class TcpClientBuilder<S, I, O>
        extends ConnectorBuilder<TcpClientBuilder<S, I, O>, ClientConnection<S, I, O>> {
    private static final Set<String> RESERVED = Set.of(
            "_start",
            "_stop",
            "_child",
            "connect",
            "reconnect",
            "shutdown",
            "tcp_client_ended",
            "tcp_client_got_connect_error",
            "tcp_client_got_connection",
            "tcp_client_got_error",
            "tcp_client_got_flush",
            "tcp_client_got_high",
            "tcp_client_got_input",
            "tcp_client_got_low",
            "tcp_client_lingered",
            "tcp_client_got_proxy_error",
            "tcp_client_got_through",
            "tcp_client_got_tls",
            "tcp_client_got_tls_error",
            "tcp_client_looked_up",
            "tcp_client_next_address",
            "tcp_client_not_looked_up",
            "tcp_client_retry",
            "tcp_client_settled",
            "tcp_client_silent",
            "tcp_client_threw",
            "tcp_client_timed_out");

    final FilterPair<I, O> filters;
    Handlers.Plain<? super ClientConnection<S, I, O>> started;
    Handlers.Taking<? super ClientConnection<S, I, O>, StreamLink> preConnect;
    Handlers.Plain<? super ClientConnection<S, I, O>> connected;
    Handlers.Taking<? super ClientConnection<S, I, O>, IoError> connectError;
    Handlers.Plain<? super ClientConnection<S, I, O>> disconnected;
    Handlers.Taking<? super ClientConnection<S, I, O>, ? super I> serverInput;
    Handlers.Taking<? super ClientConnection<S, I, O>, IoError> serverError;
    Handlers.Plain<? super ClientConnection<S, I, O>> serverFlushed;
    Supplier<? extends S> state;
    List<Object> args = List.of();
    boolean disconnectedOnReconnect = true;

    TcpClientBuilder(FilterPair<I, O> filters) {
        super(RESERVED);
        this.filters = filters;
    }

    // ---- what fixes types

    /**
     * Gives each client a state of the program's own, which lasts from one connection to the next. Comes before
     * callbacks.
     *
     * @param maker makes the state of a client
     * @param <T> the state
     * @return a builder for such clients
     */
    public <T> TcpClientBuilder<T, I, O> state(Supplier<? extends T> maker) {
        TcpClientBuilder<T, I, O> typed = retyped(filters);
        typed.state = maker;
        return typed;
    }

    /**
     * Gives each connection a filter for each way. Comes before callbacks.
     *
     * @param input makes the filter that reads
     * @param output makes the filter that writes
     * @param <J> the records that the server sends
     * @param <P> the records that the server gets
     * @return a builder for such clients
     */
    public <J, P> TcpClientBuilder<S, J, P> filters(
            Supplier<? extends InputFilter<J>> input, Supplier<? extends OutputFilter<P>> output) {
        TcpClientBuilder<S, J, P> typed = retyped(FilterPair.of(input, output));
        typed.state = state;
        return typed;
    }

    private <T, J, P> TcpClientBuilder<T, J, P> retyped(FilterPair<J, P> pair) {
        fixTypes(started, preConnect, connected, connectError, disconnected, serverInput, serverError, serverFlushed);
        TcpClientBuilder<T, J, P> typed = new TcpClientBuilder<>(pair);
        typed.connectLike(this);
        typed.args = args;
        typed.disconnectedOnReconnect = disconnectedOnReconnect;
        return typed;
    }

    // ---- callbacks

    /**
     * Called once when the client's session has started and is about to connect.
     *
     * @param callback runs in the client's session
     * @return this
     */
    public TcpClientBuilder<S, I, O> started(Handlers.Plain<? super ClientConnection<S, I, O>> callback) {
        started = callback;
        return this;
    }

    /**
     * Called when the system has connected and there is no wheel yet: may refuse the connection by
     * {@link ClientConnection#reject}, or wrap the link.
     *
     * @param callback runs in the client's session
     * @return this
     */
    public TcpClientBuilder<S, I, O> preConnect(
            Handlers.Taking<? super ClientConnection<S, I, O>, StreamLink> callback) {
        preConnect = callback;
        return this;
    }

    /**
     * Called once for each connection; records may be put.
     *
     * @param callback runs in the client's session
     * @return this
     */
    public TcpClientBuilder<S, I, O> connected(Handlers.Plain<? super ClientConnection<S, I, O>> callback) {
        connected = callback;
        return this;
    }

    /**
     * Called for each attempt that failed: operation {@code resolve}, {@code getservbyname}, {@code bind},
     * {@code connect} (ETIMEDOUT after the time that {@link #connectTimeout} allows), {@code proxy}, {@code tls},
     * {@code preconnect} or {@code exception}. It may time a RECONNECT. Without it the error is logged.
     *
     * @param callback runs in the client's session
     * @return this
     */
    public TcpClientBuilder<S, I, O> connectError(
            Handlers.Taking<? super ClientConnection<S, I, O>, IoError> callback) {
        connectError = callback;
        return this;
    }

    /**
     * Called once for each connection that was connected, when it has ended, whatever ended it; there is no wheel any
     * more. It may yield or time a RECONNECT.
     *
     * @param callback runs in the client's session
     * @return this
     */
    public TcpClientBuilder<S, I, O> disconnected(Handlers.Plain<? super ClientConnection<S, I, O>> callback) {
        disconnected = callback;
        return this;
    }

    /**
     * Called for each record that the server sends. Required.
     *
     * @param callback runs in the client's session
     * @return this
     */
    public TcpClientBuilder<S, I, O> serverInput(
            Handlers.Taking<? super ClientConnection<S, I, O>, ? super I> callback) {
        serverInput = callback;
        return this;
    }

    /**
     * Called for errors of a connection, the end of the server's output included ({@code read}, NONE), for records that
     * the filter refuses ({@code filter}), for exceptions in callbacks ({@code exception}). Without it they are logged.
     *
     * @param callback runs in the client's session
     * @return this
     */
    public TcpClientBuilder<S, I, O> serverError(Handlers.Taking<? super ClientConnection<S, I, O>, IoError> callback) {
        serverError = callback;
        return this;
    }

    /**
     * Called whenever all output has been written, during a shutdown too.
     *
     * @param callback runs in the client's session
     * @return this
     */
    public TcpClientBuilder<S, I, O> serverFlushed(Handlers.Plain<? super ClientConnection<S, I, O>> callback) {
        serverFlushed = callback;
        return this;
    }

    // ---- how it behaves

    /**
     * What the client keeps for its callbacks.
     *
     * @param values come back from {@link ClientConnection#args}
     * @return this
     */
    public TcpClientBuilder<S, I, O> args(Object... values) {
        args = Collections.unmodifiableList(Arrays.asList(values.clone()));
        return this;
    }

    /**
     * Whether {@code disconnected} is called too when CONNECT or RECONNECT drop a connection; unless said it is.
     *
     * @param on false: as in POE it is not
     * @return this
     */
    public TcpClientBuilder<S, I, O> disconnectedOnReconnect(boolean on) {
        disconnectedOnReconnect = on;
        return this;
    }

    // ---- the end

    /**
     * Checks everything.
     *
     * @return the client, ready to be started
     * @throws DefinitionException naming all that is wrong
     */
    public TcpClient<S, I, O> define() {
        List<String> wrong = new ArrayList<>(errors);
        if (!hasPort()) {
            wrong.add("remotePort is required: which port to connect to");
        }
        if (serverInput == null) {
            wrong.add("serverInput is required: what to do with the records that the server sends");
        }
        if (!wrong.isEmpty()) {
            throw new DefinitionException("this TCP client", wrong);
        }
        return new TcpClient<>(this);
    }

    /**
     * Checks everything and starts the client, as {@link TcpClient#start(Kernel)} does.
     *
     * @param kernel where
     * @return the id of the client's session
     * @throws DefinitionException naming all that is wrong
     */
    public long start(Kernel kernel) {
        return define().start(kernel);
    }

    /**
     * Checks everything and starts the client as a child of the current session.
     *
     * @param poe the session's context
     * @return the id of the client's session
     * @throws DefinitionException naming all that is wrong
     */
    public long start(Context poe) {
        return define().start(poe);
    }

    @Override
    TcpClientBuilder<S, I, O> self() {
        return this;
    }
}
