package dev.usher.component.bayeux;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Reads the manual's options by name into a builder, whose defaults are then the manual's. Names that are not known and
 * wrong values are errors, reported with all others when the server is built.
 */
final class BayeuxOptions {
    private static final int PORT = 80;
    private static final Duration HOLD = Duration.ofSeconds(120);

    private final BayeuxServerBuilder builder = new BayeuxServerBuilder();
    private final Map<String, ?> options;
    private final Set<String> unread;

    private BayeuxOptions(Map<String, ?> options) {
        this.options = options;
        unread = new TreeSet<>(options.keySet());
    }

    static BayeuxServerBuilder read(Map<String, ?> options) {
        return new BayeuxOptions(options).read();
    }

    private BayeuxServerBuilder read() {
        int port = number("Port", PORT);
        if (port < 0 || port > 65_535) {
            wrong("Port", "0 to 65535", port);
            port = 0;
        }
        builder.listen(port).timeout(HOLD).maxInterval(HOLD);
        take("Alias", String.class, builder::alias);
        builder.anonPublish(isOn(take("AnonPublish")));
        seconds("ConnectTimeout", builder::maxInterval);
        builder.clientMaxConnections(number("ClientMaxConnections", 10));
        logging();
        take("Services", Map.class, this::services);
        take("MessageACL", MessageAcl.class, builder::messageAcl);
        take("Callback", Consumer.class, this::callback);
        files();
        take("ContentHandler", Map.class, this::contentHandlers);
        for (String name : unread) {
            builder.errors.add("there is no option '" + name + "'");
        }
        return builder;
    }

    private void logging() {
        Logger own = (Logger) one("Logger", Logger.class);
        boolean debug = isOn(take("Debug"));
        Object file = take("LogFile");
        String name = file == null ? "" : file.toString();
        if (own != null) {
            builder.logger(own);
        } else if (debug || !name.isEmpty()) {
            try {
                builder.logger(LineLogger.of(debug, name));
            } catch (java.io.IOException e) {
                wrong("LogFile", "a file that can be written", name);
            }
        }
    }

    private void services(Map<?, ?> services) {
        services.forEach((name, service) -> {
            if (service instanceof Service code) {
                builder.service(name.toString(), code);
            } else {
                wrong("Services: " + name, "a Service", service);
            }
        });
    }

    @SuppressWarnings("unchecked") // it is told what it is documented to be told
    private void callback(Consumer<?> callback) {
        builder.callback((Consumer<? super ServerEvent>) callback);
    }

    private void contentHandlers(Map<?, ?> handlers) {
        Map<String, Object> patterns = new LinkedHashMap<>();
        handlers.forEach(
                (path, handler) -> patterns.put("^" + java.util.regex.Pattern.quote(path.toString()), handler));
        builder.contentHandlers(patterns);
    }

    /** For plain files, which the HTTP server is to serve. */
    private void files() {
        for (String name : Set.of("DocumentRoot", "DirectoryIndex", "TypeExpires", "PostHandle")) {
            if (take(name) != null) {
                builder.errors.add(
                        name + " is not served here: give ContentHandler a handler for '/' that serves files");
            }
        }
    }

    // ---- values by name

    private Object take(String name) {
        unread.remove(name);
        return options.get(name);
    }

    private <T> void take(String name, Class<T> type, Consumer<? super T> use) {
        Object value = one(name, type);
        if (value != null) {
            use.accept(type.cast(value));
        }
    }

    private Object one(String name, Class<?> type) {
        Object value = take(name);
        if (value == null || type.isInstance(value)) {
            return value;
        }
        wrong(name, "a " + type.getSimpleName(), value);
        return null;
    }

    private int number(String name, int otherwise) {
        Object value = take(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value.toString());
        } catch (NumberFormatException e) {
            wrong(name, "a number", value);
            return otherwise;
        }
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

    private void wrong(String name, String wanted, Object value) {
        builder.errors.add(name + " must be " + wanted + ", not '" + value + "'");
    }

    /** As Perl sees it. */
    private static boolean isOn(Object value) {
        return value != null && !Boolean.FALSE.equals(value) && !Set.of("", "0").contains(value.toString());
    }
}
