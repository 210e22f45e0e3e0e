package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.DefinitionException;
import dev.usher.component.tcp.TcpServer;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * comp_tcp, its server side: a server with an acceptor of its own and one of callbacks, each asked once by a client;
 * everything that both are told from connecting to the end, and the options that are refused.
 */
class CompTcpTest extends TcpCase {
    private static final Event<String> LINE = Event.named("line", String.class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);
    private static final Event<Void> FLUSHED = Event.named("flush");

    /** A connection of the server with an acceptor. */
    private static final class Accepted {
        ReadWrite<String, String> wheel;
        boolean shutdown;
    }

    private final States<Accepted> accepted = States.of(Accepted.class)
            .start((me, poe, arguments) -> {
                me.wheel = ReadWrite.with(new LineFilter())
                        .inputEvent(LINE)
                        .errorEvent(ERROR)
                        .flushedEvent(FLUSHED)
                        .open(poe, ((Opened) arguments[0]).link());
                saw("server got connection");
            })
            .on(LINE, (me, poe, line) -> {
                saw("server got " + line);
                me.wheel.put("echo: " + line);
                me.shutdown |= line.equals("quit");
            })
            .on(ERROR, (me, poe, error) -> saw("server error " + error))
            .on(FLUSHED, (me, poe) -> {
                saw("server flushed");
                if (me.shutdown) {
                    me.wheel.close();
                }
            })
            .stop((me, poe) -> saw("server connection stop"));

    @Test
    void shouldServeWithAnAcceptorOfItsOwn() {
        long id = TcpServer.at(0)
                .address("127.0.0.1")
                .alias("acceptor_server")
                .acceptor((me, poe, opened) -> {
                    assertEquals("127.0.0.1", opened.remoteIp());
                    poe.create(accepted, new Accepted(), opened);
                })
                .stopped((me, poe) -> saw("listener stop"))
                .start(kernel);
        client("client", listener(id).port(), "quit", (client, poe, line) -> {});

        simulation.runUntilIdle();

        assertEquals(
                List.of(
                        "client connected",
                        "server got connection",
                        "client flushed",
                        "server got quit",
                        "server flushed",
                        "server connection stop",
                        "client got echo: quit",
                        "client read 0"),
                inOrderOfSuite());
        assertTrue(kernel.aliasResolve("acceptor_server").isPresent());
        seen.clear();
        kernel.post("acceptor_server", TcpServer.SHUTDOWN);
        runShows("listener stop");
    }

    /** The client is told that it is connected before or after the server has accepted: either is right. */
    private List<String> inOrderOfSuite() {
        assertTrue(seen.indexOf("client connected") < seen.indexOf("client flushed"));
        if (seen.indexOf("client connected") == 1) {
            seen.add(0, seen.remove(1));
        }
        return seen;
    }

    @Test
    void shouldServeByCallbacks() {
        long id = TcpServer.at(0, () -> LineFilter.literal("\n"))
                .address("127.0.0.1")
                .alias("input_server")
                .clientPreConnect((client, poe, link) -> {
                    assertNotNull(link.remoteAddress());
                    assertTrue(link.isOpen());
                    saw("server pre-connect");
                })
                .clientConnected((client, poe) -> saw("server connected"))
                .clientInput((client, poe, line) -> {
                    saw("server got " + line);
                    client.put("echo: " + line);
                    if (line.equals("quit")) {
                        poe.yield(TcpServer.SHUTDOWN);
                    }
                })
                .clientError((client, poe, error) -> saw("server error " + error))
                .clientFlushed((client, poe) -> saw("server flushed"))
                .clientDisconnected((client, poe) -> {
                    assertTrue(client.wheel().isPresent());
                    saw("server disconnected");
                })
                .start(kernel);
        client("client", listener(id).port(), "quit", LineFilter.literal("\n"), (client, poe, line) -> {});

        simulation.runUntilIdle();

        for (String line : List.of(
                "server pre-connect",
                "server connected",
                "server got quit",
                "server flushed",
                "server disconnected",
                "client connected",
                "client flushed",
                "client got echo: quit",
                "client read 0")) {
            showsTimes(1, line);
        }
        assertEquals(9, seen.size());
        List<String> server =
                seen.stream().filter(line -> line.startsWith("server")).toList();
        assertEquals(
                List.of(
                        "server pre-connect",
                        "server connected",
                        "server got quit",
                        "server flushed",
                        "server disconnected"),
                server);
        kernel.post("input_server", TcpServer.SHUTDOWN);
        kernel.run();
        assertFalse(kernel.aliasResolve("input_server").isPresent());
    }

    @Test
    void shouldLetNobodyInWhomPreConnectRefuses() {
        long id = TcpServer.at(0)
                .clientPreConnect((client, poe, link) -> client.reject("not today"))
                .clientRejected((client, poe, reason) -> saw("rejected " + reason))
                .clientConnected((client, poe) -> saw("never connected"))
                .clientInput((client, poe, line) -> saw("never input"))
                .clientDisconnected((client, poe) -> saw("never disconnected"))
                .start(kernel);
        client("client", listener(id).port(), "hello", (client, poe, line) -> {});

        simulation.runUntilIdle();

        showsTimes(1, "rejected not today");
        assertFalse(seen.stream().anyMatch(line -> line.contains("never")), seen.toString());
        assertEquals(0, listener(id).connections());
        kernel.call(id, TcpServer.SHUTDOWN);
        kernel.run();
    }

    @Test
    void shouldLetConnectionsGoOnWhenTheListenerShutsDownAndStopAfterTheLast() {
        long id = TcpServer.at(0)
                .clientInput((client, poe, line) -> client.put("echo: " + line))
                .clientDisconnected((client, poe) -> saw("server disconnected"))
                .stopped((me, poe) -> saw("listener stop"))
                .start(kernel);
        client("client", listener(id).port(), "one", (client, poe, line) -> {
            if (line.equals("echo: one")) {
                kernel.call(id, TcpServer.SHUTDOWN);
                client.put("two");
            } else {
                client.close();
            }
        });

        kernel.run();

        showsTimes(1, "client got echo: two");
        assertEquals("listener stop", seen.get(seen.size() - 1));
        assertEquals("server disconnected", seen.get(seen.size() - 2));
    }

    private static void refused(String named, Object... changes) {
        Map<String, Object> options = new TreeMap<>();
        options.put("Port", 0);
        options.put("ClientInput", TcpServer.code((client, poe, line) -> {}));
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                options.remove(changes[i]);
            } else {
                options.put((String) changes[i], changes[i + 1]);
            }
        }

        String message = assertThrows(
                        DefinitionException.class, () -> TcpServer.from(options).define())
                .getMessage();

        assertTrue(message.contains(named), named + " in " + message);
    }

    @Test
    void shouldRefuseOptionsThatCannotBeByName() {
        refused("clientInput", "ClientInput", null);
        refused("not both", "Acceptor", TcpServer.listenerCode((me, poe, opened) -> {}));
        refused("ClientInput", "ClientInput", "not code");
        refused("InlineStates", "InlineStates", "not a map");
        refused("ObjectStates", "ObjectStates", "not a list");
        refused("PackageStates", "PackageStates", "not a list");
        refused("SessionParams", "SessionParams", 3);
        refused("LowMark", "HighMark", 256, "ClientHigh", TcpServer.code((client, poe) -> {}));
        refused("HighMark", "LowMark", 64, "ClientLow", TcpServer.code((client, poe) -> {}));
        refused("ClientHigh", "HighMark", 256, "LowMark", 64);
    }
}
