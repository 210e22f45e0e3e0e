package dev.usher.component.tcp;

import dev.usher.kernel.Call;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.SessionOption;
import dev.usher.kernel.SessionType;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.Unhandled;
import dev.usher.network.SocketOptions;
import dev.usher.tls.Tls;
import java.net.SocketOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the descriptions of servers and of clients have in common: how their connections behave, and what a program
 * handles in their sessions. Not thread-safe.
 *
 * @param <B> the whole builder, which every verb answers
 * @param <H> the heap of the sessions, which every callback gets
 */
public abstract sealed class ConnectionBuilder<B extends ConnectionBuilder<B, H>, H>
        permits ListenerBuilder, ConnectorBuilder {
    /** More than any protocol here needs to wait for, and little enough for some hundred peers that do not read. */
    private static final int MOST = 16 * 1024 * 1024;

    final List<String> errors = new ArrayList<>();
    final ProgramStates<H> program;
    String alias;
    Handlers.Plain<? super H> onLow;
    Handlers.Plain<? super H> onHigh;
    int lowMark;
    int highMark;
    SessionType sessionType = SessionType.PLAIN;
    boolean shutdownOnError = true;
    ExceptionPolicy exceptionPolicy = ExceptionPolicy.CLOSE;
    Duration linger = Duration.ofSeconds(30);
    int maxInput = MOST;
    int maxOutput = MOST;
    SocketOptions sockets = SocketOptions.NONE;
    Timeouts timeouts = Timeouts.NONE;
    boolean countsBytes;
    Tls tls; // null: in plain text

    /** Events that the component handles itself are reserved: the program cannot handle them too. */
    ConnectionBuilder(Set<String> reserved) {
        program = new ProgramStates<>(reserved, errors);
    }

    abstract B self();

    abstract boolean isServer();

    /**
     * The alias of the listener's or the client's session, from its start to its end.
     *
     * @param name the alias
     * @return this
     */
    public final B alias(String name) {
        alias = name;
        return self();
    }

    /**
     * Called once when much output waits, and once when little waits again.
     *
     * @param low bytes, more than 0
     * @param high bytes, more than low
     * @param atLow runs in the connection's session when not more than {@code low} wait after there were too many
     * @param atHigh runs in the connection's session when {@code high} or more wait
     * @return this
     */
    public final B marks(int low, int high, Handlers.Plain<? super H> atLow, Handlers.Plain<? super H> atHigh) {
        if (low <= 0 || high <= low) {
            errors.add("marks must be more than 0 and the high one above the low one, not low " + low + " and high "
                    + high);
        }
        if (atLow == null || atHigh == null) {
            errors.add("marks need both callbacks: what to do at the low one and at the high one");
        }
        lowMark = low;
        highMark = high;
        onLow = atLow;
        onHigh = atHigh;
        return self();
    }

    /**
     * Whether a connection ends by itself after an error; unless said it does.
     *
     * @param on whether
     * @return this
     */
    public final B shutdownOnError(boolean on) {
        shutdownOnError = on;
        return self();
    }

    /**
     * What an exception in a connection's callback does; unless said it closes that connection.
     *
     * @param policy what
     * @return this
     */
    public final B onException(ExceptionPolicy policy) {
        exceptionPolicy = policy;
        return self();
    }

    /**
     * How long a client may take for the rest of its output after the shutdown; 30 s unless said.
     *
     * @param time more than zero
     * @return this
     */
    public final B linger(Duration time) {
        linger = positive("linger", time);
        return self();
    }

    /**
     * How long a connection may be silent both ways; then it has an error, operation {@code timeout}. For ever unless
     * said.
     *
     * @param time more than zero
     * @return this
     */
    public final B idleTimeout(Duration time) {
        timeouts = new Timeouts(positive("idleTimeout", time), timeouts.read(), timeouts.write());
        return self();
    }

    /**
     * How long a peer may send nothing, whatever it gets meanwhile; then it has an error, operation {@code timeout}.
     * For ever unless said.
     *
     * @param time more than zero
     * @return this
     */
    public final B readTimeout(Duration time) {
        timeouts = new Timeouts(timeouts.idle(), positive("readTimeout", time), timeouts.write());
        return self();
    }

    /**
     * How long a peer may take nothing of what waits for it; then it has an error, operation {@code timeout}. For ever
     * unless said.
     *
     * @param time more than zero
     * @return this
     */
    public final B writeTimeout(Duration time) {
        timeouts = new Timeouts(timeouts.idle(), timeouts.read(), positive("writeTimeout", time));
        return self();
    }

    /**
     * Whether each connection counts its bytes, for {@link Connection#bytesIn} and {@link TcpCounts}; no unless said or
     * it has a timeout, since it costs an idle connection a hundred bytes of its thousand.
     *
     * @param on whether
     * @return this
     */
    public final B countBytes(boolean on) {
        countsBytes = on;
        return self();
    }

    /**
     * How many bytes may wait for the rest of a record; more is an error, operation {@code read}, EMSGSIZE. 16 MiB
     * unless said; filters have limits of their own, mostly lower.
     *
     * @param bytes more than 0
     * @return this
     */
    public final B maxInput(int bytes) {
        maxInput = positive("maxInput", bytes);
        return self();
    }

    /**
     * How many bytes may wait for a peer that does not read; more is an error, operation {@code write}, ENOBUFS, and
     * all of it is dropped. 16 MiB unless said.
     *
     * @param bytes more than 0
     * @return this
     */
    public final B maxOutput(int bytes) {
        maxOutput = positive("maxOutput", bytes);
        return self();
    }

    /**
     * Sets an option of the sockets ({@link java.net.StandardSocketOptions}): of each connection, and of a listener
     * where listeners have it, before it is bound (SO_REUSEPORT, SO_RCVBUF).
     *
     * @param option which
     * @param value its value
     * @param <T> its class
     * @return this
     */
    public final <T> B socketOption(SocketOption<T> option, T value) {
        sockets = sockets.with(option, value);
        return self();
    }

    /**
     * Talks over TLS. A connection is told of when its handshake is done; limits and timeouts of handshakes are said
     * there. A client's server must have a certificate for {@code remoteAddress} as it was given; what fails of that is
     * told to {@code connectError}, operation {@code tls}.
     *
     * @param how {@link Tls#server} of a server, {@link Tls#client} of a client; may be shared with others
     * @return this
     */
    public final B tls(Tls how) {
        if (how.isServer() != isServer()) {
            errors.add(isServer() ? "tls must be of a server: Tls.server()" : "tls must be of a client: Tls.client()");
        }
        tls = how;
        return self();
    }

    private int positive(String option, int bytes) {
        if (bytes <= 0) {
            errors.add(option + " must be more than 0, not " + bytes);
            return 1;
        }
        return bytes;
    }

    /**
     * Handles an event of the program's own in every session of the component's connections (POE's InlineStates and its
     * siblings).
     *
     * @param event the event
     * @param handler what to do
     * @return this
     */
    public final B on(Event<?> event, Handlers.Plain<? super H> handler) {
        program.on(event, handler);
        return self();
    }

    /**
     * Handles an event of the program's own in every session of the component's connections.
     *
     * @param event the event
     * @param handler what to do
     * @param <T> the payload
     * @return this
     */
    public final <T> B on(Event<T> event, Handlers.Taking<? super H, ? super T> handler) {
        program.on(event, handler);
        return self();
    }

    /**
     * Answers a question of the program's own in every session of the component's connections.
     *
     * @param call the question
     * @param handler what to answer
     * @param <T> the payload
     * @param <R> the answer
     * @return this
     */
    public final <T, R> B answer(Call<T, R> call, Handlers.Answering<? super H, ? super T, ? extends R> handler) {
        program.answer(call, handler);
        return self();
    }

    /**
     * Handles a signal in every session of the component's connections, at no cost per connection. Signals reach
     * connections before the listener, and those that started the listener after it.
     *
     * @param name the signal, not DIE, which {@link #onException} is about
     * @param handler what to do
     * @return this
     */
    public final B sig(String name, Handlers.Taking<? super H, SignalInfo> handler) {
        program.sig(name, handler);
        return self();
    }

    /**
     * Handles the events that nothing else handles, in every session of the component's connections (POE's
     * {@code _default}).
     *
     * @param handler what to do
     * @return this
     */
    public final B otherwise(Handlers.Taking<? super H, Unhandled> handler) {
        program.otherwise(handler);
        return self();
    }

    /**
     * Sets an option of the connections' sessions.
     *
     * @param option which
     * @param on its value
     * @return this
     */
    public final B sessionOption(SessionOption option, boolean on) {
        program.option(option, on);
        return self();
    }

    /**
     * Makes the connections' sessions; plain ones unless said.
     *
     * @param type makes them
     * @return this
     */
    public final B sessionType(SessionType type) {
        sessionType = type;
        return self();
    }

    final Duration positive(String option, Duration time) {
        if (time.isNegative() || time.isZero()) {
            errors.add(option + " must be more than zero, not " + time);
        }
        return time;
    }

    /** Refused once anything is said whose types it would change: the whole builder's callbacks are given. */
    final void fixTypes(Object... callbacks) {
        if (!program.isEmpty() || onLow != null || Stream.of(callbacks).anyMatch(Objects::nonNull)) {
            throw new IllegalStateException("state and filters fix the types of callbacks and states: say them first");
        }
    }

    /** The same as another description has it, so far; callbacks and states are of other types. */
    final void behaveLike(ConnectionBuilder<?, ?> other) {
        errors.addAll(other.errors);
        alias = other.alias;
        shutdownOnError = other.shutdownOnError;
        exceptionPolicy = other.exceptionPolicy;
        linger = other.linger;
        maxInput = other.maxInput;
        maxOutput = other.maxOutput;
        sockets = other.sockets;
        timeouts = other.timeouts;
        countsBytes = other.countsBytes;
        tls = other.tls;
        sessionType = other.sessionType;
    }

    final ConnectionOptions options() {
        return new ConnectionOptions(shutdownOnError, exceptionPolicy, linger, timeouts);
    }
}
