package dev.usher.component.http.client;

import dev.usher.component.tcp.ConnectorBuilder;
import dev.usher.filters.http.HttpLimits;
import dev.usher.filters.http.MutableFields;
import dev.usher.kernel.Call;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.tls.Tls;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * An HTTP client, described and found to be possible (POE::Component::Client::HTTP). Immutable; may be started any
 * number of times, in any kernel.
 *
 * <p>When started, a session takes requests from any other by its alias and answers each with one event:
 *
 * <pre>{@code
 * HttpClient.define().alias("ua").start(kernel);
 * ...
 * poe.post("ua", HttpClient.REQUEST, ClientRequest.get("http://127.0.0.1:8080/").answer(GOT));
 * }</pre>
 */
public final class HttpClient {
    /** Sent to the client, from any session or, if the answer goes to a postback or by name, from any thread. */
    public static final Event<ClientRequest> REQUEST = Event.named("request", ClientRequest.class);

    /** Sent to the client: gives a request up, the same object. Its answer is a failure. */
    public static final Event<ClientRequest> CANCEL = Event.named("cancel", ClientRequest.class);

    /** Sent to the client: answers everything under way by a failure, closes all connections and ends. */
    public static final Event<Void> SHUTDOWN = Event.named("shutdown");

    /** Asked of the client: how many requests have no answer yet. */
    public static final Call<Void, Integer> PENDING_REQUESTS_COUNT =
            Call.named("pending_requests_count", Void.class, Integer.class);

    /** Asked of the client: what it has done so far. */
    public static final Call<Void, HttpClientCounts> COUNTS = Call.named("counts", Void.class, HttpClientCounts.class);

    final String alias;
    final MutableFields headers;
    final long timeoutNs;
    final Duration connectTimeout;
    final long headerNs;
    final long idleNs;
    final long continueNs;
    final long keepAliveNs;
    final int mostOpen;
    final int mostPerHost;
    final long maxSize;
    final int mostRedirects;
    final boolean decompresses;
    final HttpLimits limits;
    final Proxy proxy; // or null
    final List<Consumer<? super ConnectorBuilder<?, ?>>> carried;
    private final Tls tls; // or null

    HttpClient(HttpClientBuilder wanted) {
        alias = wanted.alias;
        headers = new MutableFields().addAll(wanted.headers);
        timeoutNs = wanted.timeout.toNanos();
        connectTimeout = wanted.connectTimeout;
        headerNs = wanted.headerTimeout.toNanos();
        idleNs = wanted.idleTimeout.toNanos();
        continueNs = wanted.continueTimeout.toNanos();
        keepAliveNs = wanted.keepAlive.toNanos();
        mostOpen = wanted.mostOpen;
        mostPerHost = wanted.mostPerHost;
        maxSize = wanted.maxSize;
        mostRedirects = wanted.mostRedirects;
        decompresses = wanted.decompresses;
        limits = wanted.limits.withContent(Long.MAX_VALUE); // maxSize is about what the program gets
        proxy = wanted.proxy == null
                ? null
                : new Proxy(wanted.proxy, new MutableFields().addAll(wanted.proxyHeaders), List.copyOf(wanted.noProxy));
        carried = List.copyOf(wanted.carried);
        tls = wanted.tls;
    }

    /**
     * How TLS is done. Reads whom the JDK trusts if nothing was said of it, so it is asked only when there is https.
     */
    Tls tls() {
        return tls != null ? tls : Tls.client().alpn("http/1.1").define();
    }

    /**
     * Begins a client.
     *
     * @return what it shall be, to be started
     */
    public static HttpClientBuilder define() {
        return new HttpClientBuilder();
    }

    /**
     * Starts it as a child of the session whose handler runs, else of the kernel. It lives as long as others do, like
     * every session that has an alias and nothing else.
     *
     * @param kernel where
     * @return the id of the client's session
     */
    public long start(Kernel kernel) {
        return kernel.create(Agent.STATES, new Agent(this)).id();
    }

    /**
     * Starts it as a child of the current session.
     *
     * @param poe the session's context
     * @return the id of the client's session
     */
    public long start(Context poe) {
        return poe.create(Agent.STATES, new Agent(this)).id();
    }
}
