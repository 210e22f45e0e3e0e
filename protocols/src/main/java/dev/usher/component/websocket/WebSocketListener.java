package dev.usher.component.websocket;

import dev.usher.component.http.HttpConnection;
import dev.usher.component.http.HttpError;
import dev.usher.component.http.HttpRequest;
import dev.usher.component.http.HttpResponse;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.Mounted;
import dev.usher.filters.websocket.Close;
import dev.usher.filters.websocket.CloseCode;
import dev.usher.filters.websocket.EncodedMessage;
import dev.usher.filters.websocket.Role;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.network.Link;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A WebSocket server that runs, and the heap of its session: knows its connections, looks after silent ones, ticks. A
 * child of the HTTP server's session that carries it. Belongs to the kernel's thread.
 */
public final class WebSocketListener implements Mounted {
    private static final Event<Void> LOOK = Event.named("websocket_server_look");
    private static final Event<HttpError> FAILED = Event.named("websocket_server_failed", HttpError.class);
    private static final Event<Void> ENDS = Event.named("websocket_server_ends");
    private static final String ALIVE = "websocket_server";

    static final States<WebSocketListener> STATES = States.of(WebSocketListener.class)
            .start(WebSocketListener::start)
            .sig("DIE", WebSocketListener::died)
            .on(Ticks.TICK, WebSocketListener::tick)
            .on(Drain.NEXT, (server, poe) -> server.drain.next(poe))
            .on(LOOK, WebSocketListener::look)
            .on(ENDS, WebSocketListener::ends)
            .on(FAILED, (server, poe, error) -> server.failed(error, poe))
            .on(Watched.ADD, (server, poe, watch) -> server.watched.add(poe, watch))
            .on(Watched.REMOVE, (server, poe, watch) -> server.watched.remove(poe, watch))
            .on(
                    Watched.READY,
                    (server, poe, selected) -> server.watched.ready(server, poe, (Watched.One) selected.extra()))
            .on(WebSocketServer.SHUTDOWN, (server, poe) -> server.shutdown());

    private final WebSocketServer definition;
    private final Set<WebSocketConnection> open = new LinkedHashSet<>();
    private final Admission admission;
    private final Ticks ticks;
    private final Drain drain = new Drain(this);
    private final Rounds rounds = new Rounds();
    private final Counts counts = new Counts();
    private final Watched watched = new Watched();
    private Session session;
    private Close farewell = new Close(CloseCode.GOING_AWAY, "");
    private boolean shuttingDown;
    private long lookDue;

    final Scratch scratch = new Scratch();

    WebSocketListener(WebSocketServer definition) {
        this.definition = definition;
        admission = new Admission(definition);
        ticks = new Ticks(definition);
    }

    // ---- what programs ask

    /** @return the connections whose handshake is done and whose end has not begun, oldest first: a copy */
    public List<WebSocketConnection> connections() {
        return List.copyOf(open);
    }

    /** @return its session */
    public Session session() {
        return session;
    }

    /** @return how much of what it has seen */
    public WebSocketCounts count() {
        return counts.snapshot(open.size());
    }

    /** @return how each connection stands, those of {@link #connections}, in their order */
    public List<WebSocketState> dump() {
        return open.stream().map(WebSocketConnection::state).toList();
    }

    /** @return whether it takes no more connections */
    public boolean isShuttingDown() {
        return shuttingDown;
    }

    // ---- other links

    /**
     * Watches a link of the program's own: the hook is told, in this server's session, when it can be read. One that is
     * watched already stays as it is, with a warning.
     *
     * @param link any of this kernel's network
     * @param hook is told
     */
    public void watchReadable(Link link, WebSocketHook<WebSocketListener, Link> hook) {
        session.kernel().call(session, Watched.ADD, new Watched.One(link, true, hook));
    }

    /**
     * Watches a link of the program's own: the hook is told, in this server's session, when it can be written.
     *
     * @param link any of this kernel's network
     * @param hook is told
     */
    public void watchWritable(Link link, WebSocketHook<WebSocketListener, Link> hook) {
        session.kernel().call(session, Watched.ADD, new Watched.One(link, false, hook));
    }

    /** @return what is watched for reading, and who is told: a copy */
    public Map<Link, WebSocketHook<WebSocketListener, Link>> watchedReadable() {
        return watched.all(true);
    }

