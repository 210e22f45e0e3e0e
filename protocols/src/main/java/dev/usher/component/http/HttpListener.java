package dev.usher.component.http;

import dev.usher.component.tcp.Endpoint;
import dev.usher.component.tcp.Proxied;
import dev.usher.component.tcp.ProxyGate;
import dev.usher.filters.http.ResponseEncoder;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.tls.TlsException;
import dev.usher.wheel.HandshakeFailure;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import dev.usher.wheel.SocketFactoryBuilder;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The heap of a server's session: listens, accepts and counts. Belongs to the kernel's thread. */
public final class HttpListener {
    private static final Event<Opened> ACCEPTED = Event.named("http_server_got_connection", Opened.class);
    private static final Event<IoError> FAILED = Event.named("http_server_got_error", IoError.class);
    private static final Event<HandshakeFailure> NOT_AGREED =
            Event.named("http_server_got_handshake_failure", HandshakeFailure.class);
    private static final Event<Opened> AGREED_BEHIND = Event.named("http_server_got_tls_behind_proxy", Opened.class);
    private static final Event<IoError> NOT_AGREED_BEHIND =
            Event.named("http_server_got_tls_error_behind_proxy", IoError.class);
    private static final Event<Void> RETRY = Event.named("http_server_retry");
    private static final Event<Void> ACCEPT_AGAIN = Event.named("http_server_accept_again");
    private static final Event<Void> CUT = Event.named("http_server_shutdown_time_over");
    private static final Duration ACCEPT_PAUSE = Duration.ofSeconds(1);

    /** A connection's session ends. */
    static final Event<HttpConnection> ENDED = Event.named("http_server_connection_ended", HttpConnection.class);

    static final States<HttpListener> STATES = States.of(HttpListener.class)
            .start(HttpListener::start)
            .sig("DIE", HttpListener::died)
            .sig("shutdown", (listener, poe, signal) -> listener.shutdown(poe))
            .sig("daemon_child", (listener, poe, signal) -> listener.tellParent(poe, WorkerStatus.WAIT))
            .sig("daemon_accept", (listener, poe, signal) -> listener.acceptOne())
            .sig("daemon_shutdown", (listener, poe, signal) -> listener.shutdown(poe))
            .sig("daemon_parent", (listener, poe, signal) -> listener.isParent = true)
            .on(ACCEPTED, HttpListener::accepted)
            .on(FAILED, HttpListener::failed)
            .on(ProxyGate.PASSED, HttpListener::passed)
            .on(ProxyGate.REFUSED, HttpListener::refused)
            .on(ProxyGate.LATE, (listener, poe, wheel) -> listener.gate.late(poe, wheel))
            .on(ENDED, HttpListener::ended)
            .on(NOT_AGREED, (listener, poe, failed) -> listener.notAgreed(poe, failed.remote(), failed.error()))
            .on(AGREED_BEHIND, HttpListener::agreedBehind)
            .on(NOT_AGREED_BEHIND, HttpListener::notAgreedBehind)
            .on(HttpServer.TLS_RELOAD, HttpListener::reload)
            .on(RETRY, HttpListener::listen)
            .on(ACCEPT_AGAIN, HttpListener::acceptAgain)
            .on(CUT, HttpListener::cut)
            .on(HttpServer.SHUTDOWN, HttpListener::shutdown)
            .on(HttpServer.DRAIN, HttpListener::drain)
            .answer(HttpServer.HANDLERS_GET, (HttpListener listener, Context poe) -> listener.handlers())
            .on(HttpServer.HANDLERS_SET, (listener, poe, given) -> listener.change(Change.SET, given))
            .on(HttpServer.HANDLERS_ADD, (listener, poe, given) -> listener.change(Change.ADD, given))
            .on(HttpServer.HANDLERS_REMOVE, (listener, poe, given) -> listener.change(Change.REMOVE, given));

    private enum Change {
        SET,
        ADD,
        REMOVE
    }

    private final HttpServer server;
    private final Map<Mount<?>, Mounted> mounted = new LinkedHashMap<>();
    private final ProxyGate gate = new ProxyGate();
    private HandlerTable table;
    private ResponseEncoder encoder; // made for the first connection
    private SocketFactory listener; // null while it does not listen
    private Session session;
    private HttpConnection first; // of those there are, the latest
    private int connections;
    private long accepted;
    private final Map<Long, SocketFactory> behind = new LinkedHashMap<>(); // proxies: those who shake hands, by wheel
    private int mayAccept; // of a worker of several: how many more connections its parent lets it accept
    private boolean isParent;
    private boolean draining;
    private boolean shuttingDown;
    private boolean resting; // the system had no more handles

    HttpListener(HttpServer server) {
        this.server = server;
        table = server.handlers;
    }

    // ---- what programs ask

    /** @return the alias */
    public String alias() {
        return server.alias;
    }

    /** @return how many connections there are */
    public int connections() {
        return connections;
    }

    /** @return how many connections there have been */
    public long accepted() {
        return accepted;
    }

    /** @return how many connections were accepted whose TLS handshake is not done */
    public int handshakes() {
        return (listener == null ? 0 : listener.handshakes()) + behind.size();
    }

