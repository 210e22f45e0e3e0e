package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.component.tcp.TcpServer;
import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.wheel.Opened;
import dev.usher.wheel.ReadWrite;
import org.junit.jupiter.api.Test;

/**
 * comp_tcp_concurrent: nine clients come at once to a server of concurrency one with an acceptor, which tells of
 * disconnections itself, and to one of concurrency four with callbacks. Never are more than that open, and all are
 * served in turn.
 */
class CompTcpConcurrentTest extends TcpCase {
    private static final Event<String> LINE = Event.named("line", String.class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);
    private static final int CLIENTS = 9;

    private int open;
    private int most;
    private int served;

    private void opened(int limit) {
        most = Math.max(most, ++open);
        assertTrue(open <= limit, open + " at a time");
    }

    private void ask(long server) {
        int port = listener(server).port();
        for (int i = 1; i <= CLIENTS; i++) {
            client("client " + i, port, "hello " + i, (client, poe, line) -> {
                if (line.endsWith("#" + CLIENTS)) {
                    client.put("quit");
                }
                client.close(); // what was just put is written
            });
        }
    }

    private void showsAllServed() {
        for (int i = 1; i <= CLIENTS; i++) {
            showsTimes(1, "client " + i + " connected"); // by the system, whoever has been accepted
            int client = i;
            assertEquals(
                    1,
                    seen.stream()
                            .filter(line -> line.startsWith("client " + client + " got echo: hello " + client + " #"))
                            .count());
        }
        assertEquals(0, open);
    }

    /** A connection of the server with an acceptor. */
    private static final class Accepted {
        ReadWrite<String, String> wheel;
    }

    @Test
    void shouldServeOneAtATimeByAnAcceptorThatTellsOfDisconnections() {
        States<Accepted> accepted = States.of(Accepted.class)
                .start((me, poe, arguments) -> {
                    me.wheel = ReadWrite.with(new LineFilter())
                            .inputEvent(LINE)
                            .errorEvent(ERROR)
                            .open(poe, ((Opened) arguments[0]).link());
                    opened(1);
                })
                .on(LINE, (me, poe, line) -> {
                    if (line.equals("quit")) {
                        poe.post("acceptor_server", TcpServer.SHUTDOWN);
                    } else {
                        me.wheel.put("echo: " + line + " #" + ++served);
                    }
                })
                .on(ERROR, (me, poe, error) -> {
                    assertEquals(
                            "read 0", error.operation() + " " + error.errno().number());
                    me.wheel.close();
                    open--;
                    poe.post("acceptor_server", TcpServer.DISCONNECTED);
                });
        long id = TcpServer.at(0)
                .alias("acceptor_server")
                .concurrency(1)
                .acceptor((me, poe, opened) -> poe.create(accepted, new Accepted(), opened))
                .start(kernel);
        ask(id);

        kernel.run(); // quit ends it

        showsAllServed();
        assertEquals(1, most);
        assertEquals(CLIENTS, served);
    }

    @Test
    void shouldServeFourAtATimeByCallbacks() {
        long id = TcpServer.at(0)
                .alias("callback_server")
                .concurrency(4)
                .clientConnected((client, poe) -> {
                    opened(4);
                    assertEquals(
                            open,
                            listener(client.session().parent().orElseThrow().id())
                                    .connections());
                })
                .clientInput((client, poe, line) -> {
                    if (line.equals("quit")) {
                        poe.post("callback_server", TcpServer.SHUTDOWN);
                    } else {
                        client.put("echo: " + line + " #" + ++served);
                    }
                })
                .clientError((client, poe, error) -> {
                    assertEquals(
                            "read 0", error.operation() + " " + error.errno().number());
                    poe.yield(TcpServer.SHUTDOWN); // once more than needed
                })
                .clientDisconnected((client, poe) -> open--)
                .start(kernel);
        ask(id);

        kernel.run();

        showsAllServed();
        assertEquals(4, most);
        assertEquals(CLIENTS, served);
    }

    @Test
    void shouldLetMoreInWhenTheLimitIsRaised() {
        long id = TcpServer.at(0)
                .concurrency(1)
                .clientConnected((client, poe) -> opened(CLIENTS))
                .clientInput((client, poe, line) -> client.put("echo: " + line + " #0"))
                .clientDisconnected((client, poe) -> open--)
                .start(kernel);
        int port = listener(id).port();
        for (int i = 1; i <= CLIENTS; i++) {
            client("client " + i, port, "hello", (client, poe, line) -> {}); // stays
        }
        simulation.runUntilIdle();
        assertEquals(1, open);

        assertEquals(true, kernel.call(id, TcpServer.SET_CONCURRENCY, 3));
        simulation.runUntilIdle();
        assertEquals(3, open);
        assertEquals(false, kernel.call(id, TcpServer.SET_CONCURRENCY, -2));
        assertEquals(true, kernel.call(id, TcpServer.SET_CONCURRENCY, -1));
        simulation.runUntilIdle();
        assertEquals(CLIENTS, open);
        assertEquals(CLIENTS, listener(id).connections());
    }
}