    /** @return what is watched for writing, and who is told: a copy */
    public Map<Link, WebSocketHook<WebSocketListener, Link>> watchedWritable() {
        return watched.all(false);
    }

    /**
     * @param link that may be watched for reading
     * @return who is told
     */
    public Optional<WebSocketHook<WebSocketListener, Link>> watchedReadable(Link link) {
        return watched.one(link, true);
    }

    /**
     * @param link that may be watched for writing
     * @return who is told
     */
    public Optional<WebSocketHook<WebSocketListener, Link>> watchedWritable(Link link) {
        return watched.one(link, false);
    }

    /** @param links not to be watched for reading any more; also in their own hook */
    public void unwatchReadable(Link... links) {
        for (Link link : links) {
            session.kernel().call(session, Watched.REMOVE, new Watched.One(link, true, null));
        }
    }

    /** @param links not to be watched for writing any more; also in their own hook */
    public void unwatchWritable(Link... links) {
        for (Link link : links) {
            session.kernel().call(session, Watched.REMOVE, new Watched.One(link, false, null));
        }
    }

    // ---- sending to many

    /**
     * Sends a text to all connections, encoded and compressed once.
     *
     * @param message any
     * @return how many have taken it
     */
    public int broadcastUtf8(String message) {
        return broadcast(EncodedMessage.text(message));
    }

    /**
     * Sends bytes to all connections, encoded and compressed once.
     *
     * @param message any
     * @return how many have taken it
     */
    public int broadcastBinary(byte[] message) {
        return broadcast(EncodedMessage.binary(message));
    }

    /**
     * Sends a message to all connections.
     *
     * @param message encoded once
     * @return how many have taken it
     */
    public int broadcast(EncodedMessage message) {
        return broadcast(connection -> true, message);
    }

    /**
     * Sends a message to some connections.
     *
     * @param to which
     * @param message encoded once
     * @return how many have taken it
     */
    public int broadcast(Predicate<? super WebSocketConnection> to, EncodedMessage message) {
        int taken = 0;
        for (WebSocketConnection connection : open.toArray(new WebSocketConnection[0])) {
            if (connection.isReady() && to.test(connection) && connection.send(message)) {
                taken++;
            }
        }
        return taken;
    }

    // ---- ending

    /**
     * Breaks a connection now: no close frame, and nobody is told.
     *
     * @param connection to be broken
     */
    public void disconnect(WebSocketConnection connection) {
        connection.drop();
    }

    /**
     * Calls {@code onShutdown}, takes no more connections, and ends those there are with 1001. A server of its own port
     * stops listening; one that is mounted leaves the HTTP server as it is.
     */
    public void shutdown() {
        shutdown(CloseCode.GOING_AWAY.value());
    }

    /**
     * The same with another code.
     *
     * @param code 1012 says that it will be back soon
     */
    public void shutdown(int code) {
        if (shuttingDown) {
            return;
        }
        farewell = Checked.close(Role.SERVER, code, "");
        if (definition.http != null) {
            session.kernel().call(session.parent().orElseThrow(), HttpServer.SHUTDOWN);
            return;
        }
        session.kernel().call(session, ENDS);
        if (!drain.isOn()) {
            connections()
                    .forEach(connection -> connection.in(
                            Frames.END, new WebSocketEndpoint.Ending(farewell, Disconnection.Cause.SHUTDOWN)));
        }
    }

    // ---- for connections

    WebSocketServer definition() {
        return definition;
    }

    Counts counts() {
        return counts;
    }

    Close farewell() {
        return farewell;
    }

    /** The status to refuse one more with, if it must be. */
    OptionalInt refusal(String address, long nowNs) {
        return admission.refusal(address, open.size(), nowNs);
    }

    boolean isDraining() {
        return shuttingDown && drain.isOn();
    }

    void opened(WebSocketConnection connection) {
        open.add(connection);
        rounds.join(connection);
        admission.opened(connection.ip());
    }

    void left(WebSocketConnection connection) {
        if (open.remove(connection)) {
            rounds.leave(connection);
            admission.left(connection.ip());
        }
    }

    // ---- from the HTTP server

    @Override
    public void connected(Context poe, HttpConnection http) {
        if (definition.http != null) {
            connect(poe, http);
        }
    }