    /** @return whether it listens */
    public boolean isListening() {
        return listener != null;
    }

    /** @return the address it is bound to, empty if it does not listen */
    public Optional<SocketAddress> localAddress() {
        return Optional.ofNullable(listener).flatMap(SocketFactory::localAddress);
    }

    /** @return the port it is bound to, 0 if it does not listen */
    public int port() {
        return listener == null ? 0 : listener.port();
    }

    /** @return whether it has been told that it is the parent of several, which accepts nothing itself */
    public boolean isParent() {
        return isParent;
    }

    /** @return the handlers of connections to come, by pattern and special name: a copy */
    public Map<String, Object> handlers() {
        return table.given();
    }

    /** @return the server's session */
    public Session session() {
        return session;
    }

    /** Whose copies the connections have: what their responses begin with is there once for all of them. */
    ResponseEncoder encoder(Stock stock) {
        if (encoder == null) {
            encoder = new ResponseEncoder(stock.date(), server.headers);
        }
        return encoder;
    }

    HandlerTable table() {
        return table;
    }

    // ---- listening

    private void start(Context poe) {
        session = poe.session();
        if (!poe.aliasSet(server.alias).ok()) {
            Logs.SERVER.warn("{}: the alias '{}' is taken by another session", session, server.alias);
        }
        if (server.secondAlias != null) {
            poe.aliasSet(server.secondAlias);
        }
        for (Mount<?> mount : server.mounts) {
            mounted.put(mount, mount.begin(poe));
        }
        listen(poe);
    }

    Map<Mount<?>, Mounted> mounted() {
        return mounted;
    }

    private void listen(Context poe) {
        if (shuttingDown) {
            return;
        }
        SocketFactoryBuilder wanted;
        if (server.given != null) {
            wanted = SocketFactory.listen(server.given);
        } else {
            Endpoint.Resolved resolved = server.endpoint.resolve(poe.kernel().network());
            if (resolved.error() != null) {
                poe.deliverLater(FAILED, resolved.error(), 0);
                return;
            }
            wanted = SocketFactory.listen(resolved.address())
                    .backlog(server.backlog)
                    .options(server.sockets);
        }
        wanted.successEvent(ACCEPTED).failureEvent(FAILED).handshakeFailedEvent(NOT_AGREED);
        boolean plain = server.tls == null || server.endpoint.proxies() != null; // a PROXY header comes before TLS
        listener = (plain ? wanted : wanted.tls(server.tls)).open(poe);
        admit();
        if (server.started != null && listener.localAddress().isPresent()) {
            try {
                server.started.on(this, poe);
            } catch (Throwable e) {
                Logs.SERVER.error("{}: 'started' failed", session, e);
            }
        }
    }

    private void failed(Context poe, IoError error) {
        boolean accepting = error.operation().equals("accept");
        HttpError told = HttpError.of(error, null);
        boolean known = false;
        for (Mounted component : mounted.values()) {
            known |= component.failed(poe, told);
        }
        if (table.onError != null) {
            try {
                table.onError.error(poe, told);
            } catch (Throwable e) {
                Logs.SERVER.error("{}: 'on_error' failed", session, e);
            }
        } else if (!known) {
            boolean retries = !accepting && !server.retry.isZero();
            Logs.SERVER.error(
                    "{}{}: {} failed: {} ({}){}",
                    session,
                    accepting ? "" : " at " + server.endpoint,
                    error.operation(),
                    error.errno(),
                    error.text(),
                    retries ? "; another attempt in " + server.retry.toSeconds() + " s" : "");
        }
        if (accepting) { // handles may be free again soon; until then the poller would report the same for ever
            resting = true;
            admit();
            poe.delay(ACCEPT_AGAIN, ACCEPT_PAUSE);
        } else {
            if (listener != null) {
                listener.close();
                listener = null;
            }
            if (server.retry.isZero()) {
                shutdown(poe);
            } else if (!shuttingDown) {
                poe.delay(RETRY, server.retry);
            }
        }
    }

    private void notAgreed(Context poe, Object with, IoError error) {
        if (table.onError == null) {
            Logs.SERVER.info("{}: TLS with {} failed: {}", session, with, error.text());
            return;
        }
        try {
            table.onError.error(poe, HttpError.of(error, null));
        } catch (Throwable e) {
            Logs.SERVER.error("{}: 'on_error' failed", session, e);
        }
    }

    private void reload(Context poe) {
        if (server.tls == null) {
            Logs.SERVER.warn("{}: '{}' means nothing to a server without TLS", session, HttpServer.TLS_RELOAD);
            return;
        }
        try {
            server.tls.reload();
        } catch (TlsException e) {
            Logs.SERVER.error("{}: the certificates stay as they were: {}", session, e.getMessage());
        }
    }

    private void acceptAgain(Context poe) {
        resting = false;
        admit();
    }

    private void accepted(Context poe, Opened opened) {
        accepted++;
        connections++;
        mayAccept--;
        admit();
        if (server.endpoint.proxies() == null) {
            begin(poe, opened, null);
        } else {
            gate.admit(poe, opened, server.endpoint.proxies());
        }
    }

