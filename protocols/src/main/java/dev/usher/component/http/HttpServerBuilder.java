package dev.usher.component.http;

import dev.usher.component.DefinitionException;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.PoeUri;
import dev.usher.kernel.SessionOption;
import dev.usher.kernel.States;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Says how an {@link HttpServer} shall be. Each verb changes this builder and answers it; what is wrong is told all at
 * once by {@link #define}. Not thread-safe.
 */
public final class HttpServerBuilder extends HttpMessageBuilder<HttpServerBuilder> {
    private static final Set<String> RESERVED = Set.of("shutdown", "_start", "_stop", "_child", "_parent", "_default");

    HandlerTable handlers = HandlerTable.NONE;
    final Map<String, HandlerTable> hosts = new HashMap<>();
    final List<Mount<?>> mounts = new ArrayList<>();
    boolean liveHandlers;
    Compression compression; // or null
    final List<HttpObserver> observers = new ArrayList<>();
    private States<HttpConnection> own = States.of(HttpConnection.class);
    private final Map<SessionOption, Boolean> options = new EnumMap<>(SessionOption.class);

    HttpServerBuilder() {}

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
        return pattern(pattern, PoeUri.of(session, event.name()));
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
     * Lets a component answer a path: a WebSocket server, say. It lives as long as this server.
     *
     * @param path begins with a slash and is matched exactly; the empty one stands for every path
     * @param component what answers
     * @return this
     */
    public HttpServerBuilder mount(String path, Mount<?> component) {
        if (!path.isEmpty() && !path.startsWith("/")) {
            errors.add("mount needs a path that begins with '/', not '" + path + "'");
            return this;
        }
        component.describe(path, this);
        if (!mounts.contains(component)) {
            mounts.add(component);
        }
        return this;
    }

    /**
     * @param path as {@link #mount(String, Mount)} takes it
     * @param description a builder; what is wrong with it is reported with everything else
     * @return this
     */
    public HttpServerBuilder mount(String path, Supplier<? extends Mount<?>> description) {
        try {
            return mount(path, description.get());
        } catch (DefinitionException e) {
            errors.addAll(e.errors());
            return this;
        }
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

    /**
     * Other handlers for requests to one host: of these and no others. Who asks for a host that is not named gets the
     * handlers that were given without one; if there are none of those, 421. The special handlers are those of the
     * server.
     *
     * @param name of the host, without a port
     * @param given as {@link #handlers} takes them
     * @return this
     */
    public HttpServerBuilder host(String name, Object given) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.matches(".*:[0-9]*")) {
            errors.add("a host's name is said without a port, not '" + name + "'");
        }
        HandlerTable table = hosts.getOrDefault(name.toLowerCase(Locale.ROOT), HandlerTable.NONE);
        hosts.put(name.toLowerCase(Locale.ROOT), table.add(given, errors));
        return this;
    }

    /**
     * Whether HANDLERS_SET, HANDLERS_ADD and HANDLERS_REMOVE also change what open connections use, from their next
     * request on; unless said they do not.
     *
     * @param on whether
     * @return this
     */
    public HttpServerBuilder liveHandlers(boolean on) {
        liveHandlers = on;
        return this;
    }

    /**
     * Has something see what the server does: an {@link AccessLog}, metrics.
     *
     * @param observer besides those there are
     * @return this
     */
    public HttpServerBuilder observe(HttpObserver observer) {
        observers.add(observer);
        return this;
    }

    /**
     * Compresses content by gzip for clients that take it, of responses that are sent whole; not at all unless said.
     *
     * @param least bytes of content that are worth it
     * @param types of content, such as {@code text/html}; {@code text/} for all that begin so
     * @return this
     */
    public HttpServerBuilder compress(int least, String... types) {
        if (least < 0 || types.length == 0) {
            errors.add("compress needs a least length of 0 or more, and types");
            return this;
        }
        compression = new Compression(least, List.of(types));
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
        if (handlers.isEmpty() && hosts.isEmpty() && errors.isEmpty()) {
            wrong.add("a handler is required: say handler(...) or handlers(...)");
        }
        if (alias == null || alias.isEmpty()) {
            wrong.add("alias must not be empty");
        }
        try {
            endpoint();
        } catch (IllegalArgumentException e) {
            wrong.add(e.getMessage());
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

    @Override
    HttpServerBuilder self() {
        return this;
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
