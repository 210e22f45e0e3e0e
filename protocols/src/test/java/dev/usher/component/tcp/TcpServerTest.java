package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpServerTest {
    @Test
    void shouldCallBackInTheManualsOrder() {
        List<String> log = new ArrayList<>();
        try (Simulation simulation = Simulation.seeded(1)) {
            TcpServer.at(9000)
                    .state(StringBuilder::new)
                    .started((listener, poe) -> log.add("started " + listener.port()))
                    .stopped((listener, poe) -> log.add("stopped"))
                    .clientConnected((client, poe) -> {
                        log.add("connected " + client.remoteIp());
                        client.put("Smile from the server!");
                    })
                    .clientInput((client, poe, line) -> {
                        client.state().append(line);
                        client.put(client.state().toString());
                        if (line.equals("quit")) {
                            client.shutdown();
                        }
                    })
                    .clientFlushed((client, poe) -> log.add("flushed"))
                    .clientError((client, poe, error) -> log.add("error " + error))
                    .clientDisconnected((client, poe) -> log.add("disconnected"))
                    .alias("srv")
                    .start(simulation.kernel());
            SimulatedClient client = simulation.connect(9000);
            client.send("a\nb\r\nquit\nmore\n");

            simulation.runUntilIdle();

            assertEquals("Smile from the server!\r\na\r\nab\r\nabquit\r\n", client.received());
            simulation.kernel().post("srv", TcpServer.SHUTDOWN);
            simulation.runUntilIdle();
            assertEquals(
                    List.of("started 9000", "connected 127.0.0.1", "flushed", "flushed", "disconnected", "stopped"),
                    log);
            assertEquals(0, simulation.kernel().counts().sessions());
        }
    }
}
