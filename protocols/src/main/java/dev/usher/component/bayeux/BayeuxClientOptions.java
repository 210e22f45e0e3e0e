package dev.usher.component.bayeux;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the manual's options of the client by name. Names that are not known and wrong values are errors. */
final class BayeuxClientOptions {
    private final BayeuxClientBuilder builder = new BayeuxClientBuilder();
    private final Map<String, ?> options;
    private final Set<String> unread;

    private BayeuxClientOptions(Map<String, ?> options) {
        this.options = options;
        unread = new TreeSet<>(options.keySet());
    }

    static BayeuxClientBuilder read(Map<String, ?> options) {
        return new BayeuxClientOptions(options).read();
    }

    private BayeuxClientBuilder read() {
        Object host = take("Host");
        builder.host(host == null ? "" : host.toString());
        Object port = take("Port");
        if (port != null) {
            try {
                builder.port(Integer.parseInt(port.toString()));
            } catch (NumberFormatException e) {
                builder.errors.add("Port must be a number, not '" + port + "'");
            }
        }
        Object path = take("Path");
        if (path != null) {
            builder.path(path.toString());
        }
        builder.secure(isOn(take("SSL"), false));
        Object alias = take("Alias");
        if (alias != null) {
            builder.alias(alias.toString());
        }
        logging();
        if (isOn(take("CrossDomain"), false)) {
            builder.transports(Transport.CALLBACK_POLLING); // what pages of other origins had to use
        }
        Object error = take("ErrorCallback");
        if (error instanceof MessageHook hook) {
            builder.errorCallback(hook);
        } else if (error != null) {
            builder.errors.add("ErrorCallback must be a MessageHook, not '" + error + "'");
        }
        unread.forEach(name -> builder.errors.add("there is no option '" + name + "'"));
        return builder;
    }

    private void logging() {
        boolean debug = isOn(take("Debug"), false);
        Object file = take("LogFile");
        boolean out = isOn(take("LogStdout"), true);
        if (debug || file != null || !out) {
            try {
                builder.logger(LineLogger.of(debug, file == null ? "" : file.toString(), out));
            } catch (IOException e) {
                builder.errors.add("LogFile must be a file that can be written, not '" + file + "'");
            }
        }
    }

    private Object take(String name) {
        unread.remove(name);
        return options.get(name);
    }

    /** As Perl sees it. */
    private static boolean isOn(Object value, boolean otherwise) {
        return value == null
                ? otherwise
                : !Boolean.FALSE.equals(value) && !Set.of("", "0").contains(value.toString());
    }
}
