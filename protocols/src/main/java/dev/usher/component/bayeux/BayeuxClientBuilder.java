package dev.usher.component.bayeux;

import dev.usher.component.DefinitionException;
import dev.usher.component.http.Cookie;
import dev.usher.component.tcp.ClientProxy;
import dev.usher.filters.bayeux.Json;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.MutableFields;
import dev.usher.kernel.Context;
import dev.usher.kernel.Kernel;
import dev.usher.tls.Tls;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how a {@link BayeuxClient} shall be. Each verb changes this builder and answers it; what is wrong is told all at
 * once by {@link #build}. Not thread-safe.
 */
public final class BayeuxClientBuilder {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    final List<String> errors = new ArrayList<>();
    String host = "";
    boolean secure;
    ClientProxy proxy; // or null
    final Map<String, String> cookies = new LinkedHashMap<>();
    private int port; // 0: what the scheme says
    private Tls tls; // or null
    String path = "/cometd";
    String alias = "bayeux_client";
    Logger logger = LoggerFactory.getLogger(BayeuxClient.class);
    List<Transport> transports = List.of(Transport.WEBSOCKET, Transport.LONG_POLLING);
    final MutableFields headers = new MutableFields();
    Supplier<?> ext = () -> null;
    final List<ClientExtension> extensions = new ArrayList<>();
    boolean acknowledge = true;
    Duration backoffStep = Duration.ofSeconds(1);
    Duration backoffMost = Duration.ofSeconds(30);
    Duration maxNetworkDelay = Duration.ofSeconds(10);
    long maxAnswer = 16 << 20;
    int maxQueued = 10_000;
    MessageHook error;
    StateHook stateHook;
    Reload reload;

    BayeuxClientBuilder() {}

    // ---- whom to

    BayeuxClientBuilder uri(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
                errors.add("a server is http://host:port/path or https, not '" + text + "'");
            } else if (uri.getUserInfo() != null) {
                errors.add("who the client is goes into a header or ext, not into the URI of its server");
            } else {
                String name = uri.getHost();
                host(name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
                secure(scheme.equals("https"));
                if (uri.getPort() >= 0) {
                    port(uri.getPort());
                }
                String where = uri.getRawPath().isEmpty() ? path : uri.getRawPath();
                path(uri.getRawQuery() == null ? where : where + "?" + uri.getRawQuery());
            }
        } catch (URISyntaxException e) {
            errors.add("a server is http://host:port/path or https, not '" + text + "'");
        }
        return this;
    }

    BayeuxClientBuilder secure(boolean on) {
        secure = on;
        return this;
    }

    int port() {
        return port != 0 ? port : secure ? HTTPS : HTTP;
    }

    /** Null for plain text. */
    Tls tls() {
        return secure && tls == null ? Tls.client().alpn("http/1.1").define() : tls;
    }

    BayeuxClientBuilder host(String name) {
        host = name;
        return this;
    }

    BayeuxClientBuilder port(int number) {
        if (number < 1 || number > 65_535) {
            errors.add("the port must be 1 to 65535, not " + number);
        }
        port = number;
        return this;
    }

    BayeuxClientBuilder path(String where) {
        if (!where.startsWith("/")) {
            errors.add("the path must begin with '/', not '" + where + "'");
        }
        path = where;
        return this;
    }

    /**
     * @param which ways to reach the server, the best first; websocket and long-polling unless said
     * @return this
     */
    public BayeuxClientBuilder transports(Transport... which) {
        transports = List.of(which);
        if (which.length == 0) {
            errors.add("transports needs at least one");
        }
        return this;
    }

    /**
     * How TLS is done, of {@code https}; unless said it trusts whom the JDK trusts. The server's certificate must be
     * for the URI's host, by each transport. What fails of that is a connection that is lost.
     *
     * @param how of a client
     * @return this
     */
    public BayeuxClientBuilder tls(Tls how) {
        if (how.isServer()) {
            errors.add("tls must be of a client: Tls.client()");
        }
        tls = how;
        return this;
    }

    /**
     * Connects by way of a proxy, by each transport: with the proxy first, which connects to the server; TLS is with
     * the server.
     *
     * @param through which proxy
     * @return this
     */
    public BayeuxClientBuilder proxy(ClientProxy through) {
        proxy = through;
        return this;
    }

    /**
     * Says a field of each request to the server.
     *
     * @param name such as Authorization or Origin
     * @param value its value
     * @return this
     */
    public BayeuxClientBuilder header(String name, String value) {
        try {
            FieldName field = FieldName.of(name);
            if (field.equals(FieldName.COOKIE)) {
                throw new IllegalArgumentException(
                        "cookies are said by cookie(name, value), beside those of the server");
            }
            headers.add(field, value);
        } catch (IllegalArgumentException e) {
            errors.add(e.getMessage());
        }
        return this;
    }

    /**
     * Says a cookie with each request, unless the server sets or forgets it.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public BayeuxClientBuilder cookie(String name, String value) {
        try {
            Cookie.of(name, value); // is it possible?
            cookies.put(name, value);
        } catch (IllegalArgumentException e) {
            errors.add(e.getMessage());
        }
        return this;
    }

    // ---- what it says

    /**
     * @param name of its session; empty for none; {@code bayeux_client} unless said
     * @return this
     */
    public BayeuxClientBuilder alias(String name) {
        alias = name;
        return this;
    }

    /**
     * @param own what logs
     * @return this
     */
    public BayeuxClientBuilder logger(Logger own) {
        logger = own;
        return this;
    }

    /**
     * @param said in {@code ext} of each handshake, such as a name and a password
     * @return this
     */
    public BayeuxClientBuilder ext(Object said) {
        try {
            Object value = Json.of(said).value();
            if (value != null && !(value instanceof Map)) {
                errors.add("ext must be an object, not " + Json.of(said));
            }
            ext = () -> value;
        } catch (IllegalArgumentException e) {
            errors.add("ext: " + e.getMessage());
        }
        return this;
    }

    /**
     * What is said in {@code ext} of a handshake, asked before each: for what does not last, such as a token.
     *
     * @param said answers an object, or null for nothing; where it throws, the handshake fails and is tried again later
     * @return this
     */
    public BayeuxClientBuilder ext(Supplier<?> said) {
        ext = said;
        return this;
    }

    /**
     * @param extension sees all messages, behind those given before
     * @return this
     */
    public BayeuxClientBuilder extend(ClientExtension extension) {
        extensions.add(extension);
        return this;
    }

    /**
     * Whether it says which messages it got, so that a server that knows the ack extension sends again, in order, what
     * was lost.
     *
     * @param on so unless said
     * @return this
     */
    public BayeuxClientBuilder acknowledge(boolean on) {
        acknowledge = on;
        return this;
    }

    /**
     * Takes the place of a client that has gone without a goodbye.
     *
     * @param left what that one has left
     * @return this
     */
    public BayeuxClientBuilder reload(Reload left) {
        reload = left;
        return this;
    }

    // ---- what it is told

    /**
     * @param hook told of replies of failure, and of messages that were lost, for which nobody else has asked
     * @return this
     */
    public BayeuxClientBuilder errorCallback(MessageHook hook) {
        error = hook;
        return this;
    }

    /**
     * @param hook told whenever it comes up, goes down, or changes otherwise
     * @return this
     */
    public BayeuxClientBuilder onState(StateHook hook) {
        stateHook = hook;
        return this;
    }

    // ---- times and limits

    /**
     * How long it waits before it tries again: not at all, then so much longer after each failure in a row.
     *
     * @param step 1 s unless said
     * @param most 30 s unless said
     * @return this
     */
    public BayeuxClientBuilder backoff(Duration step, Duration most) {
        if (step.isNegative() || most.compareTo(step) < 0) {
            errors.add("backoff goes from zero or more to no less, not from " + step + " to " + most);
        }
        backoffStep = step;
        backoffMost = most;
        return this;
    }

    /**
     * @param time for which it waits for an answer, beyond what the server holds it; then it takes the connection for
     *     lost. 10 s unless said
     * @return this
     */
    public BayeuxClientBuilder maxNetworkDelay(Duration time) {
        if (time.isNegative() || time.isZero()) {
            errors.add("maxNetworkDelay must be more than zero, not " + time);
        } else {
            maxNetworkDelay = time;
        }
        return this;
    }

    /**
     * @param bytes of an answer that are taken; 16 MiB unless said
     * @return this
     */
    public BayeuxClientBuilder maxAnswer(int bytes) {
        maxAnswer = bytes;
        return this;
    }

    /**
     * @param most messages that wait until it is connected; more fail. 10,000 unless said
     * @return this
     */
    public BayeuxClientBuilder maxQueued(int most) {
        maxQueued = most;
        return this;
    }

    // ---- the end

    /**
     * Checks all of it.
     *
     * @return the client
     * @throws DefinitionException names everything that is wrong
     */
    public BayeuxClient build() {
        List<String> wrong = new ArrayList<>(errors);
        if (host.isEmpty() && wrong.isEmpty()) {
            wrong.add("Host is needed: the server's name or address");
        }
        if (tls != null && !secure) {
            wrong.add("tls is for https (SSL), not for http");
        }
        if (!wrong.isEmpty()) {
            throw new DefinitionException("this Bayeux client", wrong);
        }
        return new BayeuxClient(this);
    }

    /**
     * Builds and starts it.
     *
     * @param kernel where
     * @return the client
     */
    public BayeuxConnection start(Kernel kernel) {
        return build().start(kernel);
    }

    /**
     * Builds and starts it as a child of the current session.
     *
     * @param poe the session's context
     * @return the client
     */
    public BayeuxConnection start(Context poe) {
        return build().start(poe);
    }
}
