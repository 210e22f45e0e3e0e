package dev.usher.component.bayeux;

import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.http.Mount;
import dev.usher.component.internal.TrustedPeers;
import dev.usher.component.websocket.Origins;
import dev.usher.component.websocket.SlowConsumer;
import dev.usher.component.websocket.WebSocketConnection;
import dev.usher.component.websocket.WebSocketServer;
import dev.usher.filters.bayeux.ChannelName;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * A Bayeux server (POE::Component::Server::Bayeux), described and found to be possible. Immutable; may be started any
 * number of times, in any kernel, and mounted on any number of HTTP servers.
 */
public final class BayeuxServer implements Mount<BayeuxListener> {

    /** Sent to the server by a session: it becomes a client, if it is none yet, and gets a channel's messages. */
    public static final Event<Subscribe> SUBSCRIBE = Event.named("subscribe", Subscribe.class);

    /** Sent to the server: ends a subscription; nothing happens if there is none. */
    public static final Event<Unsubscribe> UNSUBSCRIBE = Event.named("unsubscribe", Unsubscribe.class);

    /** Sent to the server: tells all subscribers. */
    public static final Event<Publish> PUBLISH = Event.named("publish", Publish.class);

    /** Sent to the server: tells one client. */
    public static final Event<ClientPush> CLIENT_PUSH = Event.named("client_push", ClientPush.class);

    /** Sent to the server: forgets the client of an id. */
    public static final Event<String> CLIENT_DISCONNECT = Event.named("client_disconnect", String.class);

    /** Sent to the server: runs something later, once for each name. */
    public static final Event<DelaySub> DELAY_SUB = Event.named("delay_sub", DelaySub.class);

    /** Sent to the server: as {@link BayeuxListener#drain}. */
    public static final Event<Void> DRAIN = Event.named("drain");

    /** Sent to the server: as {@link BayeuxListener#shutdown()}. */
    public static final Event<Void> SHUTDOWN = Event.named("shutdown");

    /** What a local session's messages become unless it says another event. */
    public static final Event<dev.usher.filters.bayeux.BayeuxMessage> DELIVER = Subscription.DELIVER;

    final HttpServerBuilder http; // or null: it is only to be mounted
    final String alias;
    final Logger logger;
    final boolean anonPublish;
    final boolean anonService;
    final boolean acknowledge;
    final boolean echo;
    final boolean passId;
    final boolean passExt;
    final boolean trustBrowser;
    final boolean commentFiltered;
    final boolean metaConnectDeliverOnly;
    final Duration timeout;
    final Duration interval;
    final Duration maxInterval;
    final Duration multipleClientsInterval;
    final Duration drainInterval;
    final long patienceNs;
    final long lazyNs;
    final long aclNs;
    final int maxPerBrowser;
    final int clientMaxConnections;
    final int messageRate;
    final int socketMark;
    final List<String> hosts;
    final TrustedPeers trustedProxies;
    final Set<Transport> transports;
    final Set<String> persistent;
    final List<String> lazy;
    final List<Rule> rules;
    final Map<String, Service> services;
    final Service otherServices; // or null
    final MessageAcl acl; // or null
    final Consumer<? super ServerEvent> callback; // or null
    final List<BayeuxExtension> extensions;
    final BayeuxLimits limits;
    final QueuePolicy queuePolicy;
    final Origins origins;
    final Bus bus;
    final RandomGenerator random;
    private final String cookieAttributes;
    private final WebSocketServer socket; // or null
    private final HttpEntry entry;

    BayeuxServer(BayeuxServerBuilder wanted) {
        http = wanted.http;
        alias = wanted.alias;
        logger = wanted.logger;
        anonPublish = wanted.anonPublish;
        anonService = wanted.anonService;
        acknowledge = wanted.acknowledge;
        echo = wanted.echo;
        passId = wanted.passId;
        passExt = wanted.passExt;
        trustBrowser = wanted.trustBrowser;
        commentFiltered = wanted.commentFiltered;
        metaConnectDeliverOnly = wanted.metaConnectDeliverOnly;
        timeout = wanted.timeout;
        interval = wanted.interval;
        maxInterval = wanted.maxInterval;
        multipleClientsInterval = wanted.multipleClientsInterval;
        drainInterval = wanted.drainInterval;
        patienceNs = wanted.interval.plus(wanted.maxInterval).toNanos();
        lazyNs = wanted.lazyTime.toNanos();
        aclNs = wanted.aclTimeout.toNanos();
        maxPerBrowser = wanted.maxPerBrowser;
        clientMaxConnections = wanted.clientMaxConnections;
        messageRate = wanted.messageRate;
        socketMark = wanted.socketMark;
        hosts = List.copyOf(wanted.hosts);
        trustedProxies = wanted.trustedProxies;
        transports = Set.copyOf(wanted.transports);
        persistent = Set.copyOf(wanted.persistent);
        lazy = List.copyOf(wanted.lazy);
        rules = List.copyOf(wanted.rules);
        services = Map.copyOf(wanted.services);
        otherServices = wanted.otherServices;
        acl = wanted.acl;
        callback = wanted.callback;
        extensions = List.copyOf(wanted.extensions);
        limits = wanted.limits;
        queuePolicy = wanted.queuePolicy;
        origins = wanted.origins;
        bus = wanted.bus;
        random = wanted.random;
        cookieAttributes = "; Path=/; HttpOnly; SameSite=" + wanted.sameSite + (wanted.secureCookie ? "; Secure" : "");
        entry = new HttpEntry(this);
        socket = transports.contains(Transport.WEBSOCKET) ? socket(wanted) : null;
    }

