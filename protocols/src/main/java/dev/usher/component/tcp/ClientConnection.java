package dev.usher.component.tcp;

import dev.usher.kernel.Context;
import dev.usher.kernel.Death;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.Wheel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;

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
public final class ClientConnection<S, I, O> extends Connection<S, I, O> {
    private static final WheelEvents WHEELS = WheelEvents.named("tcp_client");
    private static final Event<Integer> ENDED = Event.named("tcp_client_ended", Integer.class);
    private static final Event<Void> LINGERED = Event.named("tcp_client_lingered");
    private static final Event<Void> TIMED = Event.named("tcp_client_silent");
    private static final Event<Void> SETTLED = Event.named("tcp_client_settled");
    private static final Event<Death> THREW = Event.named("tcp_client_threw", Death.class);

    private final TcpClient<S, I, O> client;
    private final Connector connector;
    private final Retries retries;
    private SocketAddress local;
    private ReadWrite<I, O> last; // the latest wheel, for what it has counted
    private boolean leaving; // the program has said so: there is no back-off

    ClientConnection(TcpClient<S, I, O> client) {
        this.client = client;
        this.connector = new Connector(client);
        this.retries = new Retries(client.backoff);
    }

    /** One table for all sessions of a client. The program's handlers stand in it themselves, nothing between. */
    static <S, I, O> States<ClientConnection<S, I, O>> states(TcpClientBuilder<S, I, O> wanted) {
        States<ClientConnection<S, I, O>> states = wanted.program
                .states()
                .start(ClientConnection<S, I, O>::start)
                .stop(ClientConnection<S, I, O>::stop)
                .sig("DIE", (me, poe, signal) -> me.died(poe, signal, THREW))
                .on(TcpClient.CONNECT, ClientConnection<S, I, O>::onConnect)
                .on(TcpClient.RECONNECT, ClientConnection<S, I, O>::onReconnect)
                .on(TcpClient.SHUTDOWN, ClientConnection<S, I, O>::onShutdown)
                .on(Retries.RETRY, ClientConnection<S, I, O>::retry)
                .on(Connector.LOOKED_UP, (me, poe, found) -> me.connector.lookedUp(poe, found))
                .on(Connector.NOT_LOOKED_UP, (me, poe, why) -> me.connector.notLookedUp(poe, why))
                .on(Connector.OPENED, ClientConnection<S, I, O>::opened)
                .on(Connector.REFUSED, ClientConnection<S, I, O>::refused)
                .on(Connector.ARRIVED, ClientConnection<S, I, O>::arrived)
                .on(Connector.NOT_ARRIVED, ClientConnection<S, I, O>::connectFailed)
                .on(Race.NEXT, (me, poe) -> me.connector.next(poe))
                .on(Connector.TIMED_OUT, (me, poe) -> me.connectFailed(poe, Connector.TIMEOUT))
                .on(WHEELS.error(), ClientConnection<S, I, O>::failed)
                .on(WHEELS.flushed(), ClientConnection<S, I, O>::flushed)
                .on(WHEELS.upgraded(), ClientConnection<S, I, O>::upgraded)
                .on(WHEELS.notUpgraded(), ClientConnection<S, I, O>::notUpgraded)
                .on(ENDED, ClientConnection<S, I, O>::ended)
                .on(LINGERED, ClientConnection<S, I, O>::lingered)
                .on(TIMED, ClientConnection<S, I, O>::timed)
                .on(SETTLED, ClientConnection<S, I, O>::settled)
                .on(THREW, ClientConnection<S, I, O>::threw);
        return wanted.program.withOptions(WHEELS.handledBy(states, wanted.serverInput, wanted.onLow, wanted.onHigh));
    }

    static <I, O> Wheels<I, O> wheels(TcpClientBuilder<?, I, O> wanted) {
        return new Wheels<>(wanted.filters, WHEELS, wanted);
    }

    // ---- what programs use

    /** @return the wheel that connects, then the one that reads and writes (POE's {@code $_[HEAP]{server}}) */
    public Optional<Wheel> server() {
        return Optional.ofNullable(wheel == null ? connector.factory() : wheel);
    }

    /** @return the address of the server connected to last, empty before there is one */
    public Optional<SocketAddress> remoteAddress() {
        return Optional.ofNullable(remote);
    }

    @Override
    ReadWrite<I, O> latest() {
        return last;
    }

    /** @return the address connected from last, empty before there is one */
    @Override
    public Optional<SocketAddress> localAddress() {
        return Optional.ofNullable(local);
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
        return wheel != null && !shutdown;
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
     * Connects to another server from the next attempt on; a connection that there is stays.
     *
     * @param host a name or a numeric address
     * @param port its port
     */
    public void target(String host, int port) {
        connector.target(InetSocketAddress.createUnresolved(host, port));
    }

    /**
     * Breaks the connection now: what waits to be written is lost. As after one that the server has ended, the back-off
     * says what follows.
     */
    public void drop() {
        broken = !connector.isUnderWay();
        session.kernel().call(session, ENDED, connector.attempts());
    }

    @Override
    public void shutdown() {
        session.kernel().call(session, TcpClient.SHUTDOWN);
    }

    @Override
    ConnectionOptions options() {
        return client.options;
    }

    @Override
    String openedIn() {
        return "preConnect";
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
            Logs.CLIENT.warn("{}: the alias '{}' is taken by another session", session, client.alias);
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
        if (wheel != null) {
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
        opening = null; // one that shook hands was given up
        name(poe);
        connector.begin(poe);
    }

    private void refused(Context poe, IoError error) throws Exception {
        if (connector.lost(poe)) {
            connectFailed(poe, error);
        }
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
                Logs.CLIENT.warn("{}: {} failed: {} ({})", session, error.operation(), error.errno(), error.text());
            }
        } finally {
            if (connector.attempts() == failed) { // else the callback itself began another
                connector.end(poe);
                rest(poe);
            }
        }
    }

