package dev.usher.component.http;

import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.ResponseEncoder;
import dev.usher.kernel.Context;
import dev.usher.kernel.Death;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.tls.TlsInfo;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * A connection, as its handlers see it, and the heap of its session. Belongs to the kernel's thread. The same object
 * for all of its requests, from {@code on_connect} to {@code on_disconnect}.
 */
public final class HttpConnection {
    static final Event<HttpPart> PART = Event.named("http_server_got_part", HttpPart.class);
    static final Event<IoError> ERROR = Event.named("http_server_got_error", IoError.class);
    static final Event<Void> FLUSHED = Event.named("http_server_flushed");
    static final Event<Void> LOW = Event.named("http_server_low");
    static final Event<HttpResponse> RESUME = Event.named("http_server_resume", HttpResponse.class);
    static final Event<Void> DONE = Event.named("http_server_response_done");
    static final Event<Void> SENT = Event.named("http_server_sent");
    static final Event<Void> CLOSE = Event.named("http_server_close");
    static final Event<Void> PROCEED = Event.named("http_server_proceed");
    static final Event<Void> UPGRADED = Event.named("http_server_upgraded");
    static final Event<Death> THREW = Event.named("http_server_threw", Death.class);

    private final HttpServer server;
    private final HttpListener listener;
    private final HandlerTable table;
    private final long number;
    private final SocketAddress remote;
    private final SocketAddress proxy; // null if the client has connected itself
    private final SocketAddress local;
    private final Optional<TlsInfo> tls;
    private Opened opened; // until the wheel has it
    private ReadWrite<HttpPart, HttpPart> wheel;
    private Conversation conversation;
    private Observation observation;
    private Session session;
    private boolean rejected;
    private boolean beating;
    private boolean aborted;
    private String user = "";
    private String authType = "";
    private Object state;
    private Object attachment; // of a component above, or null
    private Successor successor; // or null

    HttpConnection next; // in the listener's list
    HttpConnection previous;

    HttpConnection(
            HttpServer server,
            HttpListener listener,
            HandlerTable table,
            Opened opened,
            SocketAddress proxy,
            long number) {
        this.server = server;
        this.listener = listener;
        this.table = table;
        this.number = number;
        this.proxy = proxy;
        remote = opened.remote();
        local = opened.link().localAddress();
        tls = opened.tls();
        this.opened = opened;
    }

    /** One table for all connections of a server. */
    static States<HttpConnection> states(States<HttpConnection> own) {
        return own.start(HttpConnection::start)
                .stop(HttpConnection::stop)
                .sig("DIE", HttpConnection::died)
                .on(PART, HttpConnection::part)
                .on(ERROR, HttpConnection::failed)
                .on(FLUSHED, HttpConnection::flushed)
                .on(
                        LOW,
                        (connection, poe) -> connection.conversation.streaming().low(poe))
                .on(
                        RESUME,
                        (connection, poe, asking) ->
                                connection.conversation.streaming().resume(poe, asking))
                .on(DONE, (connection, poe) -> connection.conversation.over(poe))
                .on(SENT, (connection, poe) -> connection.conversation.awaitWrite(poe))
                .on(CLOSE, (connection, poe) -> connection.conversation.close(poe))
                .on(PROCEED, (connection, poe) -> connection.conversation.resumeContent(poe))
                .on(UPGRADED, (connection, poe) -> connection.conversation.deadline.clear(poe))
                .on(HttpServer.SHUTDOWN, HttpConnection::shutdown)
                .on(Deadline.PASSED, (connection, poe) -> connection.conversation.timedOut(poe))
                .on(EventStream.BEAT, (connection, poe, stream) -> stream.beat(poe))
                .on(THREW, HttpConnection::threw);
    }

    // ---- what programs ask

    /** @return its number, counted from 1 by its server: POEx::HTTP::Server's ID */
    public long id() {
        return number;
    }

