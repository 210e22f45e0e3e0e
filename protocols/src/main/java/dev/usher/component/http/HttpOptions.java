package dev.usher.component.http;

import dev.usher.component.internal.ManualOptions;
import dev.usher.component.tcp.Domain;
import dev.usher.kernel.SessionOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the manual's options by name into a builder, whose defaults are then the manual's. Names that are not known and
 * wrong values are errors, reported with all others when the server is defined.
 */
final class HttpOptions {
    private static final int ON_AND_NO_NUMBER = 100;
    private static final int FIVE_FRAMES = 7_500; // of Ethernet

    private final HttpServerBuilder builder = new HttpServerBuilder();
    private final ManualOptions options;

    private HttpOptions(Map<String, ?> options) {
        this.options = new ManualOptions(options, builder.errors);
    }

    static HttpServerBuilder read(Map<String, ?> options) {
        return new HttpOptions(options).read();
    }

    private HttpServerBuilder read() {
        builder.keepAlive(0).blockSize(FIVE_FRAMES).headTimeout(Duration.ZERO).contentRate(0, Duration.ZERO);
        options.take("inet", Map.class, this::inet);
        handlers();
        options.take("alias", String.class, builder::alias);
        options.number("blocksize", builder::blockSize);
        options.number("concurrency", builder::concurrency);
        options.take("headers", Map.class, this::headers);
        keepAlive();
        options.seconds("keepalivetimeout", builder::keepAliveTimeout);
        options.seconds("timeout", builder::timeout);
        options.seconds("retry", builder::retry);
        options.take("options", Map.class, this::sessionOptions);
        Object prefork = options.take("prefork");
        if (prefork instanceof HttpHook<?> hook) {
            builder.prefork(status(hook));
        } else if (ManualOptions.isOn(prefork)) {
            builder.errors.add(
                    "prefork needs code that tells the parent a WorkerStatus: there is no Daemon to be found");
        }
        options.refuseUnread();
        return builder;
    }

    @SuppressWarnings("unchecked") // it is told what it is documented to be told
    private static HttpHook<WorkerStatus> status(HttpHook<?> hook) {
        return (HttpHook<WorkerStatus>) hook;
    }

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
            options.wrong("inet: Listen", "a number", backlog);
        }
        Object domain = rest.remove("SocketDomain");
        if (domain instanceof Domain family) {
            builder.domain(family);
        } else if (domain != null) {
            options.wrong("inet: SocketDomain", "INET, INET6 or UNIX", domain);
        }
        Object reuse = rest.remove("Reuse");
        if (reuse != null && !ManualOptions.isOn(reuse)) {
            builder.errors.add("inet: Reuse is always on");
        }
        for (String name : rest.keySet()) {
            builder.errors.add("inet: there is no '" + name + "'");
        }
    }

    private void handlers() {
        Object all = options.take("handlers");
        if (all != null) {
            builder.handlers(all);
        }
        Object one = options.take("handler");
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
        Object value = options.take("keepalive");
        if (!ManualOptions.isOn(value)) {
            return;
        }
        boolean number =
                value.toString().matches("[0-9]{1,9}") && !value.toString().equals("1");
        builder.keepAlive(number ? Integer.parseInt(value.toString()) : ON_AND_NO_NUMBER);
    }

    private void sessionOptions(Map<?, ?> wanted) {
        wanted.forEach((name, value) -> {
            try {
                builder.option(
                        SessionOption.valueOf(name.toString().toUpperCase(Locale.ROOT)), ManualOptions.isOn(value));
            } catch (IllegalArgumentException e) {
                builder.errors.add("options: there is no session option '" + name + "': trace, debug and default are");
            }
        });
    }
}
