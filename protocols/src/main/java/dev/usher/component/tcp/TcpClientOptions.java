package dev.usher.component.tcp;

import dev.usher.kernel.SessionType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Reads the manual's options by name into a client's builder. Unknown names are warned about and ignored, as POE does;
 * wrong values are errors, reported with all others when the client is defined.
 */
final class TcpClientOptions {
    private static final double NANOS = 1e9;

    private TcpClientOptions() {}

    static TcpClientBuilder<Object, Object, Object> read(Map<String, ?> named) {
        NamedOptions options = new NamedOptions("TCP client", TcpClient.class, named);
        TcpClientBuilder<Object, Object, Object> builder = new TcpClientBuilder<>(
                new FilterOptions(options).take("Filter", "ServerInputFilter", "ServerOutputFilter"));
        connecting(options, builder);
        callbacks(options, builder);
        options.takeMarks("ServerHigh", "ServerLow", builder::marks);
        options.take("Args", List.class, list -> builder.args(list.toArray()));
        StateOptions.read(options, builder.program, ClientConnection.class);
        options.take("SessionType", SessionType.class, builder::sessionType);
        options.warnOfUnread();
        builder.errors.addAll(options.errors);
        return builder;
    }

    private static void connecting(NamedOptions options, TcpClientBuilder<Object, Object, Object> builder) {
        Object domain = options.take("Domain"); // before the addresses, which may say better
        if (domain instanceof Domain given) {
            builder.domain(given);
        } else if (domain != null) {
            options.errors.add("Domain must be INET or INET6, not " + domain);
        }
        if (!options.has("RemoteAddress")) {
            options.errors.add("RemoteAddress is required: whom to connect to, or null for 127.0.0.1");
        }
        builder.remoteAddress(options.take("RemoteAddress"));
        options.takePort("RemotePort", builder::remotePort, builder::remotePort);
        Object bind = options.take("BindAddress");
        if (bind != null) {
            builder.bindAddress(bind);
        }
        options.take("BindPort", Integer.class, builder::bindPort);
        options.take("Alias", String.class, builder::alias);
        Object timeout = options.take("ConnectTimeout");
        if (timeout instanceof Number seconds) {
            builder.connectTimeout(Duration.ofNanos(Math.round(seconds.doubleValue() * NANOS)));
        } else if (timeout instanceof Duration time) {
            builder.connectTimeout(time);
        } else if (timeout != null) {
            options.errors.add("ConnectTimeout must be a number of seconds or a Duration, not " + timeout);
        }
    }

    private static void callbacks(NamedOptions options, TcpClientBuilder<Object, Object, Object> builder) {
        options.takePlain("Started", builder::started);
        options.takeTaking("PreConnect", builder::preConnect);
        options.takePlain("Connected", builder::connected);
        options.takeTaking("ConnectError", builder::connectError);
        options.takePlain("Disconnected", builder::disconnected);
        options.takeTaking("ServerInput", builder::serverInput);
        options.takeTaking("ServerError", builder::serverError);
        options.takePlain("ServerFlushed", builder::serverFlushed);
    }
}