    private WebSocketServer socket(BayeuxServerBuilder wanted) {
        return WebSocketServer.define()
                .alias("")
                .origins(origins)
                .limits(new FrameLimits(limits.bytes(), limits.bytes(), Integer.MAX_VALUE))
                .maxSendSize(Integer.MAX_VALUE)
                .slowConsumer(SlowConsumer.BLOCK)
                .marks(socketMark / 2, socketMark)
                .onMessage((connection, poe, message) -> carrier(connection).came(poe, message))
                .onDrain((connection, poe, left) -> carrier(connection).drained())
                .onDisconnect((connection, poe, end) -> carrier(connection).ended())
                .otherwise((poe, request, response) ->
                        entry.handle(poe, request.connection().mounted(this), request, response))
                .build();
    }

    private WebSocketCarrier carrier(WebSocketConnection connection) {
        return (WebSocketCarrier) connection.attribute(WebSocketCarrier.NAME).orElseGet(() -> {
            WebSocketCarrier made = new WebSocketCarrier(connection.socket().mounted(this), connection);
            connection.attribute(WebSocketCarrier.NAME, made);
            return made;
        });
    }

    /**
     * Begins a server with a port of its own, on all of the machine's IPv4 addresses, at {@code /cometd}.
     *
     * @param port the port; 0 lets the system choose
     * @return what it shall be, to be started
     */
    public static BayeuxServerBuilder at(int port) {
        return new BayeuxServerBuilder().listen(port);
    }

    /**
     * Begins a server that is to be mounted on an HTTP server.
     *
     * @return what it shall be
     */
    public static BayeuxServerBuilder define() {
        return new BayeuxServerBuilder();
    }

    /**
     * Begins a server from the manual's options by name, for programs that are ported. Its defaults are the manual's:
     * port 80, connects held for 120 s, clients forgotten after 120 s.
     *
     * @param options option names and values
     * @return what it shall be, to be started; what is wrong with the values is reported with everything else, then
     */
    public static BayeuxServerBuilder from(Map<String, ?> options) {
        return BayeuxOptions.read(options);
    }

    /**
     * Starts it as a child of the session whose handler runs, else of the kernel.
     *
     * @param kernel where
     * @return its alias
     */
    public String start(Kernel kernel) {
        if (http == null) {
            throw new IllegalStateException(
                    "this Bayeux server has no port of its own: say listen(port), or mount it on an HTTP server");
        }
        http.start(kernel);
        return alias;
    }

    /**
     * Starts it as a child of the current session.
     *
     * @param poe the session's context
     * @return its alias
     */
    public String start(Context poe) {
        return start(poe.kernel());
    }

    boolean isLazy(String channel) {
        for (String pattern : lazy) {
            if (ChannelName.matches(channel, pattern)) {
                return true;
            }
        }
        return false;
    }

    /** What makes a browser known by a name. */
    String cookie(String name) {
        return HttpEntry.BROWSER + "=" + name + cookieAttributes;
    }

    // ---- on an HTTP server

    @Override
    public void describe(String path, HttpServerBuilder server) {
        if (socket != null) {
            server.mount(path, socket);
        }
        // Some clients add what they send to the path: /cometd/handshake.
        server.handler(
                "^" + Pattern.quote(path) + "(/[a-z]*)?$",
                (poe, request, response) ->
                        entry.handle(poe, request.connection().mounted(this), request, response));
    }

    @Override
    public BayeuxListener begin(Context poe) {
        BayeuxListener listener = new BayeuxListener(this);
        poe.create(BayeuxListener.STATES, listener);
        return listener;
    }
}
