package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.tcp.TcpClient;
import org.junit.jupiter.api.Test;

/**
 * connect_errors: a client of a port where nobody listens gets ConnectError and no input, and the kernel's run ends.
 */
class ConnectErrorsTest extends SuiteCase {

    @Test
    void shouldTellConnectErrorAndEndWhenNobodyListens() {
        TcpClient.to("127.0.0.1", 9)
                .connected((client, poe) -> saw("connected"))
                .connectError((client, poe, error) ->
                        saw(error.operation() + " " + error.errno().number() + " " + error.text()))
                .serverInput((client, poe, line) -> saw("input " + line))
                .disconnected((client, poe) -> saw("disconnected"))
                .start(kernel);

        runShows("connect 111 Connection refused");
    }

    @Test
    void shouldTryAsOftenAsToldWhenNobodyListens() {
        TcpClient.to("127.0.0.1", 9)
                .connectError((client, poe, error) -> {
                    saw(client.attempts() + " " + error.errno());
                    if (client.attempts() < 3) {
                        poe.yield(TcpClient.RECONNECT);
                    }
                })
                .serverInput((client, poe, line) -> saw("input " + line))
                .start(kernel);

        runShows("1 ECONNREFUSED", "2 ECONNREFUSED", "3 ECONNREFUSED");
        assertEquals(0, simulation.network().openLinks());
    }
}
