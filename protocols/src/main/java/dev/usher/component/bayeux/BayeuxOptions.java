package dev.usher.component.bayeux;

import dev.usher.component.http.HttpHandler;
import dev.usher.component.internal.ManualOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final ManualOptions options;

    private BayeuxOptions(Map<String, ?> options) {
        this.options = new ManualOptions(options, builder.errors);
    }

    static BayeuxServerBuilder read(Map<String, ?> options) {
        return new BayeuxOptions(options).read();
    }

    private BayeuxServerBuilder read() {
        builder.listen(PORT).timeout(HOLD).maxInterval(HOLD);
        options.number("Port", this::port);
        options.take("Alias", String.class, builder::alias);
        builder.anonPublish(options.isOn("AnonPublish"));
        options.seconds("ConnectTimeout", builder::maxInterval);
        builder.clientMaxConnections(10);
        options.number("ClientMaxConnections", builder::clientMaxConnections);
        logging();
        options.take("Services", Map.class, this::services);
        options.take("MessageACL", MessageAcl.class, builder::messageAcl);
        options.take("Callback", Consumer.class, this::callback);
        Map<?, ?> handlers = options.take("ContentHandler", Map.class);
        contentHandlers(handlers == null ? Map.of() : handlers);
        options.refuseUnread();
        return builder;
    }

    private void port(int number) {
        if (number < 0 || number > 65_535) {
            options.wrong("Port", "0 to 65535", number);
        } else {
            builder.listen(number);
        }
    }

    private void logging() {
        Logger own = options.take("Logger", Logger.class);
        boolean debug = options.isOn("Debug");
        Object file = options.take("LogFile");
        String name = file == null ? "" : file.toString();
        if (own != null) {
            builder.logger(own);
        } else if (debug || !name.isEmpty()) {
            try {
                builder.logger(LineLogger.of(debug, name));
            } catch (java.io.IOException e) {
                options.wrong("LogFile", "a file that can be written", name);
            }
        }
    }

    private void services(Map<?, ?> services) {
        services.forEach((name, service) -> {
            if (service instanceof Service code) {
                builder.service(name.toString(), code);
            } else {
                options.wrong("Services: " + name, "a Service", service);
            }
        });
    }

    @SuppressWarnings("unchecked") // it is told what it is documented to be told
    private void callback(Consumer<?> callback) {
        builder.callback((Consumer<? super ServerEvent>) callback);
    }

    private void contentHandlers(Map<?, ?> handlers) {
        Map<String, Object> patterns = new LinkedHashMap<>();
        patterns.put(PlainFiles.BELOW_ALL, files().handler()); // as the manual has it: one for '/' takes its place
        handlers.forEach(
                (path, handler) -> patterns.put("^" + java.util.regex.Pattern.quote(path.toString()), handler));
        builder.contentHandlers(patterns);
    }

    private PlainFiles files() {
        PlainFiles files = new PlainFiles(Path.of(text("DocumentRoot", "/var/www")), builder.logger);
        Object index = options.take("DirectoryIndex");
        if (index instanceof List<?> names) {
            files = files.index(names.stream().map(Object::toString).toArray(String[]::new));
        } else if (index != null) {
            files = files.index(index.toString());
        }
        Map<?, ?> expiries = options.take("TypeExpires", Map.class);
        if (expiries != null) {
            for (Map.Entry<?, ?> expiry : expiries.entrySet()) {
                String type = expiry.getKey().toString();
                Duration time = options.seconds("TypeExpires: " + type, expiry.getValue());
                files = time == null ? files : files.expires(type, time);
            }
        }
        HttpHandler hook = options.take("PostHandle", HttpHandler.class);
        return hook == null ? files : files.postHandle(hook);
    }

    private String text(String name, String otherwise) {
        Object value = options.take(name);
        return value == null ? otherwise : value.toString();
    }
}
