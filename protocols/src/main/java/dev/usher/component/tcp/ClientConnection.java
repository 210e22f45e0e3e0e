package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Death;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.network.StreamLink;
import dev.usher.tls.Tls;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.Wheel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heap of a {@link TcpClient}'s session: one connection after another. Belongs to the kernel's thread.
 *
 * <p>Its life:
 *
 * <pre>
 *   started -> attempt -> preConnect -> connected -> serverInput* serverFlushed* -> disconnected -> idle
 *                ^  |         |                            |                             ^           |
 *                |  |     reject()               shutdown, error, exception -------------+           |
 *                |  |         v                                                                      |
 *                |  +-> connectError -> idle                                                         |
 *                +------------------------ RECONNECT, CONNECT, back-off -----------------------------+
 * </pre>
 *
 * <p>{@code disconnected} comes exactly once for each {@code connected}. An idle client for which nothing is queued or
 * timed ends.
 *
 * @param <S> the program's own state of a client
 * @param <I> the records that the server sends
 * @param <O> the records that the server gets
 */
public final class ClientConnection<S, I, O> extends Ends {
    private static final Logger LOG = LoggerFactory.getLogger(TcpClient.class);
    private static final Event<Integer> ENDED = Event.named("tcp_client_ended", Integer.class);
    private static final Event<Void> LINGERED = Event.named("tcp_client_lingered");
    private static final Event<Void> SETTLED = Event.named("tcp_client_settled");
    private static final Event<Death> THREW = Event.named("tcp_client_threw", Death.class);

    private final TcpClient<S, I, O> client;
    private final Connector connector;
    private final Retries retries;
    private Session session;
    private S state;
    private StreamLink link; // during preConnect, or null
    private ReadWrite<I, O> server; // null but while it is connected
    private Tls upgrade; // wanted by preConnect, or null
    private String rejection;
    private boolean shutdown;
    private boolean leaving; // the program has said so: there is no back-off
    private boolean gotAnError;
    private boolean failing; // an exception has been told already
    private boolean broken; // nothing that waits can be written: ends without waiting

    ClientConnection(TcpClient<S, I, O> client) {
        this.client = client;
        this.connector = new Connector(client.remote, client.local, client.connectTimeout, client.tls);
        this.retries = new Retries(client.backoff);
    }

    /** One table for all sessions of a client. The program's handlers stand in it themselves, nothing between. */
    @SuppressWarnings("unchecked") // the filter gives what serverInput takes, by the builder's types
    static <S, I, O> States<ClientConnection<S, I, O>> states(TcpClientBuilder<S, I, O> wanted) {
        States<ClientConnection<S, I, O>> states = wanted.program
                .states()
                .start(ClientConnection<S, I, O>::start)
                .stop(ClientConnection<S, I, O>::stop)
                .sig("DIE", ClientConnection<S, I, O>::died)
                .on(TcpClient.CONNECT, ClientConnection<S, I, O>::onConnect)
                .on(TcpClient.RECONNECT, ClientConnection<S, I, O>::onReconnect)
                .on(TcpClient.SHUTDOWN, ClientConnection<S, I, O>::onShutdown)
                .on(Retries.RETRY, ClientConnection<S, I, O>::retry)
                .on(Connector.LOOKED_UP, (me, poe, found) -> me.connector.lookedUp(poe, found))
                .on(Connector.NOT_LOOKED_UP, (me, poe, why) -> me.connector.notLookedUp(poe, why))
                .on(Connector.OPENED, ClientConnection<S, I, O>::opened)
                .on(Connector.REFUSED, ClientConnection<S, I, O>::connectFailed)
                .on(Connector.TIMED_OUT, (me, poe) -> me.connectFailed(poe, Connector.TIMEOUT))
                .on(ServerWheels.ERROR, ClientConnection<S, I, O>::failed)
                .on(ServerWheels.FLUSHED, ClientConnection<S, I, O>::flushed)
                .on(ENDED, ClientConnection<S, I, O>::ended)
                .on(LINGERED, ClientConnection<S, I, O>::lingered)
                .on(SETTLED, ClientConnection<S, I, O>::settled)
                .on(THREW, ClientConnection<S, I, O>::threw);
        if (wanted.serverInput != null) {
            states = states.on((Event<I>) ServerWheels.INPUT, wanted.serverInput);
        }
        if (wanted.serverLow != null) {
            states = states.on(ServerWheels.LOW, wanted.serverLow).on(ServerWheels.HIGH, wanted.serverHigh);
        }
        return wanted.program.withOptions(states);
    }

