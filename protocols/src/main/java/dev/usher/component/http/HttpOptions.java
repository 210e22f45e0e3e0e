package dev.usher.component.http;

import dev.usher.component.tcp.Domain;
import dev.usher.kernel.SessionOption;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Reads the manual's options by name into a builder, whose defaults are then the manual's. Names that are not known and
 * wrong values are errors, reported with all others when the server is defined.
 */
final class HttpOptions {
    private static final int ON_AND_NO_NUMBER = 100;
    private static final int FIVE_FRAMES = 7_500; // of Ethernet

    private final HttpServerBuilder builder = new HttpServerBuilder();
    private final Map<String, ?> options;
    private final Set<String> unread;

    private HttpOptions(Map<String, ?> options) {
        this.options = options;
        unread = new TreeSet<>(options.keySet());
    }

    static HttpServerBuilder read(Map<String, ?> options) {
        return new HttpOptions(options).read();
    }

    private HttpServerBuilder read() {
        builder.keepAlive(0).blockSize(FIVE_FRAMES).headTimeout(Duration.ZERO).contentRate(0, Duration.ZERO);
        take("inet", Map.class, this::inet);
        handlers();
        take("alias", String.class, builder::alias);
        number("blocksize", builder::blockSize);
        number("concurrency", builder::concurrency);
        take("headers", Map.class, this::headers);
        keepAlive();
        seconds("keepalivetimeout", builder::keepAliveTimeout);
        seconds("timeout", builder::timeout);
        seconds("retry", builder::retry);
        take("options", Map.class, this::sessionOptions);
        Object prefork = take("prefork");
        if (prefork instanceof HttpHook<?> hook) {
            builder.prefork(status(hook));
        } else if (isOn(prefork)) {
            builder.errors.add(
                    "prefork needs code that tells the parent a WorkerStatus: there is no Daemon to be found");
        }
        for (String name : unread) {
            builder.errors.add("there is no option '" + name + "'");
        }
        return builder;
    }

    @SuppressWarnings("unchecked") // it is told what it is documented to be told
    private static HttpHook<WorkerStatus> status(HttpHook<?> hook) {
        return (HttpHook<WorkerStatus>) hook;
    }

    // ---- values by name

    private Object take(String name) {
        unread.remove(name);
        return options.get(name);
    }

    private <T> void take(String name, Class<T> type, Consumer<T> use) {
        Object value = take(name);
        if (type.isInstance(value)) {
            use.accept(type.cast(value));
        } else if (value != null) {
            wrong(name, "a " + type.getSimpleName(), value);
        }
    }

    private void wrong(String name, String wanted, Object value) {
        builder.errors.add(name + " must be " + wanted + ", not '" + value + "'");
    }

    private void number(String name, Consumer<Integer> use) {
        Object value = take(name);
        if (value == null) {
            return;
        }
        try {
            use.accept(Integer.parseInt(value.toString()));
        } catch (NumberFormatException e) {
            wrong(name, "a number", value);
        }
    }

    private void seconds(String name, Consumer<Duration> use) {
        Object value = take(name);
        if (value instanceof Duration time) {
            use.accept(time);
        } else if (value != null) {
            try {
                BigDecimal seconds = new BigDecimal(value.toString());
                use.accept(Duration.ofNanos(seconds.movePointRight(9).longValueExact()));
            } catch (ArithmeticException | NumberFormatException e) {
                wrong(name, "a number of seconds", value);
            }
        }
    }

    /** As Perl sees it. */
    private static boolean isOn(Object value) {
        return value != null && !Boolean.FALSE.equals(value) && !Set.of("", "0").contains(value.toString());
    }

    // ---- the options

    private void inet(Map<?, ?> inet) {
        Map<String, Object> rest = new LinkedHashMap<>();
        inet.forEach((name, value) -> rest.put(name.toString(), value));
        Object localAddress = rest.remove("LocalAddr");
        Object localPort = rest.remove("LocalPort");
        Object address = rest.remove("BindAddress");
        Object shortAddress = rest.remove("BindAddr");
        Object port = rest.remove("BindPort");
        Object host = address != null ? address : shortAddress != null ? shortAddress : localAddress;
        if (host != null) {
            builder.address(host);
        }
        Object number = port != null ? port : localPort;
        if (number != null) {
            builder.port(number.toString());
        }
        Object listen = rest.remove("Listen");
        Object queue = rest.remove("ListenQueue");
        Object backlog = queue != null ? queue : listen;
        if (backlog instanceof Integer connections) {
            builder.backlog(connections);
        } else if (backlog != null) {
            wrong("inet: Listen", "a number", backlog);
        }
        Object domain = rest.remove("SocketDomain");
        if (domain instanceof Domain family) {
            builder.domain(family);
        } else if (domain != null) {
            wrong("inet: SocketDomain", "INET, INET6 or UNIX", domain);
        }
        Object reuse = rest.remove("Reuse");
        if (reuse != null && !isOn(reuse)) {
            builder.errors.add("inet: Reuse is always on");
        }
        for (String name : rest.keySet()) {
            builder.errors.add("inet: there is no '" + name + "'");
        }
    }

    private void handlers() {
        Object all = take("handlers");
        if (all != null) {
            builder.handlers(all);
        }
        Object one = take("handler");
        if (one != null) {
            builder.handlers = builder.handlers.add("", one, builder.errors);
        }
    }

    private void headers(Map<?, ?> headers) {
        Map<String, String> fields = new LinkedHashMap<>();
        headers.forEach((name, value) -> fields.put(name.toString(), String.valueOf(value)));
        builder.headers(fields);
    }

    private void keepAlive() {
        Object value = take("keepalive");
        if (!isOn(value)) {
            return;
        }
        boolean number =
                value.toString().matches("[0-9]{1,9}") && !value.toString().equals("1");
        builder.keepAlive(number ? Integer.parseInt(value.toString()) : ON_AND_NO_NUMBER);
    }

    private void sessionOptions(Map<?, ?> wanted) {
        wanted.forEach((name, value) -> {
            try {
                builder.option(SessionOption.valueOf(name.toString().toUpperCase(Locale.ROOT)), isOn(value));
            } catch (IllegalArgumentException e) {
                builder.errors.add("options: there is no session option '" + name + "': trace, debug and default are");
            }
        });
    }
}
