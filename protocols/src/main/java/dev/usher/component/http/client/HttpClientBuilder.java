package dev.usher.component.http.client;

import dev.usher.component.DefinitionException;
import dev.usher.component.tcp.ConnectorBuilder;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.HttpLimits;
import dev.usher.filters.http.MutableFields;
import dev.usher.kernel.Context;
import dev.usher.kernel.Kernel;
import dev.usher.tls.Tls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says how an {@link HttpClient} shall be. Each verb changes this builder and answers it; what is wrong is told all at
 * once by {@link #build}. Not thread-safe.
 */
public final class HttpClientBuilder {
    private static final FieldName PROXY_AUTHORIZATION = FieldName.of("Proxy-Authorization");

    private final List<String> errors = new ArrayList<>();
    String alias = "weeble";
    final MutableFields headers = new MutableFields().add(FieldName.USER_AGENT, "Usher");
    Duration timeout = Duration.ofSeconds(180);
    Duration connectTimeout = Duration.ofSeconds(30);
    Duration headerTimeout = Duration.ZERO;
    Duration idleTimeout = Duration.ZERO;
    Duration continueTimeout = Duration.ofSeconds(1);
    Duration keepAlive = Duration.ofSeconds(15);
    int mostOpen = 128;
    int mostPerHost = 4;
    long maxSize = 16 << 20;
    int mostRedirects;
    boolean decompresses;
    HttpLimits limits = HttpLimits.DEFAULT;
    HttpUri proxy; // or null
    final MutableFields proxyHeaders = new MutableFields();
    final List<String> noProxy = new ArrayList<>();
    final List<Consumer<? super ConnectorBuilder<?, ?>>> carried = new ArrayList<>();
    Tls tls; // or null

    HttpClientBuilder() {}

    /**
     * The name by which other sessions post requests to it; {@code weeble} unless said.
     *
     * @param name of the client's session
     * @return this
     */
    public HttpClientBuilder alias(String name) {
        if (name.isEmpty()) {
            errors.add("alias must have a name: nobody could send requests to a client without");
        }
        alias = name;
        return this;
    }

    // ---- what each request says

    /**
     * What it calls itself in User-Agent; Usher unless said.
     *
     * @param name of a product, such as {@code SpiffCrawler/0.90}; empty for nothing
     * @return this
     */
    public HttpClientBuilder agent(String name) {
        return replace(FieldName.USER_AGENT, name);
    }

    /**
     * Whose requests these are, in From (RFC 9110 §10.1.2).
     *
     * @param mailbox an address of electronic mail; empty for nothing
     * @return this
     */
    public HttpClientBuilder from(String mailbox) {
        return replace(FieldName.of("From"), mailbox);
    }

    private HttpClientBuilder replace(FieldName name, String value) {
        headers.remove(name);
        return value.isEmpty() ? this : field(headers, name.toString(), value);
    }

    /**
     * Says a field of each request that does not say it itself. It goes to every server, so it is no place for secrets.
     *
     * @param name of the field
     * @param value its value
     * @return this
     */
    public HttpClientBuilder header(String name, String value) {
        return field(headers, name, value);
    }

    private HttpClientBuilder field(MutableFields fields, String name, String value) {
        try {
            fields.add(FieldName.of(name), value);
        } catch (IllegalArgumentException e) {
            errors.add(e.getMessage());
        }
        return this;
    }

    // ---- how long

    /**
     * How long a request may take, from its arrival at the client to the end of the answer; 180 s unless said. Waiting
     * for a connection counts.
     *
     * @param time zero for as long as it takes
     * @return this
     */
    public HttpClientBuilder timeout(Duration time) {
        timeout = notNegative("timeout", time);
        return this;
    }

    /**
     * How long all of looking up, connecting, the proxy's answer to CONNECT and TLS may take; 30 s unless said.
     *
     * @param time more than zero
     * @return this
     */
    public HttpClientBuilder connectTimeout(Duration time) {
        if (time.isZero()) {
            errors.add("connectTimeout must be more than zero");
        }
        connectTimeout = notNegative("connectTimeout", time);
        return this;
    }

    /**
     * How long after the end of the request the head of the answer may take; no limit of its own unless said.
     *
     * @param time zero for none
     * @return this
     */
    public HttpClientBuilder headerTimeout(Duration time) {
        headerTimeout = notNegative("headerTimeout", time);
        return this;
    }

    /**
     * How long the content of an answer may pause, unless the program has paused it; no limit unless said. A pause is
     * found after it lasted this long and before twice that.
     *
     * @param time zero for none
     * @return this
     */
    public HttpClientBuilder idleTimeout(Duration time) {
        idleTimeout = notNegative("idleTimeout", time);
        return this;
    }

    /**
     * How long a request that asked for 100 (Continue) waits for it before it sends its content; 1 s unless said.
     *
     * @param time more than zero
     * @return this
     */
    public HttpClientBuilder continueTimeout(Duration time) {
        if (time.isZero()) {
            errors.add("continueTimeout must be more than zero: servers that do not know it say nothing");
        }
        continueTimeout = notNegative("continueTimeout", time);
        return this;
    }

    /**
     * How long a connection waits for another request; 15 s unless said, less if the server says less.
     *
     * @param time zero to keep none
     * @return this
     */
    public HttpClientBuilder keepAlive(Duration time) {
        keepAlive = notNegative("keepAlive", time);
        return this;
    }

    private Duration notNegative(String option, Duration time) {
        if (time.isNegative()) {
            errors.add(option + " must not be negative: " + time);
        }
        return time;
    }

    // ---- how much

    /**
     * How many connections there may be in all; 128 unless said. Requests beyond wait.
     *
     * @param connections 1 or more
     * @return this
     */
    public HttpClientBuilder maxOpen(int connections) {
        mostOpen = (int) atLeast("maxOpen", connections, 1);
        return this;
    }

    /**
     * How many connections there may be to one host and port; 4 unless said. Requests beyond wait.
     *
     * @param connections 1 or more
     * @return this
     */
    public HttpClientBuilder maxPerHost(int connections) {
        mostPerHost = (int) atLeast("maxPerHost", connections, 1);
        return this;
    }

    /**
     * How much content an answer may have, decompressed; 16 MiB unless said. More is a failure, with what came before
     * it.
     *
     * @param bytes 0 for any number, which is for answers told in pieces
     * @return this
     */
    public HttpClientBuilder maxSize(long bytes) {
        maxSize = atLeast("maxSize", bytes, 0);
        return this;
    }

    /**
     * How large heads, trailers and chunk extensions may be.
     *
     * @param most the limits; the one of content is {@link #maxSize}
     * @return this
     */
    public HttpClientBuilder limits(HttpLimits most) {
        limits = most;
        return this;
    }

    private long atLeast(String option, long value, long least) {
        if (value < least) {
            errors.add(option + " must be " + least + " or more, not " + value);
        }
        return value;
    }

    // ---- what it does by itself

    /**
     * How many redirects are followed in a row (RFC 9110 §15.4); none unless said, and one more is the answer. To
     * another origin it does not tell what Authorization and Cookie say.
     *
     * @param most 0 or more
     * @return this
     */
    public HttpClientBuilder followRedirects(int most) {
        mostRedirects = (int) atLeast("followRedirects", most, 0);
        return this;
    }

    /**
     * Asks for gzip and decompresses what comes so.
     *
     * @return this
     */
    public HttpClientBuilder decompress() {
        decompresses = true;
        return this;
    }

    // ---- by way of whom

    /**
     * Asks a proxy.
     *
     * @param uri {@code http://host:port}
     * @return this
     */
    public HttpClientBuilder proxy(String uri) {
        try {
            proxy = HttpUri.of(uri);
            if (proxy.secure() || !proxy.resource().equals("/")) {
                errors.add("a proxy is http://host:port, not '" + uri + "'");
            }
        } catch (IllegalArgumentException e) {
            errors.add("proxy: " + e.getMessage());
        }
        return this;
    }

    /**
     * Hosts that are asked directly all the same.
     *
     * @param hosts names and addresses; {@code .example.com} is all under it
     * @return this
     */
    public HttpClientBuilder noProxy(String... hosts) {
        noProxy.addAll(List.of(hosts));
        return this;
    }

    /**
     * The proxies of the environment: HTTP_PROXY and NO_PROXY, or their names in lower case. Nothing if there are none.
     *
     * @return this
     */
    public HttpClientBuilder proxyOfEnvironment() {
        String uri = environment("http_proxy");
        if (!uri.isEmpty()) {
            proxy(uri.contains("://") ? uri : "http://" + uri);
        }
        for (String host : environment("no_proxy").split(",")) {
            if (!host.isBlank()) {
                noProxy.add(host.strip());
            }
        }
        return this;
    }

    /** In lower case first, since a web server sets HTTP_PROXY to whatever a request says in a field Proxy. */
    private static String environment(String name) {
        String value = System.getenv(name);
        if (value == null && System.getenv("REQUEST_METHOD") == null) {
            value = System.getenv(name.toUpperCase(java.util.Locale.ROOT));
        }
        return value == null ? "" : value.strip();
    }

    /**
     * Says a field of each request to the proxy; none of them reaches a server behind it.
     *
     * @param name such as Proxy-Authorization
     * @param value its value
     * @return this
     */
    public HttpClientBuilder proxyHeader(String name, String value) {
        return field(proxyHeaders, name, value);
    }

    // ---- the connections

    /**
     * Says more of the connections: from which of this machine's addresses, say.
     *
     * @param said gets the description of each place to connect to
     * @return this
     */
    public HttpClientBuilder carrier(Consumer<? super ConnectorBuilder<?, ?>> said) {
        carried.add(said);
        return this;
    }

    /**
     * How TLS is done, of {@code https}; unless said it trusts whom the JDK trusts. The server's certificate must be
     * for the URI's host, and for that of a redirect in turn, also behind a proxy, which sees nothing of what is said.
     *
     * @param how of a client
     * @return this
     */
    public HttpClientBuilder tls(Tls how) {
        if (how.isServer()) {
            errors.add("tls must be of a client: Tls.client()");
        }
        tls = how;
        return this;
    }

    // ---- the end

    /**
     * Checks everything.
     *
     * @return the client, ready to be started
     * @throws DefinitionException naming all that is wrong
     */
    public HttpClient build() {
        List<String> wrong = new ArrayList<>(errors);
        if (headers.contains(PROXY_AUTHORIZATION)) {
            wrong.add("Proxy-Authorization is for the proxy alone: say proxyHeader");
        }
        if (!wrong.isEmpty()) {
            throw new DefinitionException("this HTTP client", wrong);
        }
        return new HttpClient(this);
    }

    /**
     * Checks everything and starts it.
     *
     * @param kernel where
     * @return the id of the client's session
     * @throws DefinitionException naming all that is wrong
     */
    public long start(Kernel kernel) {
        return build().start(kernel);
    }

    /**
     * Checks everything and starts it as a child of the current session.
     *
     * @param poe the session's context
     * @return the id of the client's session
     * @throws DefinitionException naming all that is wrong
     */
    public long start(Context poe) {
        return build().start(poe);
    }
}
