package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.component.tcp.TcpConnection;
import dev.usher.component.tcp.TcpServer;
import dev.usher.component.tcp.TcpServerBuilder;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.PoeUri;
import dev.usher.kernel.States;
import dev.usher.tls.Tls;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A room on several kernels, each on a core of its own. A connection is in one of them, and what is said there is
 * posted to the room of every kernel by its URI, {@code poe://chat-1/room/said} say. Nothing else is shared.
 */
final class GroupChat {
    static final List<Option> OPTIONS =
            List.of(Option.host(), Option.number("port", 7024, 0, 65_535), Kernels.option(2), Option.tls());
    static final String NAME = "chat"; // of the kernels: chat-0, chat-1 ...
    private static final Event<String> SAID = Event.named("said", String.class);
    private static final int LONGEST_LINE = 1_000; // bytes
    private static final int HIGH = 32 * 1024;

    private static final States<GroupChat> ROOM = States.of(GroupChat.class)
            .start((room, poe) -> poe.aliasSet("room"))
            .on(SAID, (room, poe, line) -> room.tell(line));

    /** What the room knows of one connection. */
    static final class Member {
        private boolean behind; // too much waits: it hears nothing until that is read
    }

    private final Set<TcpConnection<Member, String, String>> here = new LinkedHashSet<>();
    private final List<PoeUri> rooms;

    GroupChat(int kernels) {
        rooms = IntStream.range(0, kernels)
                .mapToObj(i -> PoeUri.of("room", SAID.name()).withKernel(NAME + "-" + i))
                .toList();
    }

    static int run(Arguments arguments, PrintStream out, PrintStream err) throws UsageException {
        int kernels = arguments.number("kernels");
        int port = arguments.number("port");
        Optional<Tls> tls = arguments.tls();
        return Kernels.run(kernels, NAME, out, (kernel, toWhom) -> {
                    TcpServerBuilder<?, ?, ?> server = new GroupChat(kernels).server(kernel, port);
                    tls.ifPresent(server::tls);
                    Serving serving = new Serving(server, arguments.host(), port, toWhom, err);
                    serving.start(kernel);
                    return serving;
                })
                .stream()
                .mapToInt(Serving::outcome)
                .max()
                .orElse(1);
    }

    /** The server of one kernel, with its room beside it. */
    TcpServerBuilder<Member, String, String> server(Kernel kernel, int port) {
        kernel.create(ROOM, this);
        return TcpServer.at(port, () -> new LineFilter().charset(UTF_8).maxLength(LONGEST_LINE))
                .state(Member::new)
                .marks(HIGH / 4, HIGH, (client, poe) -> client.state().behind = false, (client, poe) -> {})
                .clientConnected((client, poe) -> {
                    here.add(client);
                    client.put("* you are in " + where(poe));
                })
                .clientInput((client, poe, line) -> post(poe, "<" + client.remotePort() + "> " + line))
                .clientDisconnected((client, poe) -> {
                    here.remove(client);
                    post(poe, "* " + client.remotePort() + " has left " + where(poe));
                });
    }

    /** Alone, the kernel has no name, and its URI would reach nobody. */
    private static String where(Context poe) {
        String kernel = poe.kernel().name();
        return kernel.isEmpty() ? "the room" : kernel;
    }

    private void post(Context poe, String line) {
        if (poe.kernel().name().isEmpty()) {
            poe.post("room", SAID, line);
        } else {
            rooms.forEach(room -> room.post(poe, line)); // what one kernel says all hear in its order
        }
    }

    private void tell(String line) {
        for (TcpConnection<Member, String, String> client : here) {
            if (!client.state().behind && !client.isShutdown()) {
                client.state().behind = client.put(line);
            }
        }
    }
}