    // ---- what programs use

    /**
     * Sends a record, at the end of the slice.
     *
     * @param record the record
     * @return true if it is time to stop: as many bytes as the high mark wait, or there is no connection that takes
     *     more and the record is dropped
     */
    public boolean put(O record) {
        return server == null || server.put(record);
    }

    /** @return the wheel that reads and writes, while it is connected */
    public Optional<ReadWrite<I, O>> wheel() {
        return Optional.ofNullable(server);
    }

    /** @return the wheel that connects, then the one that reads and writes (POE's {@code $_[HEAP]{server}}) */
    public Optional<Wheel> server() {
        return Optional.ofNullable(server == null ? connector.factory() : server);
    }

    /** @return the program's own state of this client, from one connection to the next; null if there is none */
    public S state() {
        return state;
    }

    /** @return the client's session */
    public Session session() {
        return session;
    }

    /** @return what was given as {@code args} */
    public List<Object> args() {
        return client.args;
    }

    /** @return how often it was tried to connect */
    public int attempts() {
        return connector.attempts();
    }

    /** @return whether it is connected and not being shut down */
    public boolean isConnected() {
        return server != null && !shutdown;
    }

    /** @return whether it is being shut down or was: nothing more comes from the server */
    public boolean isShutdown() {
        return shutdown;
    }

    /** @return whether the connection has met an error, the end of the server's output included */
    public boolean gotAnError() {
        return gotAnError;
    }

    /** @return whether a connection ends after an error by itself */
    public boolean shutdownOnError() {
        return client.shutdownOnError;
    }

    /**
     * In {@code preConnect}: refuses the connection. It is closed, and {@code connectError} is told, operation
     * {@code preconnect}.
     *
     * @param reason its text
     */
    public void reject(String reason) {
        if (link == null) {
            throw new IllegalStateException("a connection can be refused in preConnect only; later use shutdown");
        }
        rejection = reason;
    }

    /**
     * In {@code preConnect}: goes on with another link, one that wraps the connected one say.
     *
     * @param other the link to use
     */
    public void link(StreamLink other) {
        if (link == null) {
            throw new IllegalStateException("the link can be changed in preConnect only");
        }
        link = other;
    }

    /**
     * In {@code preConnect}: goes on over TLS. What fails of that is told to {@code connectError}, operation
     * {@code tls}.
     *
     * @param tls of a client, or a server if the roles are the other way round
     */
    public void upgrade(Tls tls) {
        if (link == null) {
            throw new IllegalStateException("TLS can begin in preConnect only");
        }
        upgrade = tls;
    }

    /**
     * Posts CONNECT: connects to another server, which is remembered. What waits to be written to this one is lost.
     *
     * @param host a name or a numeric address
     * @param port its port
     */
    public void connect(String host, int port) {
        session.kernel().post(session, TcpClient.CONNECT, InetSocketAddress.createUnresolved(host, port));
    }

    /** Posts RECONNECT: connects anew. What waits to be written is lost. */
    public void reconnect() {
        session.kernel().post(session, TcpClient.RECONNECT);
    }

    /**
     * Ends the connection, after what was put is written, or the attempt: no more input comes, not even what is left of
     * the burst being read. A SHUTDOWN event that is posted does the same when it arrives, after that burst.
     */
    public void shutdown() {
        session.kernel().call(session, TcpClient.SHUTDOWN);
    }

