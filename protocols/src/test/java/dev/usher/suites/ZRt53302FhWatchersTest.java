package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.tcp.TcpServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * z_rt53302_fh_watchers: five clients ask, get one line each and leave a second later, while the server has shut their
 * connections down long before. Connecting, input, flushing and disconnecting are told five times on either side, and
 * no watch is left over.
 */
class ZRt53302FhWatchersTest extends TcpCase {
    private static final int CLIENTS = 5;

    private void showsEqualCounters() {
        for (String event : new String[] {"connected", "input", "flushed", "disconnected"}) {
            showsTimes(CLIENTS, "server " + event);
        }
        for (String event : new String[] {"connected", "flushed", "got from server"}) {
            showsTimes(CLIENTS, "client " + event);
        }
        assertEquals(0, kernel.counts().watches());
        assertEquals(0, simulation.network().openLinks());
        seen.clear();
    }

    private void serve(boolean clientsWait) {
        int[] disconnected = {0};
        long id = TcpServer.at(0)
                .alias("server")
                .clientConnected((client, poe) -> saw("server connected"))
                .clientInput((client, poe, line) -> {
                    saw("server input");
                    client.put("from server");
                    poe.yield(TcpServer.SHUTDOWN);
                })
                .clientFlushed((client, poe) -> saw("server flushed"))
                .clientDisconnected((client, poe) -> {
                    saw("server disconnected");
                    if (++disconnected[0] == CLIENTS) {
                        poe.call("server", TcpServer.SHUTDOWN);
                    }
                })
                .start(kernel);
        for (int i = 0; i < CLIENTS; i++) {
            client("client", listener(id).port(), "from client", (client, poe, line) -> {
                if (clientsWait) {
                    client.leave(poe, Duration.ofSeconds(1));
                } else {
                    client.close();
                }
            });
        }

        kernel.run();
    }

    @Test
    void shouldCountTheSameOnBothSides() {
        serve(true);

        showsTimes(CLIENTS, "client read 0"); // the server's end comes first
        showsTimes(CLIENTS, "client leaves");
        showsEqualCounters();
        assertEquals(Duration.ofSeconds(1).toNanos(), simulation.clock().nowNs());
    }

    @Test
    void shouldCountTheSameAgainWhenClientsComeAgain() {
        for (int round = 0; round < 3; round++) {
            serve(round == 1);
            showsEqualCounters();
        }
    }
}
