package dev.usher.component.bayeux;

import dev.usher.component.DefinitionException;
import dev.usher.component.http.HttpListener;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.websocket.Origins;
import dev.usher.filters.bayeux.ChannelName;
import dev.usher.filters.http.HttpLimits;
import dev.usher.kernel.Context;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.Kernel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how a {@link BayeuxServer} shall be. Each verb changes this builder and answers it; what is wrong is told all at
 * once by {@link #build}. Not thread-safe.
 */
public final class BayeuxServerBuilder implements Supplier<BayeuxServer> {
    private static final int REQUESTS = 1_000_000; // of a connection: each poll is one

    final List<String> errors = new ArrayList<>();
    HttpServerBuilder http; // or null
    private Map<String, Object> fallback = Map.of(); // for what nobody else answers
    String path = "/cometd";
    String alias = "bayeux";
    Logger logger = LoggerFactory.getLogger(BayeuxServer.class);
    boolean anonPublish;
    boolean anonService;
    boolean echo = true;
    boolean passId = true;
    boolean passExt;
    boolean trustBrowser;
    boolean commentFiltered;
    boolean metaConnectDeliverOnly;
    boolean secureCookie;
    String sameSite = "Lax";
    Duration timeout = Duration.ofSeconds(30);
    Duration interval = Duration.ZERO;
    Duration maxInterval = Duration.ofSeconds(10);
    Duration multipleClientsInterval = Duration.ofSeconds(2);
    Duration drainInterval = Duration.ofSeconds(5);
    Duration lazyTime = Duration.ofSeconds(5);
    Duration aclTimeout = Duration.ofSeconds(10);
    int maxPerBrowser = 1;
    int clientMaxConnections = 10;
    int messageRate;
    int socketMark = 262_144;
    List<String> hosts = List.of();
    final Set<String> trustedProxies = new LinkedHashSet<>();
    Set<Transport> transports = EnumSet.allOf(Transport.class);
    final Set<String> persistent = new LinkedHashSet<>();
    final List<String> lazy = new ArrayList<>();
    final List<Rule> rules = new ArrayList<>();
    final Map<String, Service> services = new HashMap<>();
    Service otherServices;
    MessageAcl acl;
    Consumer<? super ServerEvent> callback;
    final List<BayeuxExtension> extensions = new ArrayList<>();
    BayeuxLimits limits = BayeuxLimits.DEFAULT;
    QueuePolicy queuePolicy = QueuePolicy.DROP_OLDEST;
    Origins origins = Origins.same();
    Bus bus; // null: one of its own
    RandomGenerator random = new SecureRandom();
    private boolean built;

    BayeuxServerBuilder() {}

    // ---- where

    /**
     * Gives it a port of its own.
     *
     * @param port 0 to 65,535; 0 lets the system choose
     * @return this
     */
    public BayeuxServerBuilder listen(int port) {
        return listen(
                HttpServer.at(port).alias("bayeux_http").keepAlive(REQUESTS).keepAliveTimeout(Duration.ofSeconds(30)));
    }

    /**
     * Gives it an HTTP server of its own that says where to listen, and how, and answers all other paths.
     *
     * @param described to be started with this
     * @return this
     */
    public BayeuxServerBuilder listen(HttpServerBuilder described) {
        http = described;
        return this;
    }

    /**
     * @param where as {@link HttpServerBuilder#address} takes it
     * @return this
     */
    public BayeuxServerBuilder address(Object where) {
        own("address").address(where);
        return this;
    }

    /**
     * Called when it listens on its own port.
     *
     * @param hook runs in the HTTP server's session
     * @return this
     */
    public BayeuxServerBuilder started(Handlers.Plain<HttpListener> hook) {
        own("started").started(hook);
        return this;
    }

    /** Those of whole paths go before the server's own path, what begins with a slash alone behind it. */
    void contentHandlers(Map<String, Object> patterns) {
        patterns.forEach((pattern, handler) -> {
            if (pattern.equals("^\\Q/\\E")) {
                fallback = Map.of("", handler);
            } else {
                http.handlers(Map.of(pattern, handler));
            }
        });
    }

    private HttpServerBuilder own(String verb) {
        if (http == null) {
            errors.add(verb + " is for servers with a port of their own: say listen(port) first");
            return HttpServer.at(0);
        }
        return http;
    }

    /**
     * @param where on its own port, {@code /cometd} unless said
     * @return this
     */
    public BayeuxServerBuilder path(String where) {
        if (!where.startsWith("/") || where.length() < 2) {
            errors.add("path must begin with '/' and have a name, not '" + where + "'");
        }
        path = where;
        return this;
    }

    /**
     * @param name of the server's session; empty for none
     * @return this
     */
    public BayeuxServerBuilder alias(String name) {
        alias = name;
        return this;
    }

    /**
     * @param own what logs
     * @return this
     */
    public BayeuxServerBuilder logger(Logger own) {
        logger = own;
        return this;
    }

    /**
     * @param which ways there are to come; all unless said
     * @return this
     */
    public BayeuxServerBuilder transports(Transport... which) {
        transports = which.length == 0 ? EnumSet.noneOf(Transport.class) : EnumSet.copyOf(List.of(which));
        if (transports.isEmpty()) {
            errors.add("transports needs at least one");
        }
        return this;
    }

    /**
     * Which pages' scripts may come: those of the same host and port, unless said. Scripts by callback-polling come
     * from anywhere, unless the cookies of the page's user are asked for by a {@link MessageAcl}, or that transport is
     * left out.
     *
     * @param which others get 403
     * @return this
     */
    public BayeuxServerBuilder origins(Origins which) {
        origins = which;
        return this;
    }

    /**
     * @param addresses of proxies whose X-Forwarded-For is believed
     * @return this
     */
    public BayeuxServerBuilder trustedProxies(String... addresses) {
        trustedProxies.addAll(List.of(addresses));
        return this;
    }

    // ---- times

    /**
     * @param time for which a connect is held while there is nothing to say; 30 s unless said
     * @return this
     */
    public BayeuxServerBuilder timeout(Duration time) {
        timeout = notNegative("timeout", time);
        return this;
    }

    /**
     * @param time that clients shall wait between two connects; none unless said
     * @return this
     */
    public BayeuxServerBuilder interval(Duration time) {
        interval = notNegative("interval", time);
        return this;
    }

    /**
     * @param time after which a client is forgotten that does not connect, beyond the interval; 10 s unless said
     * @return this
     */
    public BayeuxServerBuilder maxInterval(Duration time) {
        maxInterval = notNegative("maxInterval", time);
        return this;
    }

    /**
     * A browser opens few connections to a server, so of several clients in it only some may hold their connects.
     *
     * @param most that may; 0 for all. 1 unless said
     * @param time that the others shall wait between two connects; 2 s unless said
     * @return this
     */
    public BayeuxServerBuilder multipleClients(int most, Duration time) {
        maxPerBrowser = atLeast("multipleClients", most, 0);
        multipleClientsInterval = notNegative("multipleClients", time);
        return this;
    }

    /**
     * @param time for which lazy messages wait for others at most; 5 s unless said
     * @return this
     */
    public BayeuxServerBuilder lazyTime(Duration time) {
        lazyTime = notNegative("lazyTime", time);
        return this;
    }

    /**
     * What clients are told while the server drains.
     *
     * @param time that they shall wait before they come back
     * @param names of other servers to go to; none for this one
     * @return this
     */
    public BayeuxServerBuilder drain(Duration time, String... names) {
        drainInterval = notNegative("drain", time);
        hosts = List.of(names);
        return this;
    }

    // ---- who may do what

    /**
     * @param on whether messages are taken without a handshake; not unless said
     * @return this
     */
    public BayeuxServerBuilder anonPublish(boolean on) {
        anonPublish = on;
        return this;
    }

    /**
     * @param on whether services are for those too who never shook hands; not unless said
     * @return this
     */
    public BayeuxServerBuilder anonService(boolean on) {
        anonService = on;
        return this;
    }

    /**
     * @param judge decides on each message; all are allowed unless said
     * @return this
     */
    public BayeuxServerBuilder messageAcl(MessageAcl judge) {
        acl = judge;
        return this;
    }

    /**
     * @param time for a decision that was deferred; 10 s unless said, zero for ever
     * @return this
     */
    public BayeuxServerBuilder aclTimeout(Duration time) {
        aclTimeout = notNegative("aclTimeout", time);
        return this;
    }

    /**
     * Grants rights. Once anything is granted or an authorizer is given, what none of them grants is refused.
     *
     * @param pattern a channel or a pattern
     * @param rights all if none is said
     * @return this
     */
    public BayeuxServerBuilder allow(String pattern, Right... rights) {
        Set<Right> granted = rights.length == 0 ? EnumSet.allOf(Right.class) : EnumSet.copyOf(List.of(rights));
        if (granted.contains(Right.SUBSCRIBE) && rights.length > 0) {
            granted.add(Right.CREATE); // who may only say CREATE where it matters need not say it here
        }
        return authorize(
                pattern,
                (client, right, channel, message) ->
                        granted.contains(right) ? Authorizer.Verdict.GRANT : Authorizer.Verdict.PASS);
    }

    /**
     * Decides on the channels of a pattern. Once anything is granted or an authorizer is given, what none of them
     * grants is refused.
     *
     * @param pattern a channel or a pattern
     * @param authorizer decides
     * @return this
     */
    public BayeuxServerBuilder authorize(String pattern, Authorizer authorizer) {
        channel("authorize", pattern);
        rules.add(new Rule(pattern, authorizer));
        return this;
    }

    /**
     * @param most connects that are held for one address; 0 for any number. 10 unless said
     * @return this
     */
    public BayeuxServerBuilder clientMaxConnections(int most) {
        clientMaxConnections = atLeast("clientMaxConnections", most, 0);
        return this;
    }

    /**
     * @param most messages in a second of a client that has shaken hands; 0, the default, for any number
     * @return this
     */
    public BayeuxServerBuilder messageRate(int most) {
        messageRate = atLeast("messageRate", most, 0);
        return this;
    }

    /**
     * @param on whether a client is only known to the browser that it shook hands from, by its cookie
     * @return this
     */
    public BayeuxServerBuilder sameBrowser(boolean on) {
        trustBrowser = on;
        return this;
    }

    /**
     * The cookie that tells browsers apart.
     *
     * @param mode Strict, Lax, or None, which needs secure
     * @param secure whether it is sent by TLS only
     * @return this
     */
    public BayeuxServerBuilder cookie(String mode, boolean secure) {
        if (!List.of("Strict", "Lax", "None").contains(mode) || mode.equals("None") && !secure) {
            errors.add("cookie must be Strict, Lax, or None and secure, not '" + mode + "'");
        }
        sameSite = mode;
        secureCookie = secure;
        return this;
    }

    // ---- messages

    /**
     * Answers {@code /service/name}.
     *
     * @param name of the service; {@code _handler} for all that have none of their own
     * @param service answers
     * @return this
     */
    public BayeuxServerBuilder service(String name, Service service) {
        if (name.equals("_handler")) {
            otherServices = service;
        } else if (ChannelName.fault("/service/" + name).isPresent() || ChannelName.isPattern("/service/" + name)) {
            errors.add("a service's name is part of a channel, not '" + name + "'");
        } else {
            services.put(name, service);
        }
        return this;
    }

    /**
     * @param told of what happens
     * @return this
     */
    public BayeuxServerBuilder callback(Consumer<? super ServerEvent> told) {
        callback = told;
        return this;
    }

    /**
     * @param extension sees all messages, behind those given before
     * @return this
     */
    public BayeuxServerBuilder extend(BayeuxExtension extension) {
        extensions.add(extension);
        return this;
    }

    /**
     * @param on whether a client gets what it publishes itself, where it has subscribed; so unless said
     * @return this
     */
    public BayeuxServerBuilder echo(boolean on) {
        echo = on;
        return this;
    }

    /**
     * What subscribers get of a message beside channel and data.
     *
     * @param id its id; so unless said
     * @param ext what extensions said in it, which may be the publisher's secret; not unless said
     * @return this
     */
    public BayeuxServerBuilder passOn(boolean id, boolean ext) {
        passId = id;
        passExt = ext;
        return this;
    }

    /**
     * @param pattern a channel or a pattern whose messages need not wake anybody
     * @return this
     */
    public BayeuxServerBuilder lazy(String pattern) {
        channel("lazy", pattern);
        lazy.add(pattern);
        return this;
    }

    /**
     * @param name of a channel that there is whether or not it has subscribers
     * @return this
     */
    public BayeuxServerBuilder persistent(String name) {
        channel("persistent", name);
        if (ChannelName.isPattern(name)) {
            errors.add("persistent needs a channel, not the pattern '" + name + "'");
        }
        persistent.add(name);
        return this;
    }

    /**
     * @param on whether messages come with the answers of connects only, so that their order is strict on any
     *     transport; not unless said
     * @return this
     */
    public BayeuxServerBuilder metaConnectDeliverOnly(boolean on) {
        metaConnectDeliverOnly = on;
        return this;
    }

    /**
     * @param on whether clients that ask for it get their messages in comments: a protection that browsers need no more
     * @return this
     */
    public BayeuxServerBuilder commentFiltered(boolean on) {
        commentFiltered = on;
        return this;
    }

    /**
     * @param most how much is taken and kept
     * @return this
     */
    public BayeuxServerBuilder limits(BayeuxLimits most) {
        limits = most;
        return this;
    }

    /**
     * @param policy what is done when a client's queue is full
     * @return this
     */
    public BayeuxServerBuilder queuePolicy(QueuePolicy policy) {
        queuePolicy = policy;
        return this;
    }

    /**
     * @param carries messages to other servers too; one of its own unless said
     * @return this
     */
    public BayeuxServerBuilder bus(Bus carries) {
        bus = carries;
        return this;
    }

    /**
     * @param source of ids: seeded in tests, and nowhere else
     * @return this
     */
    public BayeuxServerBuilder random(RandomGenerator source) {
        random = source;
        return this;
    }

    private void channel(String verb, String name) {
        ChannelName.fault(name).ifPresent(fault -> errors.add(verb + ": '" + name + "': " + fault));
    }

    private Duration notNegative(String name, Duration time) {
        if (time.isNegative()) {
            errors.add(name + " must be zero or more, not " + time);
            return Duration.ZERO;
        }
        return time;
    }

    private int atLeast(String name, int value, int least) {
        if (value < least) {
            errors.add(name + " must be " + least + " or more, not " + value);
            return least;
        }
        return value;
    }

    // ---- the end

    /**
     * Checks all of it.
     *
     * @return the server
     * @throws DefinitionException names everything that is wrong
     */
    public BayeuxServer build() {
        if (!errors.isEmpty()) {
            throw new DefinitionException("this Bayeux server", errors);
        }
        if (built && http != null) {
            throw new IllegalStateException("this server is built already: start what build() has answered");
        }
        built = true;
        if (bus == null) {
            bus = new LocalBus();
        }
        BayeuxServer server = new BayeuxServer(this);
        if (http != null) {
            if (limits.bytes() > HttpLimits.DEFAULT.content()) {
                http.limits(HttpLimits.DEFAULT.withContent(limits.bytes()));
            }
            http.mount(path, server).handlers(fallback);
        }
        return server;
    }

    /**
     * Builds and starts it.
     *
     * @param kernel where
     * @return its alias
     */
    public String start(Kernel kernel) {
        return build().start(kernel);
    }

    /**
     * Builds and starts it as a child of the current session.
     *
     * @param poe the session's context
     * @return its alias
     */
    public String start(Context poe) {
        return build().start(poe);
    }

    @Override
    public BayeuxServer get() {
        return build();
    }
}
