package dev.usher.component.bayeux;

import dev.usher.component.internal.ManualOptions;
import java.io.IOException;
import java.util.Map;

/** Reads the manual's options of the client by name. Names that are not known and wrong values are errors. */
final class BayeuxClientOptions {
    private final BayeuxClientBuilder builder = new BayeuxClientBuilder();
    private final ManualOptions options;

    private BayeuxClientOptions(Map<String, ?> options) {
        this.options = new ManualOptions(options, builder.errors);
    }

    static BayeuxClientBuilder read(Map<String, ?> options) {
        return new BayeuxClientOptions(options).read();
    }

    private BayeuxClientBuilder read() {
        Object host = options.take("Host");
        builder.host(host == null ? "" : host.toString());
        options.number("Port", builder::port);
        Object path = options.take("Path");
        if (path != null) {
            builder.path(path.toString());
        }
        builder.secure(options.isOn("SSL"));
        Object alias = options.take("Alias");
        if (alias != null) {
            builder.alias(alias.toString());
        }
        logging();
        if (options.isOn("CrossDomain")) {
            builder.transports(Transport.CALLBACK_POLLING); // what pages of other origins had to use
        }
        options.take("ErrorCallback", MessageHook.class, builder::errorCallback);
        options.refuseUnread();
        return builder;
    }

    private void logging() {
        boolean debug = options.isOn("Debug");
        Object file = options.take("LogFile");
        Object stdout = options.take("LogStdout");
        boolean out = stdout == null || ManualOptions.isOn(stdout);
        if (debug || file != null || !out) {
            try {
                builder.logger(LineLogger.of(debug, file == null ? "" : file.toString(), out));
            } catch (IOException e) {
                options.wrong("LogFile", "a file that can be written", file);
            }
        }
    }
}