    private void passed(Context poe, Proxied proxied) {
        if (server.tls == null) {
            SocketAddress proxy = proxied.header().source().isPresent() ? proxied.proxy() : null;
            begin(poe, new Opened(proxied.link(), proxied.client()), proxy);
            return;
        }
        SocketFactory wheel = SocketFactory.upgrade(proxied.link(), proxied.client())
                .tls(server.tls)
                .successEvent(AGREED_BEHIND)
                .failureEvent(NOT_AGREED_BEHIND)
                .open(poe);
        behind.put(wheel.id(), wheel);
    }

    private void agreedBehind(Context poe, Opened opened) {
        SocketAddress peer = opened.link().remoteAddress();
        behind.remove(poe.wheelId());
        begin(poe, opened, opened.remote().equals(peer) ? null : peer);
    }

    private void notAgreedBehind(Context poe, IoError error) {
        behind.remove(poe.wheelId());
        notAgreed(poe, "a client behind a proxy", error);
        leftOne(poe);
    }

    private void refused(Context poe, IoError why) {
        Logs.SERVER.debug("{}: refused a connection: {}", session, why.text());
        leftOne(poe);
    }

    /** The proxy is null unless one has said whose connection it is. */
    private void begin(Context poe, Opened opened, SocketAddress proxy) {
        HttpConnection connection = new HttpConnection(server, this, table, opened, proxy, accepted);
        connection.next = first;
        if (first != null) {
            first.previous = connection;
        }
        first = connection;
        tellParent(poe, WorkerStatus.REQ);
        poe.create(server.connectionStates, connection);
    }

    private void ended(Context poe, HttpConnection connection) {
        if (connection.previous == null) {
            first = connection.next;
        } else {
            connection.previous.next = connection.next;
        }
        if (connection.next != null) {
            connection.next.previous = connection.previous;
        }
        leftOne(poe);
    }

    private void leftOne(Context poe) {
        connections--;
        admit();
        if (connections == 0) {
            tellParent(poe, WorkerStatus.DONE);
            if (shuttingDown) {
                poe.alarmRemoveAll();
            }
        }
    }

    /** Accepts or pauses, by what is allowed now: asked at every change. */
    private void admit() {
        if (listener == null) {
            return;
        }
        boolean room = server.concurrency < 0 || connections < server.concurrency;
        if (room && !resting && (server.prefork == null || mayAccept > 0)) {
            listener.resumeAccept();
        } else {
            listener.pauseAccept();
        }
    }

    // ---- one of several

    private void acceptOne() {
        mayAccept = 1;
        admit();
    }

    private void tellParent(Context poe, WorkerStatus status) {
        if (server.prefork == null) {
            return;
        }
        try {
            server.prefork.on(poe, status);
        } catch (Throwable e) {
            Logs.SERVER.error("{}: 'prefork' failed", session, e);
        }
    }

    // ---- the end

    boolean isDraining() {
        return draining || shuttingDown;
    }

    private void drain(Context poe, Duration time) {
        draining = true;
        if (time != null) {
            poe.delay(HttpServer.SHUTDOWN, time);
        }
    }

    private void shutdown(Context poe) {
        if (shuttingDown) {
            return;
        }
        shuttingDown = true;
        mounted.values().forEach(component -> component.shutdown(poe));
        if (listener != null) {
            listener.close();
            listener = null;
        }
        connections -= gate.waiting();
        gate.close(poe);
        connections -= behind.size();
        behind.values().forEach(SocketFactory::close);
        behind.clear();
        poe.aliasList().forEach(poe::aliasRemove);
        poe.alarmRemoveAll();
        forEach(connection -> poe.call(connection.session(), HttpServer.SHUTDOWN));
        if (connections > 0 && !server.shutdownTime.isZero()) {
            poe.delay(CUT, server.shutdownTime);
        }
    }

    private void cut(Context poe) {
        forEach(connection -> poe.call(connection.session(), HttpConnection.CLOSE));
    }

    private void forEach(Consumer<HttpConnection> action) {
        HttpConnection following;
        for (HttpConnection connection = first; connection != null; connection = following) {
            following = connection.next;
            action.accept(connection);
        }
    }

    // ---- handlers

    private void change(Change change, Object given) {
        List<String> errors = new ArrayList<>();
        HandlerTable changed = switch (change) {
            case SET -> HandlerTable.NONE.add(given, errors);
            case ADD -> table.add(given, errors);
            case REMOVE -> table.remove(given, errors);
        };
        if (errors.isEmpty()) {
            table = changed;
        } else {
            Logs.SERVER.error("{}: the handlers stay as they are: {}", session, String.join("; ", errors));
        }
    }

    /** A fault in one of the listener's own handlers must not end all connections; those of others pass on. */
    private void died(Context poe, SignalInfo signal) {
        if (signal.death().destination() == session) {
            Logs.SERVER.error(
                    "{}: {}", session, signal.death().where(), signal.death().error());
            poe.sigHandled();
        }
    }
}