    /** @return the server's alias and its number, {@code HTTPd-1} */
    public String name() {
        return server.alias + "-" + number;
    }

    /** @return the client's address */
    public SocketAddress remoteAddress() {
        return remote;
    }

    /**
     * @return the address of the proxy that the connection came through, which has said whose it is; empty if the
     *     client has connected itself
     */
    public Optional<SocketAddress> proxiedPeer() {
        return Optional.ofNullable(proxy);
    }

    /** @return the client's numeric address, IPv4 or IPv6, or LOCAL for a UNIX socket */
    public String remoteIp() {
        return new Opened(null, remote).remoteIp();
    }

    /** @return the client's port, 0 for a UNIX socket */
    public int remotePort() {
        return port(remote);
    }

    /** @return the server's address of this connection */
    public SocketAddress localAddress() {
        return local;
    }

    /** @return the server's numeric address of this connection, or LOCAL for a UNIX socket */
    public String localIp() {
        return new Opened(null, local).remoteIp();
    }

    /** @return the server's port of this connection, 0 for a UNIX socket */
    public int localPort() {
        return port(local);
    }

    private static int port(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    /** @return what was agreed on, empty if it goes in plain text: then requests are for {@code http} */
    public Optional<TlsInfo> tls() {
        return tls;
    }

    /** @return whether the server wants no more requests: it was told to DRAIN or to shut down */
    public boolean isDraining() {
        return listener.isDraining();
    }

    /** @return whether it is closed */
    public boolean aborted() {
        return aborted;
    }

    /** @return the user's name, as a handler of this program has found out; empty at first */
    public String user() {
        return user;
    }

    /** @param name for {@link #user()} */
    public void user(String name) {
        user = name;
    }

    /** @return how the user has proved it, as a handler of this program has said; empty at first */
    public String authType() {
        return authType;
    }

    /** @param type for {@link #authType()} */
    public void authType(String type) {
        authType = type;
    }

    /** @return what the program keeps with it */
    public Optional<Object> state() {
        return Optional.ofNullable(state);
    }

    /** @param kept for {@link #state()} */
    public void state(Object kept) {
        state = kept;
    }

    /** @return what the component that answers its requests keeps with it: of several the one that did so last */
    public Optional<Object> attachment() {
        return Optional.ofNullable(attachment);
    }

    /** @param kept for {@link #attachment()}; programs have {@link #state(Object)} */
    public void attach(Object kept) {
        attachment = kept;
    }

    /** @param next is told of this connection's end, and of the server's */
    public void successor(Successor next) {
        successor = next;
    }

    /** @return who goes on with it when its protocol is switched */
    public Optional<Successor> successor() {
        return Optional.ofNullable(successor);
    }

    /**
     * A component that is mounted on this connection's server.
     *
     * @param mount as it was mounted
     * @param <R> what it is while the server runs
     * @return what runs
     */
    @SuppressWarnings("unchecked") // the map is filled by the same mount's own start
    public <R extends Mounted> R mounted(Mount<R> mount) {
        return (R) listener.mounted().get(mount);
    }

    /** @return whether the client has ended its output: nothing more can come, but it may be waiting for answers */
    public boolean inputEnded() {
        return conversation.gate().isEnded();
    }

    /** @return its session */
    public Session session() {
        return session;
    }

    /** @return the wheel; whose it is only after {@link HttpResponse#upgrade}. Empty once it is closed */
    public Optional<ReadWrite<HttpPart, HttpPart>> wheel() {
        return Optional.ofNullable(wheel);
    }

    /** In {@code on_connect}: refuses it. It is closed, and {@code on_disconnect} told. */
    public void reject() {
        rejected = true;
    }

    /** Closes it now, whatever is under way. */
    public void close() {
        conversation.abort();
    }

    @Override
    public String toString() {
        return name() + " from " + remoteIp();
    }

    // ---- its life

    private void start(Context poe) {
        session = poe.session();
        Stock stock = Stock.of(poe.kernel());
        ResponseEncoder encoder = listener.encoder(stock).fresh();
        observation = Observation.of(this, server.observers, poe.kernel().clock());
        observation.connected();
        conversation = new Conversation(this, server, table, stock, encoder);
        listener.mounted().values().forEach(component -> component.connected(poe, this));
        if (table.onConnect != null) {
            conversation.calls().connection(poe, table.onConnect, HandlerTable.ON_CONNECT);
        }
        if (!rejected) {
            wheel = server.wheels.open(poe, opened, conversation.gate(), encoder);
            opened = null;
            conversation.begin(poe, wheel);
        } else {
            conversation.close(poe);
        }
    }

    private void stop(Context poe) {
        if (!aborted) {
            conversation.close(poe); // killed by a signal, say
        }
        poe.call(listener.session(), HttpListener.ENDED, this);
    }

    private void part(Context poe, HttpPart part) {
        conversation.part(poe, part);
    }

    private void shutdown(Context poe) {
        if (successor != null) {
            successor.shutdown(poe);
        }
        conversation.shutdown(poe);
    }

    private void failed(Context poe, IoError error) {
        conversation.failed(poe, error);
    }

    private void flushed(Context poe) {
        conversation.flushed(poe);
    }

    /** Event streams have alarms in its session, which would keep it alive beyond its end. */
    void beats() {
        beating = true;
    }

    void closed(Context poe) {
        aborted = true;
        if (beating) {
            poe.alarmClear(EventStream.BEAT);
        }
        if (successor != null) {
            successor.ended(poe);
        }
        observation.disconnected();
        if (table.onDisconnect != null) {
            conversation.calls().connection(poe, table.onDisconnect, HandlerTable.ON_DISCONNECT);
        }
        if (wheel != null) {
            wheel.close();
            wheel = null;
        }
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }

    void tell(Context poe, HttpError error) {
        conversation.calls().error(poe, table.onError, error);
    }

    /**
     * An exception left a handler of the program's own events in this session; as an event, since DIE must not throw.
     */
    private void died(Context poe, SignalInfo signal) {
        if (signal.death().destination() == session) {
            poe.sigHandled();
            poe.yield(THREW, signal.death());
        }
    }

    private void threw(Context poe, Death death) {
        conversation.calls().threw(poe, death.error());
    }

    // ---- for requests and responses

    HandlerTable newestTable() {
        return listener.table();
    }

    /** What may make content shorter, or null. */
    Compression compression() {
        return server.compression;
    }

    HttpServer server() {
        return server;
    }

    Observation observation() {
        return observation;
    }

    void resume(HttpResponse response) {
        if (conversation.takes(response)) {
            session.kernel().post(session, RESUME, response);
        }
    }

    /** The response that is owed, empty between requests. */
    Optional<HttpResponse> owed() {
        return conversation.isBusy() ? Optional.of(conversation.response()) : Optional.empty();
    }

    boolean takes(HttpResponse response) {
        return conversation.takes(response);
    }

    boolean put(HttpResponse response, HttpPart part) {
        return conversation.put(response, part);
    }

    /** Writes now what the client takes of what was answered, instead of at the end of the slice. */
    public void flush() {
        if (wheel != null) {
            wheel.flush();
        }
    }

    void finished(HttpResponse response) {
        conversation.finished(response);
    }

    void abort(HttpResponse response) {
        if (conversation.takes(response)) {
            conversation.abort();
        }
    }

    void upgraded() {
        conversation.upgraded();
    }

    void pauseContent(HttpRequest request) {
        if (conversation.takes(request.response())) {
            conversation.intake().pause(true);
        }
    }

    void resumeContent(HttpRequest request) {
        if (conversation.takes(request.response())) {
            session.kernel().call(session, PROCEED);
        }
    }
}
