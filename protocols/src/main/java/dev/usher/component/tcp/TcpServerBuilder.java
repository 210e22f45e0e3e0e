package dev.usher.component.tcp;

import dev.usher.component.DefinitionException;
import dev.usher.filter.InputFilter;
import dev.usher.filter.OutputFilter;
import dev.usher.kernel.Call;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SessionOption;
import dev.usher.kernel.SessionType;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.Unhandled;
import dev.usher.network.StreamLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Says how a {@link TcpServer} shall be. Each verb changes this builder and answers it, except {@link #state} and
 * {@link #filters}, which answer one of other types and come first. What is wrong is told all at once by
 * {@link #define}. Not thread-safe.
 *
 * @param <S> the program's own state of a connection
 * @param <I> the records that clients send
 * @param <O> the records that clients get
 */
public final class TcpServerBuilder<S, I, O> extends ListenerBuilder<TcpServerBuilder<S, I, O>> {
    private static final Set<String> RESERVED = Set.of(
            "_start",
            "_stop",
            "_child",
            "shutdown",
            "tcp_server_got_error",
            "tcp_server_got_flush",
            "tcp_server_got_tls",
            "tcp_server_got_tls_error",
            "tcp_server_got_high",
            "tcp_server_got_input",
            "tcp_server_got_low",
            "tcp_server_lingered",
            "tcp_server_threw");

    final FilterPair<I, O> filters;
    List<Object> clientArgs = List.of();
    Handlers.Taking<? super TcpConnection<S, I, O>, StreamLink> clientPreConnect;
    Handlers.Plain<? super TcpConnection<S, I, O>> clientConnected;
    Handlers.Taking<? super TcpConnection<S, I, O>, ? super I> clientInput;
    Handlers.Plain<? super TcpConnection<S, I, O>> clientDisconnected;
    Handlers.Taking<? super TcpConnection<S, I, O>, IoError> clientError;
    Handlers.Plain<? super TcpConnection<S, I, O>> clientFlushed;
    Handlers.Taking<? super TcpConnection<S, I, O>, String> clientRejected;
    Handlers.Plain<? super TcpConnection<S, I, O>> clientLow;
    Handlers.Plain<? super TcpConnection<S, I, O>> clientHigh;
    int lowMark;
    int highMark;
    Supplier<? extends S> state;
    boolean shutdownOnError = true;
    ExceptionPolicy exceptionPolicy = ExceptionPolicy.CLOSE;
    Duration linger = Duration.ofSeconds(30);
    SessionType sessionType = SessionType.PLAIN;
    final ProgramStates<TcpConnection<S, I, O>> program = new ProgramStates<>(RESERVED, errors);

    TcpServerBuilder(FilterPair<I, O> filters) {
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
        boolean late = Stream.<Object>of(
                        clientPreConnect,
                        clientConnected,
                        clientInput,
                        clientDisconnected,
                        clientError,
                        clientFlushed,
                        clientRejected,
                        clientLow)
                .anyMatch(callback -> callback != null);
        if (late || !program.isEmpty()) {
            throw new IllegalStateException("state and filters fix the types of callbacks and states: say them first");
        }
        TcpServerBuilder<T, J, P> typed = new TcpServerBuilder<>(pair);
        typed.listenLike(this);
        typed.clientArgs = clientArgs;
        typed.shutdownOnError = shutdownOnError;
        typed.exceptionPolicy = exceptionPolicy;
        typed.linger = linger;
        typed.sessionType = sessionType;
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
     * the filter refuses ({@code filter}), for exceptions in callbacks ({@code exception}). Without it all but the end
     * and ECONNRESET are logged.
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
     * Called with the reason for each connection that {@code clientPreConnect} refused.
     *
     * @param callback runs in the connection's session
     * @return this
     */
    public TcpServerBuilder<S, I, O> clientRejected(Handlers.Taking<? super TcpConnection<S, I, O>, String> callback) {
        clientRejected = callback;
        return this;
    }

    /**
     * Called once when much output waits, and once when little waits again.
     *
     * @param low bytes, more than 0
     * @param high bytes, more than low
     * @param onLow runs in the connection's session when not more than {@code low} wait after there were too many
     * @param onHigh runs in the connection's session when {@code high} or more wait
     * @return this
     */
    public TcpServerBuilder<S, I, O> marks(
            int low,
            int high,
            Handlers.Plain<? super TcpConnection<S, I, O>> onLow,
            Handlers.Plain<? super TcpConnection<S, I, O>> onHigh) {
        if (low <= 0 || high <= low) {
            errors.add("marks must be more than 0 and the high one above the low one, not low " + low + " and high "
                    + high);
        }
        if (onLow == null || onHigh == null) {
            errors.add("marks need both callbacks: what to do at the low one and at the high one");
        }
        lowMark = low;
        highMark = high;
        clientLow = onLow;
        clientHigh = onHigh;
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

    /**
     * Whether a connection ends by itself after an error; unless said it does.
     *
     * @param on whether
     * @return this
     */
    public TcpServerBuilder<S, I, O> shutdownOnError(boolean on) {
        shutdownOnError = on;
        return this;
    }

    /**
     * What an exception in a connection's callback does; unless said it closes that connection.
     *
     * @param policy what
     * @return this
     */
    public TcpServerBuilder<S, I, O> onException(ExceptionPolicy policy) {
        exceptionPolicy = policy;
        return this;
    }

    /**
     * How long a client may take for the rest of its output after the shutdown; 30 s unless said.
     *
     * @param time more than zero
     * @return this
     */
    public TcpServerBuilder<S, I, O> linger(Duration time) {
        if (time.isNegative() || time.isZero()) {
            errors.add("linger must be more than zero, not " + time);
        }
        linger = time;
        return this;
    }

    /**
     * Handles an event of the program's own in every connection's session (POE's InlineStates and its siblings).
     *
     * @param event the event
     * @param handler what to do
     * @return this
     */
    public TcpServerBuilder<S, I, O> on(Event<?> event, Handlers.Plain<? super TcpConnection<S, I, O>> handler) {
        program.on(event, handler);
        return this;
    }

    /**
     * Handles an event of the program's own in every connection's session.
     *
     * @param event the event
     * @param handler what to do
     * @param <T> the payload
     * @return this
     */
    public <T> TcpServerBuilder<S, I, O> on(
            Event<T> event, Handlers.Taking<? super TcpConnection<S, I, O>, ? super T> handler) {
        program.on(event, handler);
        return this;
    }

    /**
     * Answers a question of the program's own in every connection's session.
     *
     * @param call the question
     * @param handler what to answer
     * @param <T> the payload
     * @param <R> the answer
     * @return this
     */
    public <T, R> TcpServerBuilder<S, I, O> answer(
            Call<T, R> call, Handlers.Answering<? super TcpConnection<S, I, O>, ? super T, ? extends R> handler) {
        program.answer(call, handler);
        return this;
    }

    /**
     * Handles a signal in every connection's session, at no cost per connection. Signals reach connections before the
     * listener, and those that started the listener after it.
     *
     * @param name the signal, not DIE, which {@link #onException} is about
     * @param handler what to do
     * @return this
     */
    public TcpServerBuilder<S, I, O> sig(
            String name, Handlers.Taking<? super TcpConnection<S, I, O>, SignalInfo> handler) {
        program.sig(name, handler);
        return this;
    }

    /**
     * Handles the events that nothing else handles, in every connection's session (POE's {@code _default}).
     *
     * @param handler what to do
     * @return this
     */
    public TcpServerBuilder<S, I, O> otherwise(Handlers.Taking<? super TcpConnection<S, I, O>, Unhandled> handler) {
        program.otherwise(handler);
        return this;
    }

    /**
     * Sets an option of the connections' sessions.
     *
     * @param option which
     * @param on its value
     * @return this
     */
    public TcpServerBuilder<S, I, O> sessionOption(SessionOption option, boolean on) {
        program.option(option, on);
        return this;
    }

    /**
     * Makes the connections' sessions; plain ones unless said.
     *
     * @param type makes them
     * @return this
     */
    public TcpServerBuilder<S, I, O> sessionType(SessionType type) {
        sessionType = type;
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
            clients.put("marks", clientLow);
            clients.put("clientArgs", clientArgs.isEmpty() ? null : clientArgs);
            clients.put("state", state);
            clients.forEach((name, callback) -> {
                if (callback != null) {
                    wrong.add(name + " makes no sense without clientInput");
                }
            });
        }
        if (domain == Domain.UNIX && host == null) {
            wrong.add("a UNIX server needs its path as address");
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
