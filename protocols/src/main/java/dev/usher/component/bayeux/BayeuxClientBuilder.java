package dev.usher.component.bayeux;

import dev.usher.component.DefinitionException;
import dev.usher.filters.bayeux.Json;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.MutableFields;
import dev.usher.kernel.Context;
import dev.usher.kernel.Kernel;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how a {@link BayeuxClient} shall be. Each verb changes this builder and answers it; what is wrong is told all at
 * once by {@link #build}. Not thread-safe.
 */
public final class BayeuxClientBuilder {
    private static final int HTTP = 80;

    final List<String> errors = new ArrayList<>();
    String host = "";
    int port = HTTP;
    String path = "/cometd";
    String alias = "bayeux_client";
    Logger logger = LoggerFactory.getLogger(BayeuxClient.class);
    List<Transport> transports = List.of(Transport.WEBSOCKET, Transport.LONG_POLLING);
    final MutableFields headers = new MutableFields();
    Object ext;
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
            if ("https".equals(uri.getScheme())) {
                errors.add("https needs TLS, which this client has not yet: say http");
            } else if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
                errors.add("a server is http://host:port/path, not '" + text + "'");
            } else {
                String name = uri.getHost();
                host(name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
                port(uri.getPort() < 0 ? HTTP : uri.getPort());
                if (!uri.getRawPath().isEmpty()) {
                    path(uri.getRawPath());
                }
            }
        } catch (URISyntaxException e) {
            errors.add("a server is http://host:port/path, not '" + text + "'");
        }
        return this;
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
     * Says a field of each request, as a proxy or the server may want it.
     *
     * @param name such as Authorization or Cookie
     * @param value its value
     * @return this
     */
    public BayeuxClientBuilder header(String name, String value) {
        try {
            headers.add(FieldName.of(name), value);
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
            ext = Json.of(said).value();
        } catch (IllegalArgumentException e) {
            errors.add("ext: " + e.getMessage());
        }
        if (ext != null && !(ext instanceof java.util.Map)) {
            errors.add("ext must be an object, not " + Json.of(said));
        }
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
