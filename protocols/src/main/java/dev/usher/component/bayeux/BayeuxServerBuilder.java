package dev.usher.component.bayeux;

import dev.usher.component.DefinitionException;
import dev.usher.component.http.HttpListener;
import dev.usher.component.http.HttpServer;
import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.internal.TrustedPeers;
import dev.usher.component.websocket.Origins;
import dev.usher.filters.http.HttpLimits;
import dev.usher.kernel.Context;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.Kernel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how a {@link BayeuxServer} shall be. Each verb changes this builder and answers it; what is wrong is told all at
 * once by {@link #build}. Not thread-safe.
 */
public final class BayeuxServerBuilder extends BayeuxRulesBuilder<BayeuxServerBuilder>
        implements Supplier<BayeuxServer> {
    private static final int REQUESTS = 1_000_000; // of a connection: each poll is one

    HttpServerBuilder http; // or null
    private Map<String, Object> fallback = Map.of(); // for what nobody else answers
    String path = "/cometd";
    String alias = "bayeux";
    Logger logger = LoggerFactory.getLogger(BayeuxServer.class);
    Duration timeout = Duration.ofSeconds(30);
    Duration interval = Duration.ZERO;
    Duration maxInterval = Duration.ofSeconds(10);
    Duration multipleClientsInterval = Duration.ofSeconds(2);
    Duration drainInterval = Duration.ofSeconds(5);
    Duration lazyTime = Duration.ofSeconds(5);
    int maxPerBrowser = 1;
    int socketMark = 262_144;
    List<String> hosts = List.of();
    private final Set<String> proxies = new LinkedHashSet<>();
    TrustedPeers trustedProxies = TrustedPeers.NONE;
    Set<Transport> transports = EnumSet.allOf(Transport.class);
    Origins origins = Origins.same();
    private boolean built;

    BayeuxServerBuilder() {}

    @Override
    BayeuxServerBuilder self() {
        return this;
    }

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
            if (pattern.equals(PlainFiles.BELOW_ALL)) {
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
     * @param addresses of proxies whose X-Forwarded-For is believed, more than before: numeric, or blocks of them,
     *     {@code 10.0.0.0/8}; {@code LOCAL} for UNIX sockets
     * @return this
     */
    public BayeuxServerBuilder trustedProxies(String... addresses) {
        proxies.addAll(List.of(addresses));
        try {
            trustedProxies = TrustedPeers.of(proxies);
        } catch (IllegalArgumentException e) {
            errors.add("trustedProxies: " + e.getMessage());
        }
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
