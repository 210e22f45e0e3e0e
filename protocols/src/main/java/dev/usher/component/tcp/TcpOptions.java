package dev.usher.component.tcp;

import dev.usher.kernel.SessionType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the manual's options by name into a server's builder. Unknown names are warned about and ignored, as POE does;
 * wrong values are errors, reported with all others when the server is defined.
 */
final class TcpOptions {
    private final NamedOptions options;

    private TcpOptions(NamedOptions options) {
        this.options = options;
    }

    static TcpServerBuilder<Object, Object, Object> read(Map<String, ?> named) {
        NamedOptions options = new NamedOptions("TCP server", TcpServer.class, named);
        TcpOptions reader = new TcpOptions(options);
        TcpServerBuilder<Object, Object, Object> builder = new TcpServerBuilder<>(
                new FilterOptions(options).take("ClientFilter", "ClientInputFilter", "ClientOutputFilter"));
        reader.listener(builder);
        reader.callbacks(builder);
        options.takeMarks("ClientHigh", "ClientLow", builder::marks);
        StateOptions.read(options, builder.program, TcpConnection.class);
        options.take("SessionType", SessionType.class, builder::sessionType);
        reader.needsInput();
        options.warnOfUnread();
        builder.errors.addAll(options.errors);
        return builder;
    }

    /** Without ClientInput there are no connections that client options could be about. */
    private void needsInput() {
        if (options.peek("ClientInput") != null) {
            return;
        }
        Stream.of("ClientFilter", "ClientInputFilter", "ClientOutputFilter", "ClientShutdownOnError")
                .filter(name -> options.peek(name) != null)
                .forEach(name -> options.errors.add(name + " makes no sense without ClientInput"));
    }

    private void listener(TcpServerBuilder<Object, Object, Object> builder) {
        options.takePort("Port", builder::port, builder::port);
        Object address = options.take("Address");
        if (address != null) {
            builder.address(address);
        }
        options.take("Hostname", String.class, builder::hostname);
        options.take("Alias", String.class, builder::alias);
        Object domain = options.take("Domain");
        if (domain instanceof Domain given) {
            builder.domain(given);
        } else if (domain != null) {
            options.errors.add("Domain must be INET, INET6 or UNIX, not " + domain);
        }
        options.take("Concurrency", Integer.class, builder::concurrency);
        options.take("ListenQueue", Integer.class, builder::backlog);
        options.take("ListenerArgs", List.class, list -> builder.listenerArgs(list.toArray()));
        options.take("ClientArgs", List.class, list -> builder.clientArgs(list.toArray()));
        Object old = options.take("Args");
        if (old != null) {
            boolean beside = options.has("ClientArgs");
            options.warnOf("Args", "deprecated" + (beside ? " and ignored beside ClientArgs" : ": say ClientArgs"));
            if (!beside) {
                if (old instanceof List<?> list) {
                    builder.clientArgs(list.toArray());
                } else {
                    options.errors.add("Args must be a List");
                }
            }
        }
    }

    private void callbacks(TcpServerBuilder<Object, Object, Object> builder) {
        options.takePlain("Started", builder::started);
        options.takePlain("Stopped", builder::stopped);
        options.takeTaking("Error", builder::error);
        options.takeTaking("Acceptor", builder::acceptor);
        options.takeTaking("ClientPreConnect", builder::clientPreConnect);
        options.takeTaking("ClientInput", builder::clientInput);
        options.takeTaking("ClientError", builder::clientError);
        options.takeTaking("ClientRejected", builder::clientRejected);
        options.takePlain("ClientConnected", builder::clientConnected);
        options.takePlain("ClientDisconnected", builder::clientDisconnected);
        options.takePlain("ClientFlushed", builder::clientFlushed);
        options.take("ClientShutdownOnError", Boolean.class, builder::shutdownOnError);
    }
}
