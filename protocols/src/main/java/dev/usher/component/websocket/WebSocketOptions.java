package dev.usher.component.websocket;

import dev.usher.component.http.HttpServerBuilder;
import dev.usher.component.internal.ManualOptions;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.PoeUri;
import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the manual's options by name into a builder, whose defaults are then the manual's. Names that are not known and
 * values of another kind are errors, reported with all others when the server is built.
 */
final class WebSocketOptions {
    private static final int MANUALS_PORT = 80;
    private static final int MANUALS_BACKLOG = 5;
    private static final Set<String> EVENTS = Set.of(
            "handshake", "ready", "utf8", "binary", "message", "part", "ping", "pong", "drain", "disconnect", "error");

    /** Says what is watched. */
    private interface Watch {
        void on(Link link, WebSocketHook<WebSocketListener, Link> hook);
    }

    private final WebSocketServerBuilder builder = new WebSocketServerBuilder();
    private final ManualOptions options;

    private WebSocketOptions(Map<String, ?> options) {
        this.options = new ManualOptions(options, builder.errors);
    }

    static WebSocketServerBuilder read(Map<String, ?> options) {
        return new WebSocketOptions(options).read();
    }

    private WebSocketServerBuilder read() {
        builder.origins(Origins.any()).missedTicks(true);
        listen(options.take("listen"));
        options.seconds("silence_max", builder::silenceMax);
        options.seconds("tick_period", builder::tickPeriod);
        Object nodelay = options.take("nodelay");
        if (nodelay != null) {
            builder.nodelay(ManualOptions.isOn(nodelay));
        }
        size("max_send_size", builder::maxSendSize);
        size(
                "max_recv_size",
                most -> builder.limits(new FrameLimits(
                        most, Math.max(most, FrameLimits.DEFAULT.message()), FrameLimits.DEFAULT.fragments())));
        connect();
        plain("tick", builder::onTick);
        plain("shutdown", builder::onShutdown);
        for (String event : EVENTS) {
            Object callback = options.take("on_" + event);
            if (callback != null) {
                connectionEvent(event, callback);
            }
        }
        watch("watch_readable", builder::watchReadable);
        watch("watch_writable", builder::watchWritable);
        options.refuseUnread();
        return builder;
    }

    private void size(String name, Consumer<Long> use) {
        Object value = options.take(name);
        if (value != null) {
            if (value.toString().matches("[1-9][0-9]{0,17}")) {
                use.accept(Long.parseLong(value.toString()));
            } else {
                options.wrong(name, "a number of bytes, more than 0", value);
            }
        }
    }

    private void listen(Object where) {
        if (where == null) {
            builder.listen(MANUALS_PORT).backlog(MANUALS_BACKLOG);
        } else if (where instanceof ListenLink listener) {
            builder.listen(listener);
        } else if (where instanceof HttpServerBuilder described) {
            builder.listen(described);
        } else if (where.toString().matches("[0-9]{1,9}")) {
            builder.listen(Integer.parseInt(where.toString())).backlog(MANUALS_BACKLOG);
        } else {
            options.wrong("listen", "a port, a listening link or an HttpServerBuilder", where);
        }
    }

    @SuppressWarnings("unchecked") // by name nobody can say what a callback takes
    private void connect() {
        Object callback = options.take("on_connect");
        if (callback instanceof WebSocketHook<?, ?> hook) {
            builder.onConnect((WebSocketHook<WebSocketListener, WebSocketConnection>) hook);
        } else if (callback != null) {
            uri(
                    "on_connect",
                    callback,
                    uri -> builder.onConnect((server, poe, connection) ->
                            WebSocketEvents.mustReach(uri.callThrough(poe, connection), uri, "connect")));
        }
    }

    @SuppressWarnings("unchecked") // as above
    private void plain(String event, Consumer<Handlers.Plain<WebSocketListener>> use) {
        Object callback = options.take("on_" + event);
        if (callback instanceof Handlers.Plain<?> code) {
            use.accept((Handlers.Plain<WebSocketListener>) code);
        } else if (callback != null) {
            uri(
                    "on_" + event,
                    callback,
                    uri -> use.accept(
                            (server, poe) -> WebSocketEvents.mustReach(uri.callThrough(poe, server), uri, event)));
        }
    }

    private void uri(String name, Object callback, Consumer<PoeUri> use) {
        if (callback instanceof String || callback instanceof PoeUri) {
            try {
                use.accept(callback instanceof PoeUri made ? made : PoeUri.of((String) callback));
            } catch (IllegalArgumentException e) {
                builder.errors.add(name + ": " + e.getMessage());
            }
        } else {
            options.wrong(name, "code or a poe: URI", callback);
        }
    }

    private void connectionEvent(String event, Object callback) {
        try {
            builder.on(event, callback);
        } catch (IllegalArgumentException e) {
            builder.errors.add("on_" + event + ": " + e.getMessage());
        }
    }

    @SuppressWarnings("unchecked") // as above
    private void watch(String name, Watch use) {
        Object value = options.take(name);
        if (value == null) {
            return;
        }
        if (!(value instanceof List<?> pairs)) {
            options.wrong(name, "a list of links and their callbacks", value);
            return;
        }
        if (pairs.size() % 2 != 0) {
            builder.errors.add(
                    name + " must have a callback for each link: its" + " list has " + pairs.size() + " elements");
            return;
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i) instanceof Link link && pairs.get(i + 1) instanceof WebSocketHook<?, ?> hook) {
                use.on(link, (WebSocketHook<WebSocketListener, Link>) hook);
            } else {
                options.wrong(name, "a list of links and their callbacks", pairs.get(i) + " => " + pairs.get(i + 1));
            }
        }
    }
}
