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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Says how a {@link TcpServer} shall be. Each verb changes this builder and answers it, except {@link #state} and
 * {@link #filters}, which answer one of other types and come first. What is wrong is told all at once by
 * {@link #define}. Not thread-safe.
 *
 * @param <S> the program's own state of a connection
 * @param <I> the records that clients send
 * @param <O> the records that clients get
 */
public final class TcpServerBuilder<S, I, O>
        extends ListenerBuilder<TcpServerBuilder<S, I, O>, TcpConnection<S, I, O>> {
    private static final Set<String> RESERVED = Set.of(
            "_start",
            "_stop",
            "_child",
            "shutdown",
            "tcp_server_abort",
            "tcp_server_drain",
            "tcp_server_got_error",
            "tcp_server_got_flush",
            "tcp_server_got_tls",
            "tcp_server_got_tls_error",
            "tcp_server_got_high",
            "tcp_server_got_input",
            "tcp_server_got_low",
            "tcp_server_lingered",
            "tcp_server_threw",
            "tcp_server_timed_out");

    final FilterPair<I, O> filters;
    List<Object> clientArgs = List.of();
    Handlers.Taking<? super TcpConnection<S, I, O>, StreamLink> clientPreConnect;
    Handlers.Plain<? super TcpConnection<S, I, O>> clientConnected;
    Handlers.Taking<? super TcpConnection<S, I, O>, ? super I> clientInput;
    Handlers.Plain<? super TcpConnection<S, I, O>> clientDisconnected;
    Handlers.Taking<? super TcpConnection<S, I, O>, IoError> clientError;
    Handlers.Plain<? super TcpConnection<S, I, O>> clientFlushed;
    Handlers.Taking<? super TcpConnection<S, I, O>, String> clientRejected;
    Handlers.Plain<? super TcpConnection<S, I, O>> clientDraining;
    Supplier<? extends S> state;

    TcpServerBuilder(FilterPair<I, O> filters) {
        super(RESERVED);
        this.filters = filters;
    }

    // ---- what fixes types

    /**
     * Gives each connection a state of the program's own. Comes before callbacks.
     *
     * @param maker makes the state of a connection
     * @param <T> the state
     * @return a builder for such connections
     */
    public <T> TcpServerBuilder<T, I, O> state(Supplier<? extends T> maker) {
        TcpServerBuilder<T, I, O> typed = retyped(filters);
        typed.state = maker;
        return typed;
    }

    /**
     * Gives each connection a filter for each way. Comes before callbacks.
     *
     * @param input makes the filter that reads
     * @param output makes the filter that writes
     * @param <J> the records that clients send
     * @param <P> the records that clients get
     * @return a builder for such connections
     */
    public <J, P> TcpServerBuilder<S, J, P> filters(
            Supplier<? extends InputFilter<J>> input, Supplier<? extends OutputFilter<P>> output) {
        TcpServerBuilder<S, J, P> typed = retyped(FilterPair.of(input, output));
        typed.state = state;
        return typed;
    }

    private <T, J, P> TcpServerBuilder<T, J, P> retyped(FilterPair<J, P> pair) {
        fixTypes(
                clientPreConnect,
                clientConnected,
                clientInput,
                clientDisconnected,
                clientError,
                clientFlushed,
                clientRejected,
                clientDraining);
        TcpServerBuilder<T, J, P> typed = new TcpServerBuilder<>(pair);
        typed.listenLike(this);
        typed.clientArgs = clientArgs;
        return typed;
    }

    // ---- connections

    /**
     * Called for each accepted connection before there is a wheel: may refuse it by {@link TcpConnection#reject}, or
     * wrap the link.
     *
     * @param callback runs in the connection's session
     * @return this
     */
    public TcpServerBuilder<S, I, O> clientPreConnect(
            Handlers.Taking<? super TcpConnection<S, I, O>, StreamLink> callback) {
        clientPreConnect = callback;
        return this;
    }

    /**
     * Called once for each connection that was not refused; a banner may be put.
     *
     * @param callback runs in the connection's session
     * @return this
     */
    public TcpServerBuilder<S, I, O> clientConnected(Handlers.Plain<? super TcpConnection<S, I, O>> callback) {
        clientConnected = callback;
        return this;
    }

    /**
     * Called for each record that a client sends. This or {@code acceptor} is required.
     *
     * @param callback runs in the connection's session
     * @return this
     */
    public TcpServerBuilder<S, I, O> clientInput(Handlers.Taking<? super TcpConnection<S, I, O>, ? super I> callback) {
        clientInput = callback;
        return this;
    }

    /**
     * Called once for each connection that was connected, when it ends, whatever ends it.
     *
     * @param callback runs in the connection's session
     * @return this
     */
    public TcpServerBuilder<S, I, O> clientDisconnected(Handlers.Plain<? super TcpConnection<S, I, O>> callback) {
        clientDisconnected = callback;
        return this;
    }

    /**
     * Called for errors of a connection, the end of the client's output included ({@code read}, NONE), for records that
     * the filter refuses ({@code filter}), for exceptions in callbacks ({@code exception}), for silence
     * ({@code timeout}). A client that has not shaken hands in time (TLS) is told of too, {@code timeout}, though it
     * never was connected: such a one takes nothing that is put. Without this callback all is logged but that the
     * client has gone: the end, ECONNRESET, and ECONNABORTED over TLS.
     *
     * @param callback runs in the connection's session
     * @return this
     */
    public TcpServerBuilder<S, I, O> clientError(Handlers.Taking<? super TcpConnection<S, I, O>, IoError> callback) {
        clientError = callback;
        return this;
    }

    /**
     * Called whenever all output of a connection has been written, during its shutdown too.
     *
     * @param callback runs in the connection's session
     * @return this
     */
    public TcpServerBuilder<S, I, O> clientFlushed(Handlers.Plain<? super TcpConnection<S, I, O>> callback) {
        clientFlushed = callback;
        return this;
    }

    /**
     * Called with the reason for each connection that {@code clientPreConnect} refused, or that TLS could not be agreed
     * on with after it.
     *
     * @param callback runs in the connection's session
     * @return this
     */
    public TcpServerBuilder<S, I, O> clientRejected(Handlers.Taking<? super TcpConnection<S, I, O>, String> callback) {
        clientRejected = callback;
        return this;
    }

    /**
     * Called once for each connection when the server is being stopped (SHUTDOWN_ALL), before it is shut down: the
     * moment to say good-bye.
     *
     * @param callback runs in the connection's session
     * @return this
     */
    public TcpServerBuilder<S, I, O> clientDraining(Handlers.Plain<? super TcpConnection<S, I, O>> callback) {
        clientDraining = callback;
        return this;
    }

    /**
     * What connections keep for their callbacks.
     *
     * @param values come back from {@link TcpConnection#args}
     * @return this
     */
    public TcpServerBuilder<S, I, O> clientArgs(Object... values) {
        clientArgs = Collections.unmodifiableList(Arrays.asList(values.clone()));
        return this;
    }

    // ---- the end

    /**
     * Checks everything.
     *
     * @return the server, ready to be started
     * @throws DefinitionException naming all that is wrong
     */
    public TcpServer<S, I, O> define() {
        List<String> wrong = new ArrayList<>(errors);
        if ((acceptor == null) == (clientInput == null)) {
            wrong.add("either acceptor or clientInput is required, and not both");
        }
        if (clientInput == null) {
            Map<String, Object> clients = new LinkedHashMap<>();
            clients.put("clientPreConnect", clientPreConnect);
            clients.put("clientConnected", clientConnected);
            clients.put("clientDisconnected", clientDisconnected);
            clients.put("clientError", clientError);
            clients.put("clientFlushed", clientFlushed);
            clients.put("clientRejected", clientRejected);
            clients.put("clientDraining", clientDraining);
            clients.put("perAddress", addressConnections + addressRate == 0 ? null : "said");
            clients.put("marks", onLow);
            clients.put("clientArgs", clientArgs.isEmpty() ? null : clientArgs);
            clients.put("state", state);
            clients.forEach((name, callback) -> {
                if (callback != null) {
                    wrong.add(name + " makes no sense without clientInput");
                }
            });
        }
        if (acceptor != null && tls != null && endpoints().stream().anyMatch(endpoint -> endpoint.proxies() != null)) {
            wrong.add("an acceptor gets no TLS behind a PROXY header: leave it to SocketFactory.upgrade there");
        }
        if (domain == Domain.UNIX && host == null) {
            wrong.add("a UNIX server needs its path as address");
        }
        for (Endpoint endpoint : endpoints()) {
            if (!endpoint.canBeReached()) {
                wrong.add(endpoint.unreachable());
            }
        }
        if (!wrong.isEmpty()) {
            throw new DefinitionException("this TCP server", wrong);
        }
        return new TcpServer<>(this);
    }

    /**
     * Checks everything and starts the server, as a child of the session whose handler runs, else of the kernel.
     *
     * @param kernel where
     * @return the id of the listener's session
     * @throws DefinitionException naming all that is wrong
     */
    public long start(Kernel kernel) {
        return define().start(kernel);
    }

    /**
     * Checks everything and starts the server as a child of the current session.
     *
     * @param poe the session's context
     * @return the id of the listener's session
     * @throws DefinitionException naming all that is wrong
     */
    public long start(Context poe) {
        return define().start(poe);
    }

    @Override
    TcpServerBuilder<S, I, O> self() {
        return this;
    }
}
