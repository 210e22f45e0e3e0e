package dev.usher.component.tcp;

import dev.usher.kernel.Event;
import dev.usher.kernel.Session;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A server of lines that greets on port 9000, and clients that tell the log of what their callbacks are told. */
abstract class ClientCase extends ServerCase {
    static final Event<String> SAY = Event.named("say", String.class);

    /** Greets with "hi", echoes, and goes when it is told "bye". */
    final long serve() {
        return serve(PORT, "hi");
    }

    final long serve(int port, String greeting) {
        return TcpServer.at(port)
                .clientConnected((client, poe) -> client.put(greeting))
                .clientInput((client, poe, line) -> {
                    client.put(line);
                    if (line.equals("bye")) {
                        client.shutdown();
                    }
                })
                .clientError((client, poe, error) -> {})
                .start(kernel);
    }

    /** Tells everything; has the alias "c" and says what it is told to. */
    final TcpClientBuilder<Void, String, String> telling() {
        return telling(TcpClient.to("127.0.0.1", PORT));
    }

    final TcpClientBuilder<Void, String, String> telling(TcpClientBuilder<Void, String, String> builder) {
        return builder.alias("c")
                .started((client, poe) -> log.add("started"))
                .connected((client, poe) -> log.add("connected"))
                .connectError((client, poe, error) -> log.add("connectError " + text(error)))
                .serverInput((client, poe, line) -> log.add("got " + line))
                .serverError((client, poe, error) -> log.add("error " + text(error)))
                .serverFlushed((client, poe) -> log.add("flushed"))
                .disconnected((client, poe) -> log.add("disconnected"))
                .on(SAY, (client, poe, line) -> client.put(line));
    }

    final void say(String line) {
        kernel.post("c", SAY, line);
        run();
    }

    final Optional<Session> named() {
        return kernel.aliasResolve("c");
    }

    @SuppressWarnings("unchecked")
    final ClientConnection<Object, String, String> heap(long id) {
        return (ClientConnection<Object, String, String>)
                kernel.idToSession(id).orElseThrow().heap();
    }

    final boolean lives(long id) {
        return kernel.idToSession(id).isPresent();
    }

    /** Options of the manual's form, with a ServerInput that tells the log unless another is given. */
    final Map<String, Object> clientOptions(Object... namesAndValues) {
        Map<String, Object> options = new TreeMap<>();
        options.put("RemoteAddress", "127.0.0.1");
        options.put("RemotePort", PORT);
        options.put("ServerInput", TcpClient.code((client, poe, line) -> log.add("got " + line)));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return options;
    }
}