    // ---- connecting

    private void start(Context poe) throws Exception {
        session = poe.session();
        state = client.state == null ? null : client.state.get();
        name(poe);
        poe.yield(TcpClient.RECONNECT);
        if (client.started != null) {
            client.started.on(this, poe);
        }
    }

    private void name(Context poe) {
        if (client.alias != null && !poe.aliasSet(client.alias).ok()) {
            LOG.warn("{}: the alias '{}' is taken by another session", session, client.alias);
        }
    }

    private void onConnect(Context poe, InetSocketAddress address) throws Exception {
        if (address != null) {
            connector.target(address);
        }
        onReconnect(poe);
    }

    private void onReconnect(Context poe) throws Exception {
        connector.end(poe);
        retries.forgetFailures();
        if (server != null) {
            finish(poe, client.disconnectedOnReconnect);
        }
        retry(poe);
    }

    private void retry(Context poe) {
        retries.forgetTimed(poe); // those that disconnected has just set too: they mean what happens here
        shutdown = false;
        leaving = false;
        gotAnError = false;
        failing = false;
        broken = false;
        rejection = null;
        name(poe);
        connector.begin(poe);
    }

    private void connectFailed(Context poe, IoError error) throws Exception {
        if (!connector.isUnderWay()) {
            return;
        }
        int failed = connector.attempts();
        connector.close(poe);
        retries.failed();
        try {
            if (client.connectError != null) {
                client.connectError.on(this, poe, error);
            } else {
                LOG.warn("{}: {} failed: {} ({})", session, error.operation(), error.errno(), error.text());
            }
        } finally {
            if (connector.attempts() == failed) { // else the callback itself began another
                connector.end(poe);
                rest(poe);
            }
        }
    }

    private void opened(Context poe, Opened opened) throws Exception {
        int number = connector.attempts();
        poe.alarmClear(Connector.TIMED_OUT);
        of(opened);
        link = opened.link();
        boolean upgrading = false;
        try {
            if (client.preConnect != null && !connector.isUpgraded()) {
                client.preConnect.on(this, poe, link);
            }
            if (connector.attempts() == number && connector.isUnderWay() && rejection == null) {
                if (upgrade == null) {
                    server = client.wheels.open(poe, new Opened(link, opened.remote(), opened.driver()));
                } else {
                    upgrading = true;
                    connector.upgrade(poe, link, upgrade);
                }
            }
        } finally {
            if (server == null && !upgrading) {
                link.close();
            }
            link = null;
            upgrade = null;
        }
        if (server != null) {
            connector.end(poe);
            retries.connected(poe);
            if (client.connected != null) {
                client.connected.on(this, poe);
            }
        } else if (connector.attempts() == number && rejection != null) {
            connectFailed(poe, new IoError("preconnect", Errno.ECANCELED, rejection));
        }
    }

    // ---- being connected

    private void onShutdown(Context poe) throws Exception {
        leaving = true;
        retries.forgetTimed(poe);
        end(poe);
    }

    private void end(Context poe) throws Exception {
        shutdown = true;
        if (server == null) {
            connector.end(poe);
            settle(poe);
            return;
        }
        server.pauseInput(); // what a server sends now is not even read: it costs nothing
        if (broken || server.octets() == 0) {
            finish(poe, true);
        } else {
            poe.delay(LINGERED, client.linger);
        }
    }

    private void flushed(Context poe) throws Exception {
        if (client.serverFlushed != null) {
            client.serverFlushed.on(this, poe);
        }
        if (shutdown && server != null && server.octets() == 0) { // it may have put more: that goes out first
            finish(poe, true);
        }
    }

    private void lingered(Context poe) throws Exception {
        broken = true;
        tell(poe, new IoError("write", Errno.ETIMEDOUT, "the server has not taken the rest within " + client.linger));
        finish(poe, true);
    }

