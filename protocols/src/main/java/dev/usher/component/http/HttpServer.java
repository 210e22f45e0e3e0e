package dev.usher.component.http;

import dev.usher.component.tcp.Endpoint;
import dev.usher.filters.http.DateField;
import dev.usher.filters.http.FieldName;
import dev.usher.filters.http.HttpLimits;
import dev.usher.filters.http.HttpPart;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.RequestHead;
import dev.usher.filters.http.RequestParser;
import dev.usher.filters.http.ResponseEncoder;
import dev.usher.kernel.Call;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.network.ListenLink;
import dev.usher.network.SocketOptions;
import dev.usher.tls.Tls;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.ReadWriteBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An HTTP/1.1 server, described and found to be possible (POEx::HTTP::Server). Immutable; may be started any number of
 * times, in any kernel.
 *
 * <p>When started, a session with the server's alias listens, and each connection gets a session of its own, a child of
 * it. Handlers are events of any session, or code that runs in the connection's session.
 */
public final class HttpServer {

    /**
     * Sent to the server, or to the kernel as a signal of this name: gives the alias up and accepts no more; idle
     * connections are closed, others when their request is answered, and the session ends after the last.
     */
    public static final Event<Void> SHUTDOWN = Event.named("shutdown");

    /** Asked of the server: a copy of the handlers by pattern and special name. */
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    public static final Call<Void, Map> HANDLERS_GET = Call.named("handlers_get", Void.class, Map.class);

    /** Sent to the server: other handlers instead of all, for connections to come; as {@code handlers} takes them. */
    public static final Event<Object> HANDLERS_SET = Event.any("handlers_set");

    /** Sent to the server: more handlers, behind those there are; one of a pattern that is there replaces it. */
    public static final Event<Object> HANDLERS_ADD = Event.any("handlers_add");

    /** Sent to the server: patterns or special names whose handlers are removed; one, a list, or a map's keys. */
    public static final Event<Object> HANDLERS_REMOVE = Event.any("handlers_remove");

    final Endpoint endpoint;
    final int backlog;
    final SocketOptions sockets;
    final Proxies proxies;
    final int concurrency;
    final String alias;
    final String secondAlias; // or null
    final HandlerTable handlers;
    /**
     * Sent to the server: reads certificates and keys again, for connections to come. What is wrong with them is
     * logged, and all stays as it was.
     */
    public static final Event<Void> TLS_RELOAD = Event.named("tls_reload");

    final Tls tls; // or null
    final Map<String, HandlerTable> hosts;
    final ListenLink given; // or null: it opens its own
    final List<Mount<?>> mounts;
    final boolean liveHandlers;
    final Compression compression; // or null
    final MutableFields headers;
    final HttpLimits limits;
    final Set<String> methods;
    final String allow;
    final int keepAlive; // requests of a connection
    final int pipeline; // responses
    final int mostPending; // bytes
    final int highMark;
    final int maxOutput; // bytes of one connection, copied
    final int streamBuffer; // bytes, 0 for the system's choice
    final int blockSize;
    final Disk disk;
    final long keepAliveNs;
    final long timeoutNs;
    final long firstNs;
    final long handlerNs;
    final long graceNs;
    final long lingerNs;
    final long contentRate; // bytes a second, 0 for any
    final Duration retry;
    final Duration shutdownTime;
    final HttpHook<WorkerStatus> prefork; // or null
    final Handlers.Plain<HttpListener> started; // or null
    final States<HttpConnection> connectionStates;
    final States<HttpListener> listenerStates;
    final ReadWriteBuilder<HttpPart, HttpPart> wheels;
    private final ErrorIds errorIds = new ErrorIds();