    private WebSocketConnection connect(Context poe, HttpConnection http) {
        WebSocketConnection connection = new WebSocketConnection(this, http);
        http.successor(connection);
        if (definition.connect != null) {
            try {
                definition.connect.on(this, poe, connection);
            } catch (Throwable e) {
                connection.threw(poe, e);
                connection.close();
            }
        }
        return connection;
    }

    void asked(Context poe, HttpRequest request, HttpResponse response) throws Exception {
        boolean upgrade = request.head().asksUpgrade("websocket");
        if (!upgrade && definition.fallback != null) {
            definition.fallback.handle(poe, request, response);
            return;
        }
        HttpConnection http = request.connection();
        WebSocketConnection connection =
                http.successor().isPresent() ? WebSocketConnection.of(http) : connect(poe, http);
        if (!http.aborted() && connection.phase() == WebSocketEndpoint.Phase.CONNECTED) {
            connection.opening().begin(poe, request, response);
        }
    }

    @Override
    public boolean failed(Context poe, HttpError error) {
        if (definition.http == null || definition.failed == null) {
            return false;
        }
        poe.call(session, FAILED, error);
        return true;
    }

    private void failed(HttpError error, Context poe) {
        try {
            definition.failed.on(this, poe, error);
        } catch (Throwable e) {
            Logs.SERVER.error("{}: 'error' failed", session, e);
        }
    }

    @Override
    public void shutdown(Context poe) {
        poe.call(session, ENDS);
    }

    // ---- its session

    private void start(Context poe) {
        session = poe.session();
        poe.refcountIncrement(session.id(), ALIVE);
        if (!definition.alias.isEmpty() && !poe.aliasSet(definition.alias).ok()) {
            Logs.SERVER.warn("{}: the alias '{}' is taken by another session", session, definition.alias);
        }
        ticks.start(poe);
        if (definition.terms.silenceNs > 0) {
            lookDue = now(poe) + lookNs();
            poe.delaySetNs(LOOK, lookNs(), null);
        }
        definition.readable.forEach((link, hook) -> watched.add(poe, new Watched.One(link, true, hook)));
        definition.writable.forEach((link, hook) -> watched.add(poe, new Watched.One(link, false, hook)));
    }

    private static long now(Context poe) {
        return poe.kernel().clock().nanoTime();
    }

    /** One group's turn: a round takes half the time of silence. */
    private long lookNs() {
        return Math.max(1, definition.terms.silenceNs / 2 / Rounds.GROUPS);
    }

    private void tick(Context poe) {
        ticks.next(poe);
        tell(poe, definition.tick, "tick");
    }

    /** Input has been read before this: an alarm comes behind the links of its turn. */
    private void look(Context poe) {
        long now = now(poe);
        boolean late = now - lookDue > lookNs(); // whose silence that was nobody can say
        lookDue = now + lookNs();
        poe.delaySetNs(LOOK, lookNs(), null);
        for (WebSocketConnection connection : rounds.next()) {
            Frames frames = connection.frames();
            if (connection.isReady()
                    && !frames.isPaused()
                    && frames.pulse().isGone(now, late ? 0 : definition.terms.pongNs)) {
                connection.in(
                        Frames.END,
                        new WebSocketEndpoint.Ending(
                                new Close(CloseCode.GOING_AWAY, "no pong"), Disconnection.Cause.TIMEOUT));
            }
        }
    }

    private void ends(Context poe) {
        if (shuttingDown) {
            return;
        }
        tell(poe, definition.shutdown, "shutdown");
        shuttingDown = true;
        watched.clear(poe);
        poe.alarmRemoveAll();
        poe.aliasList().forEach(poe::aliasRemove);
        if (drain.isOn()) {
            drain.begin(poe);
        } else {
            over(poe);
        }
    }

    /** All are told of the end: nothing keeps its session any more. */
    void over(Context poe) {
        poe.refcountDecrement(session.id(), ALIVE);
    }

    private void tell(Context poe, Handlers.Plain<WebSocketListener> hook, String name) {
        if (hook != null) {
            try {
                hook.on(this, poe);
            } catch (Throwable e) {
                Logs.SERVER.error("{}: '{}' failed", session, name, e);
            }
        }
    }

    private void died(Context poe, SignalInfo signal) {
        if (signal.death().destination() == session) {
            Logs.SERVER.error(
                    "{}: {}", session, signal.death().where(), signal.death().error());
            poe.sigHandled();
        }
    }

    @Override
    public String toString() {
        return "WebSocketListener " + session;
    }
}