    /**
     * The end comes by an event: a SHUTDOWN that the callback posts is about this connection, not about a later one.
     */
    private void failed(Context poe, IoError error) throws Exception {
        if (!error.isEnd() && !error.operation().equals("filter")) {
            broken = true;
        }
        int number = connector.attempts();
        try {
            tell(poe, error);
        } finally {
            if (server != null && number == connector.attempts() && (client.shutdownOnError || shutdown)) {
                server.pauseInput();
                poe.yield(ENDED, number);
            }
        }
    }

    private void tell(Context poe, IoError error) throws Exception {
        gotAnError = true;
        if (client.serverError != null) {
            client.serverError.on(this, poe, error);
        } else if (error.isEnd()) {
            LOG.info("{}: normal disconnection", session);
        } else {
            LOG.warn("{}: {} failed: {} ({})", session, error.operation(), error.errno(), error.text());
        }
    }

    private void ended(Context poe, Integer attempt) throws Exception {
        if (server != null && attempt == connector.attempts()) {
            end(poe);
        }
    }

    /**
     * An exception left one of this session's handlers. What is to be done about it is an event of its own, since an
     * exception inside a DIE handler would end the kernel.
     */
    private void died(Context poe, SignalInfo signal) {
        if (signal.death().destination() == session && client.exceptionPolicy == ExceptionPolicy.CLOSE) {
            poe.sigHandled();
            poe.yield(THREW, signal.death());
        }
    }

    private void threw(Context poe, Death death) throws Exception {
        boolean again = failing;
        failing = true;
        IoError error = new IoError("exception", Errno.ECANCELED, death.error().toString());
        boolean told =
                server == null ? connector.isUnderWay() && client.connectError != null : client.serverError != null;
        if (again || !told) {
            LOG.error("{}: {}", session, death.where(), death.error());
        }
        if (server == null) {
            if (again) {
                connector.end(poe);
                rest(poe);
            } else {
                connectFailed(poe, error);
            }
            return;
        }
        gotAnError = true;
        if (!again && told) {
            client.serverError.on(this, poe, error);
        }
        if (server != null) {
            server.flush(); // the exception may have kept the wheel from writing what was put
            end(poe);
        }
    }

    /** The one way out of a connection. The wheel is gone before {@code disconnected}, as in POE. */
    private void finish(Context poe, boolean told) throws Exception {
        if (server == null) {
            return;
        }
        shutdown = true;
        ReadWrite<I, O> closing = server;
        server = null;
        closing.close();
        poe.alarmClear(LINGERED);
        int number = connector.attempts();
        retries.disconnected(poe);
        try {
            if (told && client.disconnected != null) {
                client.disconnected.on(this, poe);
            }
        } finally {
            if (connector.attempts() == number) { // else the callback itself began another
                rest(poe);
            }
        }
    }

    /** Nothing goes on any more: by the back-off it will, or the program has seen to it, or the session ends. */
    private void rest(Context poe) {
        if (!leaving && !retries.next(poe)) {
            LOG.warn("{}: given up after {} attempts in a row", session, retries.failures());
        }
        settle(poe);
    }

    /** The alias is given up behind all events that are queued already: one of them may be RECONNECT. */
    private void settle(Context poe) {
        if (client.alias != null) {
            poe.yield(SETTLED);
        }
    }

    private void settled(Context poe) {
        if (!connector.isUnderWay() && server == null && !retries.isTimed(poe)) {
            poe.aliasRemove(client.alias);
        }
    }

    private void stop(Context poe) throws Exception {
        try {
            finish(poe, true); // killed by a signal, say: disconnected is owed all the same
        } catch (Exception e) { // thrown on, it would end the kernel
            if (client.exceptionPolicy == ExceptionPolicy.DIE) {
                throw e;
            }
            LOG.error("{}: 'disconnected' failed", session, e);
        }
    }
}