    HttpServer(HttpServerBuilder wanted) {
        endpoint = wanted.endpoint();
        given = wanted.given;
        backlog = wanted.backlog;
        tls = wanted.tls;
        sockets = wanted.sockets;
        proxies = wanted.proxies;
        concurrency = wanted.concurrency;
        alias = wanted.alias;
        secondAlias = wanted.secondAlias;
        handlers = wanted.handlers;
        hosts = Map.copyOf(wanted.hosts);
        mounts = List.copyOf(wanted.mounts);
        liveHandlers = wanted.liveHandlers;
        compression = wanted.compression;
        headers = wanted.strictTransport(wanted.headers);
        limits = wanted.limits;
        methods = wanted.methods;
        allow = String.join(", ", methods);
        keepAlive = wanted.keepAlive;
        pipeline = wanted.pipeline;
        mostPending = limits.startLine() + limits.fieldBytes();
        highMark = wanted.highMark;
        maxOutput = Math.max(highMark, wanted.maxOutput);
        streamBuffer = wanted.streamBuffer;
        blockSize = wanted.blockSize;
        disk = wanted.disk;
        keepAliveNs = wanted.keepAliveTimeout.toNanos();
        timeoutNs = wanted.timeout.toNanos();
        firstNs = least(timeoutNs, wanted.headTimeout.toNanos());
        handlerNs = wanted.handlerTimeout.toNanos();
        graceNs = wanted.contentGrace.toNanos();
        lingerNs = wanted.linger.toNanos();
        contentRate = wanted.contentRate;
        retry = wanted.retry;
        shutdownTime = wanted.shutdownTime;
        prefork = wanted.prefork;
        started = wanted.started;
        connectionStates = HttpConnection.states(wanted.states());
        listenerStates = wanted.withOptions(HttpListener.STATES);
        wheels = ReadWrite.<HttpPart, HttpPart>with(
                        new RequestGate(null, new RequestParser(), 0), new ResponseEncoder(new DateField(() -> 0)))
                .inputEvent(HttpConnection.PART)
                .errorEvent(HttpConnection.ERROR)
                .flushedEvent(HttpConnection.FLUSHED)
                .marks(Math.max(1, highMark / 2), highMark, HttpConnection.LOW, null)
                .maxOutput(maxOutput);
    }

    private static long least(long one, long other) {
        return one == 0 || other == 0 ? one + other : Math.min(one, other);
    }

    /**
     * Begins a server on all of the machine's IPv4 addresses.
     *
     * @param port the port; 0 lets the system choose, and {@link HttpListener#port} tells
     * @return what it shall be, to be started
     */
    public static HttpServerBuilder at(int port) {
        return new HttpServerBuilder().port(port);
    }

    /**
     * Begins a server that sends everybody to the one over TLS, with the same path (308).
     *
     * @param port for plain text, 80 mostly
     * @param tlsPort of the server over TLS, on the same host
     * @return what it shall be, to be started
     */
    public static HttpServerBuilder redirectToTls(int port, int tlsPort) {
        return at(port).alias("HTTPd-redirect").handler("", new TlsRedirect(tlsPort));
    }

    /**
     * Begins a server from the manual's options by name, for programs that are ported. Its defaults are the manual's:
     * port 80, no keep-alive.
     *
     * @param options option names and values
     * @return what it shall be, to be started; what is wrong with the values is reported with everything else, then
     */
    public static HttpServerBuilder from(Map<String, ?> options) {
        return HttpOptions.read(options);
    }

    /**
     * Starts it as a child of the session whose handler runs, else of the kernel. It listens when this returns, or else
     * {@code on_error} will be told why not, and it tries again later.
     *
     * @param kernel where
     * @return its alias
     * @throws IllegalStateException if it was given a listening socket that is closed
     */
    public String start(Kernel kernel) {
        if (given != null && !given.isOpen()) {
            throw new IllegalStateException("the listening socket that this server was given is closed:"
                    + " a server that shuts down closes it, so give it a new one before starting again");
        }
        kernel.create(listenerStates, new HttpListener(this));
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

    RequestParser parser(HandlerTable table) {
        long most = Math.max(limits.content(), table.largestContent);
        for (HandlerTable host : hosts.values()) {
            most = Math.max(most, host.largestContent);
        }
        return new RequestParser(most > limits.content() ? limits.withContent(most) : limits);
    }

    /** The handlers of the host that a request is for: those given, or the host's own. */
    HandlerTable ofHost(HandlerTable usual, RequestHead head) {
        if (hosts.isEmpty()) {
            return usual;
        }
        String host = head.authority().toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) {
            host = host.substring(0, colon);
        }
        return hosts.getOrDefault(host, usual);
    }

    boolean knows(String method) {
        return methods.contains(method) || method.equals("CONNECT") || method.equals("TRACE");
    }

    String nextErrorId() {
        return errorIds.next();
    }

    static MutableFields defaultHeaders() {
        String version = HttpServer.class.getPackage().getImplementationVersion();
        return new MutableFields().add(FieldName.SERVER, version == null ? "Usher" : "Usher/" + version);
    }
}