    private void opened(Context poe, Opened opened) throws Exception {
        connector.won(poe);
        if (!connector.tunnels(poe, opened)) {
            arrived(poe, opened);
        }
    }

    private void arrived(Context poe, Opened opened) throws Exception {
        int number = connector.attempts();
        poe.alarmClear(Connector.TIMED_OUT);
        remote = opened.remote();
        local = opened.link().localAddress();
        Opening attempt = new Opening(opened);
        opening = attempt;
        try {
            if (client.preConnect != null) {
                client.preConnect.on(this, poe, attempt.link);
            }
            if (connector.attempts() == number && connector.isUnderWay() && attempt.rejection == null) {
                if (attempt.upgrade != null) {
                    connector.upgrading(shakeHands(poe, WHEELS, connector.host()));
                } else {
                    wheel = client.wheels.open(poe, attempt.result());
                }
            }
        } finally {
            if (attempt.upgrading == null) {
                opening = null;
                if (wheel == null) {
                    attempt.result().close();
                }
            }
        }
        if (wheel != null) {
            connected(poe);
        } else if (attempt.upgrading == null && connector.attempts() == number && attempt.rejection != null) {
            connectFailed(poe, new IoError("preconnect", Errno.ECANCELED, attempt.rejection));
        }
    }

    private void upgraded(Context poe, Opened agreed) throws Exception {
        opening = null;
        wheel = client.wheels.open(poe, agreed);
        connected(poe);
    }

    private void notUpgraded(Context poe, IoError error) throws Exception {
        opening = null;
        connectFailed(poe, error);
    }

    private void connected(Context poe) throws Exception {
        connector.end(poe);
        retries.connected(poe);
        connectedNs = poe.kernel().nowNs();
        last = wheel;
        time(poe, TIMED);
        if (client.connected != null) {
            client.connected.on(this, poe);
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
        if (wheel == null) {
            connector.end(poe);
            settle(poe);
            return;
        }
        wheel.pauseInput(); // what a server sends now is not even read: it costs nothing
        if (broken || wheel.octets() == 0) {
            finish(poe, true);
        } else {
            poe.delay(LINGERED, options().linger());
        }
    }

    private void flushed(Context poe) throws Exception {
        if (client.serverFlushed != null) {
            client.serverFlushed.on(this, poe);
        }
        if (shutdown && wheel != null && wheel.octets() == 0) { // it may have put more: that goes out first
            finish(poe, true);
        }
    }

    private void timed(Context poe) throws Exception {
        IoError error = overdue(poe, TIMED);
        if (error != null) {
            failed(poe, error);
        }
    }

    private void lingered(Context poe) throws Exception {
        broken = true;
        tell(
                poe,
                new IoError(
                        "write",
                        Errno.ETIMEDOUT,
                        "the server has not taken the rest within " + options().linger()));
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
            if (wheel != null && number == connector.attempts() && (options().shutdownOnError() || shutdown)) {
                wheel.pauseInput();
                poe.yield(ENDED, number);
            }
        }
    }

    private void tell(Context poe, IoError error) throws Exception {
        gotAnError = true;
        if (client.serverError != null) {
            client.serverError.on(this, poe, error);
        } else if (error.isEnd()) {
            Logs.CLIENT.info("{}: normal disconnection", session);
        } else {
            Logs.CLIENT.warn("{}: {} failed: {} ({})", session, error.operation(), error.errno(), error.text());
        }
    }

    private void ended(Context poe, Integer attempt) throws Exception {
        if (wheel != null && attempt == connector.attempts()) {
            end(poe);
        }
    }

    private void threw(Context poe, Death death) throws Exception {
        boolean again = failing;
        failing = true;
        IoError error = new IoError("exception", Errno.ECANCELED, death.error().toString());
        boolean told =
                wheel == null ? connector.isUnderWay() && client.connectError != null : client.serverError != null;
        if (again || !told) {
            Logs.CLIENT.error("{}: {}", session, death.where(), death.error());
        }
        if (wheel == null) {
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
        if (wheel != null) {
            wheel.flush(); // the exception may have kept the wheel from writing what was put
            end(poe);
        }
    }

    /** The one way out of a connection. The wheel is gone before {@code disconnected}, as in POE. */
    private void finish(Context poe, boolean told) throws Exception {
        if (wheel == null) {
            return;
        }
        shutdown = true;
        ReadWrite<I, O> closing = wheel;
        wheel = null;
        closing.close();
        poe.alarmClear(LINGERED);
        poe.alarmClear(TIMED);
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
            Logs.CLIENT.warn("{}: given up after {} attempts in a row", session, retries.failures());
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
        if (!connector.isUnderWay() && wheel == null && !retries.isTimed(poe)) {
            poe.aliasRemove(client.alias);
        }
    }

    private void stop(Context poe) throws Exception {
        try {
            finish(poe, true); // killed by a signal, say: disconnected is owed all the same
        } catch (Exception e) { // thrown on, it would end the kernel
            if (options().exceptionPolicy() == ExceptionPolicy.DIE) {
                throw e;
            }
            Logs.CLIENT.error("{}: 'disconnected' failed", session, e);
        }
    }
}
