package dev.usher.component.websocket;

import dev.usher.component.http.HttpServerBuilder;
import dev.usher.filters.websocket.FrameLimits;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.PoeUri;
import dev.usher.network.Link;
import dev.usher.network.ListenLink;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    private final Map<String, ?> options;
    private final Set<String> unread;

    private WebSocketOptions(Map<String, ?> options) {
        this.options = options;
        unread = new TreeSet<>(options.keySet());
    }

    static WebSocketServerBuilder read(Map<String, ?> options) {
        return new WebSocketOptions(options).read();
    }

    private WebSocketServerBuilder read() {
        builder.origins(Origins.any()).missedTicks(true);
        listen(take("listen"));
        seconds("silence_max", builder::silenceMax);
        seconds("tick_period", builder::tickPeriod);
        Object nodelay = take("nodelay");
        if (nodelay != null) {
            builder.nodelay(isOn(nodelay));
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
            Object callback = take("on_" + event);
            if (callback != null) {
                connectionEvent(event, callback);
            }
        }
        watch("watch_readable", builder::watchReadable);
        watch("watch_writable", builder::watchWritable);
        for (String name : unread) {
            builder.errors.add("a WebSocketServer has no option '" + name + "'");
        }
        return builder;
    }

    // ---- values by name

    private Object take(String name) {
        unread.remove(name);
        return options.get(name);
    }

    private void wrong(String name, String wanted, Object value) {
        builder.errors.add(
                "the option '" + name + "' of a WebSocketServer must be " + wanted + ", not '" + value + "'");
    }

    private void seconds(String name, Consumer<Duration> use) {
        Object value = take(name);
        if (value instanceof Duration time) {
            use.accept(time);
        } else if (value != null) {
            try {
                use.accept(Duration.ofNanos(
                        new BigDecimal(value.toString()).movePointRight(9).longValueExact()));
            } catch (ArithmeticException | NumberFormatException e) {
                wrong(name, "a number of seconds", value);
            }
        }
    }

    private void size(String name, Consumer<Long> use) {
        Object value = take(name);
        if (value != null) {
            if (value.toString().matches("[1-9][0-9]{0,17}")) {
                use.accept(Long.parseLong(value.toString()));
            } else {
                wrong(name, "a number of bytes, more than 0", value);
            }
        }
    }

    /** As Perl sees it. */
    private static boolean isOn(Object value) {
        return !Boolean.FALSE.equals(value) && !Set.of("", "0").contains(value.toString());
    }

    // ---- the options

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
            wrong("listen", "a port, a listening link or an HttpServerBuilder", where);
        }
    }

    @SuppressWarnings("unchecked") // by name nobody can say what a callback takes
    private void connect() {
        Object callback = take("on_connect");
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
        Object callback = take("on_" + event);
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
                builder.errors.add("the option '" + name + "' of a WebSocketServer: " + e.getMessage());
            }
        } else {
            wrong(name, "code or a poe: URI", callback);
        }
    }

    private void connectionEvent(String event, Object callback) {
        try {
            builder.on(event, callback);
        } catch (IllegalArgumentException e) {
            builder.errors.add("the option 'on_" + event + "' of a WebSocketServer: " + e.getMessage());
        }
    }

    @SuppressWarnings("unchecked") // as above
    private void watch(String name, Watch use) {
        Object value = take(name);
        if (value == null) {
            return;
        }
        if (!(value instanceof List<?> pairs)) {
            wrong(name, "a list of links and their callbacks", value);
            return;
        }
        if (pairs.size() % 2 != 0) {
            builder.errors.add("the option '" + name + "' of a WebSocketServer must have a callback for each link: its"
                    + " list has " + pairs.size() + " elements");
            return;
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i) instanceof Link link && pairs.get(i + 1) instanceof WebSocketHook<?, ?> hook) {
                use.on(link, (WebSocketHook<WebSocketListener, Link>) hook);
            } else {
                wrong(name, "a list of links and their callbacks", pairs.get(i) + " => " + pairs.get(i + 1));
            }
        }
    }
}
