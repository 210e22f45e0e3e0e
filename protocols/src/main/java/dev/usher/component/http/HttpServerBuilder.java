package dev.usher.component.http;

import dev.usher.component.DefinitionException;
import dev.usher.component.tcp.Domain;
import dev.usher.component.tcp.Endpoint;
import dev.usher.filters.http.DateField;
import dev.usher.filters.http.HttpLimits;
import dev.usher.filters.http.MutableFields;
import dev.usher.filters.http.ResponseEncoder;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SessionOption;
import dev.usher.kernel.States;
import java.net.Inet6Address;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says how an {@link HttpServer} shall be. Each verb changes this builder and answers it; what is wrong is told all at
 * once by {@link #define}. Not thread-safe.
 */
public final class HttpServerBuilder {
    private static final Set<String> RESERVED = Set.of("shutdown", "_start", "_stop", "_child", "_parent", "_default");
    private static final int ON_AND_NO_NUMBER = 100;

    final List<String> errors = new ArrayList<>();
    HandlerTable handlers = HandlerTable.NONE;
    MutableFields headers = HttpServer.defaultHeaders();
    HttpLimits limits = HttpLimits.DEFAULT;
    Set<String> methods = methods("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");
    String alias = "HTTPd";
    int backlog = 65_535; // the system clips it to what it allows (SOMAXCONN)
    int concurrency = -1;
    int keepAlive = ON_AND_NO_NUMBER;
    int pipeline = 64;
    int highMark = 65_536;
    int contentRate = 100;
    int blockSize = 7_500;
    Duration keepAliveTimeout = Duration.ofSeconds(5);
    Duration timeout = Duration.ofSeconds(300);
    Duration headTimeout = Duration.ofSeconds(20);
    Duration handlerTimeout = Duration.ZERO;
    Duration contentGrace = Duration.ofSeconds(10);
    Duration linger = Duration.ofSeconds(2);
    Duration retry = Duration.ofSeconds(60);
    Duration shutdownTime = Duration.ZERO;
    HttpHook<WorkerStatus> prefork;
    Handlers.Plain<HttpListener> started;
    private Domain domain = Domain.INET;
    private Object address;
    private String port = "80";
    private States<HttpConnection> own = States.of(HttpConnection.class);
    private final Map<SessionOption, Boolean> options = new EnumMap<>(SessionOption.class);

    HttpServerBuilder() {}

    private static Set<String> methods(String... names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
    }

    // ---- handlers

    /**
     * Who answers requests whose path matches.
     *
     * @param pattern a regular expression that is looked for anywhere in the decoded path, without the query: say
     *     {@code ^/foo} for what begins so. The first that matches is taken; the empty one matches everything
     * @param handler answers
     * @return this
     */
    public HttpServerBuilder handler(String pattern, HttpHandler handler) {
        return pattern(pattern, handler);
    }

    /**
     * Who answers requests whose path matches.
     *
     * @param pattern as {@link #handler(String, HttpHandler)} takes it
     * @param uri {@code poe:session/event}, with arguments behind a question mark; the event gets an
     *     {@link HttpExchange}
     * @return this
     */
    public HttpServerBuilder handler(String pattern, String uri) {
        return pattern(pattern, uri);
    }

    /**
     * Who answers requests whose path matches.
     *
     * @param pattern as {@link #handler(String, HttpHandler)} takes it
     * @param session an alias or an id
     * @param event gets an {@link HttpExchange}
     * @return this
     */
    public HttpServerBuilder handler(String pattern, String session, Event<HttpExchange> event) {
        return pattern(pattern, dev.usher.kernel.PoeUri.of(session, event.name()));
    }

    /**
     * Who answers every request.
     *
     * @param handler answers
     * @return this
     */
    public HttpServerBuilder handler(HttpHandler handler) {
        return pattern("", handler);
    }

    /**
     * Who answers requests whose path matches, and what it wants of them.
     *
     * @param route the handler
     * @return this
     */
    public HttpServerBuilder route(Route route) {
        return pattern(route.pattern.text(), route);
    }

    private HttpServerBuilder pattern(String pattern, Object handler) {
        if (HandlerTable.SPECIAL.contains(pattern)) {
            errors.add("'" + pattern + "' is no pattern but the name of a special handler");
        } else {
            handlers = handlers.add(pattern, handler, errors);
        }
        return this;
    }

    /**
     * Adds handlers in one of the manual's forms: a handler for everything, a list of patterns and handlers in turn, or
     * a map that keeps its order; special handlers by their names among them.
     *
     * @param given URIs or code by pattern
     * @return this
     */
    public HttpServerBuilder handlers(Object given) {
        handlers = handlers.add(given, errors);
        return this;
    }

    private HttpServerBuilder special(String name, Object handler) {
        handlers = handlers.add(name, handler, errors);
        return this;
    }

    /**
     * Told of each connection before anything is read from it; may {@link HttpConnection#reject} it.
     *
     * @param hook is told
     * @return this
     */
    public HttpServerBuilder onConnect(HttpHook<HttpConnection> hook) {
        return special(HandlerTable.ON_CONNECT, hook);
    }

    /**
     * Told once when a connection ends, whatever ends it.
     *
     * @param hook is told
     * @return this
     */
    public HttpServerBuilder onDisconnect(HttpHook<HttpConnection> hook) {
        return special(HandlerTable.ON_DISCONNECT, hook);
    }

    /**
     * Told of each request that was read, before its handler; may answer it, and then the handler is not asked.
     *
     * @param hook is told
     * @return this
     */
    public HttpServerBuilder preRequest(HttpHook<HttpRequest> hook) {
        return special(HandlerTable.PRE_REQUEST, hook);
    }

    /**
     * Told of each response that was written, without its content. With it a connection's requests are answered one by
     * one, each by a write of its own.
     *
     * @param hook is told
     * @return this
     */
    public HttpServerBuilder postRequest(HttpHandler hook) {
        return special(HandlerTable.POST_REQUEST, hook);
    }

    /**
     * Told whenever what was sent of an unfinished response is written, if that is streaming or {@code send} has said
     * that it is time to stop: more may be sent.
     *
     * @param hook is told
     * @return this
     */
    public HttpServerBuilder streamRequest(HttpHandler hook) {
        return special(HandlerTable.STREAM_REQUEST, hook);
    }

    /**
     * Told of errors of the network, and of requests that the server itself answers by an error. Runs in the
     * connection's session, or for errors of listening in the server's.
     *
     * @param hook is told
     * @return this
     */
    public HttpServerBuilder onError(HttpHook<HttpError> hook) {
        return special(HandlerTable.ON_ERROR, hook);
    }

    /**
     * Told of a special handler that is an event.
     *
     * @param name {@code on_connect}, {@code on_disconnect}, {@code pre_request}, {@code post_request},
     *     {@code stream_request} or {@code on_error}
     * @param uri {@code poe:session/event}
     * @return this
     */
    public HttpServerBuilder special(String name, String uri) {
        if (!HandlerTable.SPECIAL.contains(name)) {
            errors.add("there is no special handler '" + name + "'");
            return this;
        }
        return special(name, (Object) uri);
    }

    /**
     * Handles an event of the program's own in every connection's session: those of a protocol that was switched to,
     * say. What it throws is answered by 500 if a response is owed.
     *
     * @param event the event
     * @param handler what to do
     * @param <T> the payload
     * @return this
     */
    public <T> HttpServerBuilder on(Event<T> event, Handlers.Taking<HttpConnection, ? super T> handler) {
        if (RESERVED.contains(event.name()) || event.name().startsWith("http_server_")) {
            errors.add("'" + event + "' is an event of the component itself and cannot be handled by the program");
            return this;
        }
        try {
            own = own.on(event, handler);
        } catch (IllegalArgumentException e) {
            errors.add(e.getMessage());
        }
        return this;
    }

    // ---- where

    /**
     * Where to listen: an address, a name or an {@link java.net.InetAddress}; all of the machine's addresses unless
     * said.
     *
     * @param where an IPv6 or UNIX address sets the domain too
     * @return this
     */
    public HttpServerBuilder address(Object where) {
        address = where;
        if (where instanceof UnixDomainSocketAddress unix) {
            address = unix.getPath();
            domain = Domain.UNIX;
        } else if (where instanceof Inet6Address || where instanceof String text && text.indexOf(':') >= 0) {
            domain = Domain.INET6;
        }
        return this;
    }

    /**
     * Which addresses: IPv4 unless said.
     *
     * @param family the family
     * @return this
     */
    public HttpServerBuilder domain(Domain family) {
        domain = family;
        return this;
    }

    /**
     * @param number 0 to 65,535; 0 lets the system choose
     * @return this
     */
    public HttpServerBuilder port(int number) {
        if (number < 0 || number > 65_535) {
            errors.add("port must be 0 to 65535, not " + number);
            return this;
        }
        port = Integer.toString(number);
        return this;
    }

    HttpServerBuilder port(String service) {
        if (service.matches("[0-9]{1,9}")) {
            return port(Integer.parseInt(service));
        }
        port = service;
        return this;
    }

    /**
     * How many connections may wait to be accepted; what the system allows at most unless said.
     *
     * @param connections more than 0
     * @return this
     */
    public HttpServerBuilder backlog(int connections) {
        if (connections <= 0) {
            errors.add("backlog must be more than 0, not " + connections);
        }
        backlog = connections;
        return this;
    }

    /**
     * How many connections there may be at a time; others wait in the backlog.
     *
     * @param connections -1 for any number, which is the default, or more than 0
     * @return this
     */
    public HttpServerBuilder concurrency(int connections) {
        if (connections < -1 || connections == 0) {
            errors.add("concurrency must be -1 or more than 0, not " + connections);
        }
        concurrency = connections;
        return this;
    }

    /**
     * @param name of the server's session; connections' names derive from it
     * @return this
     */
    public HttpServerBuilder alias(String name) {
        alias = name;
        return this;
    }

    /**
     * After how long to try again when listening has failed; 60 s unless said.
     *
     * @param time zero gives up, and the server ends
     * @return this
     */
    public HttpServerBuilder retry(Duration time) {
        retry = notNegative("retry", time);
        return this;
    }

    /**
     * Makes this one of several servers that a parent manages (POE::Component::Daemon): it accepts a connection
     * whenever it gets the signal {@code daemon_accept}.
     *
     * @param hook tells the parent
     * @return this
     */
    public HttpServerBuilder prefork(HttpHook<WorkerStatus> hook) {
        prefork = hook;
        return this;
    }

    /**
     * Called whenever it has begun to listen.
     *
     * @param callback runs in the server's session
     * @return this
     */
    public HttpServerBuilder started(Handlers.Plain<HttpListener> callback) {
        started = callback;
        return this;
    }

    // ---- messages

    /**
     * Fields of every response that has none of that name, instead of Server.
     *
     * @param fields names and values
     * @return this
     */
    public HttpServerBuilder headers(Map<String, String> fields) {
        MutableFields wanted = new MutableFields();
        try {
            fields.forEach(wanted::add);
            new ResponseEncoder(new DateField(() -> 0), wanted);
        } catch (IllegalArgumentException e) {
            errors.add("headers: " + e.getMessage());
            return this;
        }
        headers = wanted;
        return this;
    }

    /**
     * How much of a request is taken.
     *
     * @param most {@link HttpLimits#DEFAULT} unless said
     * @return this
     */
    public HttpServerBuilder limits(HttpLimits most) {
        limits = most;
        return this;
    }

    /**
     * Which methods are known; others are answered by 501. GET HEAD POST PUT DELETE OPTIONS PATCH unless said.
     *
     * @param names case matters
     * @return this
     */
    public HttpServerBuilder knownMethods(String... names) {
        methods = methods(names);
        return this;
    }

    /**
     * How many requests a connection may bring.
     *
     * @param requests 0 closes after each response; 100 unless said
     * @return this
     */
    public HttpServerBuilder keepAlive(int requests) {
        if (requests < 0) {
            errors.add("keepAlive must be 0 or more, not " + requests);
        }
        keepAlive = requests;
        return this;
    }

    /**
     * How many responses may wait to be written before further requests wait too; 64 unless said.
     *
     * @param responses more than 0
     * @return this
     */
    public HttpServerBuilder pipeline(int responses) {
        if (responses <= 0) {
            errors.add("pipeline must be more than 0, not " + responses);
        }
        pipeline = responses;
        return this;
    }

    /**
     * How many bytes may wait to be written before {@code send} says that it is time to stop; 65,536 unless said.
     *
     * @param bytes more than 1
     * @return this
     */
    public HttpServerBuilder highMark(int bytes) {
        if (bytes <= 1) {
            errors.add("highMark must be more than 1, not " + bytes);
            return this;
        }
        highMark = bytes;
        return this;
    }

    /**
     * The least speed at which a client must send content, and take responses that are not written in time. 100 bytes a
     * second, looked at every 10 s, unless said.
     *
     * @param bytesPerSecond 0 for any: then {@code timeout} alone counts
     * @param every how often it is looked at
     * @return this
     */
    public HttpServerBuilder contentRate(int bytesPerSecond, Duration every) {
        if (bytesPerSecond < 0) {
            errors.add("contentRate must be 0 or more, not " + bytesPerSecond);
        }
        if (bytesPerSecond > 0 && (every.isNegative() || every.isZero())) {
            errors.add("contentRate must be looked at every more than zero, not " + every);
        }
        contentRate = bytesPerSecond;
        contentGrace = every;
        return this;
    }

    /**
     * In what blocks files are sent where nothing better can be done; 7,500 bytes unless said.
     *
     * @param bytes more than 0
     * @return this
     */
    public HttpServerBuilder blockSize(int bytes) {
        if (bytes <= 0) {
            errors.add("blockSize must be more than 0, not " + bytes);
        }
        blockSize = bytes;
        return this;
    }

    // ---- times

    /**
     * How long to wait for the next request of a connection; 5 s unless said.
     *
     * @param time zero for ever
     * @return this
     */
    public HttpServerBuilder keepAliveTimeout(Duration time) {
        keepAliveTimeout = notNegative("keepAliveTimeout", time);
        return this;
    }

    /**
     * How long content may take to come, and a response to be written; 300 s unless said. No handler is timed by it.
     *
     * @param time zero for ever
     * @return this
     */
    public HttpServerBuilder timeout(Duration time) {
        timeout = notNegative("timeout", time);
        return this;
    }

    /**
     * How long the head of a request may take to come, that of the first one since the connection was accepted; 20 s
     * unless said, and not longer than {@code timeout}.
     *
     * @param time zero for as long as {@code timeout}
     * @return this
     */
    public HttpServerBuilder headTimeout(Duration time) {
        headTimeout = notNegative("headTimeout", time);
        return this;
    }

    /**
     * How long a response may take to be done, but for writing it; then the client gets 503.
     *
     * @param time zero for ever, which is the default
     * @return this
     */
    public HttpServerBuilder handlerTimeout(Duration time) {
        handlerTimeout = notNegative("handlerTimeout", time);
        return this;
    }

    /**
     * How long to go on reading, and dropping, what a client sends that was answered before it had sent all; 2 s unless
     * said.
     *
     * @param time zero not at all
     * @return this
     */
    public HttpServerBuilder linger(Duration time) {
        linger = notNegative("linger", time);
        return this;
    }

    /**
     * How long requests under way may take after a shutdown; then their connections are closed.
     *
     * @param time zero for ever, which is the default
     * @return this
     */
    public HttpServerBuilder shutdownTime(Duration time) {
        shutdownTime = notNegative("shutdownTime", time);
        return this;
    }

    private Duration notNegative(String name, Duration time) {
        if (time.isNegative()) {
            errors.add(name + " must be zero or more, not " + time);
            return Duration.ZERO;
        }
        return time;
    }

    /**
     * Sets an option of the server's session and of its connections'.
     *
     * @param option which
     * @param on its value
     * @return this
     */
    public HttpServerBuilder option(SessionOption option, boolean on) {
        options.put(option, on);
        return this;
    }

    // ---- the end

    /**
     * Checks everything.
     *
     * @return the server, ready to be started
     * @throws DefinitionException naming all that is wrong
     */
    public HttpServer define() {
        List<String> wrong = new ArrayList<>(errors);
        if (handlers.isEmpty() && errors.isEmpty()) {
            wrong.add("a handler is required: say handler(...) or handlers(...)");
        }
        if (alias == null || alias.isEmpty()) {
            wrong.add("alias must not be empty");
        }
        if (!wrong.isEmpty()) {
            throw new DefinitionException("this HTTP server", wrong);
        }
        return new HttpServer(this);
    }

    /**
     * Checks everything and starts the server, as a child of the session whose handler runs, else of the kernel.
     *
     * @param kernel where
     * @return its alias
     * @throws DefinitionException naming all that is wrong
     */
    public String start(Kernel kernel) {
        return define().start(kernel);
    }

    /**
     * Checks everything and starts the server as a child of the current session.
     *
     * @param poe the session's context
     * @return its alias
     * @throws DefinitionException naming all that is wrong
     */
    public String start(Context poe) {
        return define().start(poe);
    }

    Endpoint endpoint() {
        return new Endpoint(domain, address, port);
    }

    States<HttpConnection> states() {
        return withOptions(own);
    }

    <H> States<H> withOptions(States<H> table) {
        States<H> result = table;
        for (Map.Entry<SessionOption, Boolean> option : options.entrySet()) {
            result = result.option(option.getKey(), option.getValue());
        }
        return result;
    }
}
