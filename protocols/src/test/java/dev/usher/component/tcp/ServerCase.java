package dev.usher.component.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.component.log.Logs;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A simulation with a server on port 9000, and a log of what its callbacks were told. */
abstract class ServerCase {
    static final int PORT = 9000;
    static final Event<Void> TICK = Event.named("tick");

    final List<String> log = new ArrayList<>();
    Simulation simulation;
    Kernel kernel;

    @BeforeEach
    final void open() {
        simulation = Simulation.seeded(1);
        kernel = simulation.kernel();
        Logs.clear();
    }

    @AfterEach
    final void close() {
        simulation.close();
    }

    /** Echoes lines; tells the log of connecting, errors and disconnecting. */
    final TcpServerBuilder<Void, String, String> echo() {
        return echo(PORT);
    }

    final TcpServerBuilder<Void, String, String> echo(int port) {
        return TcpServer.at(port)
                .clientConnected((client, poe) -> {
                    log.add("connected");
                    client.put("hi");
                })
                .clientInput((client, poe, line) -> client.put(line))
                .clientError((client, poe, error) -> log.add(text(error)))
                .clientDisconnected((client, poe) -> log.add("disconnected"));
    }

    static String text(IoError error) {
        return (error.operation() + " " + error.errno().number() + " " + error.text()).trim();
    }

    final void run() {
        simulation.runUntilIdle();
    }

    final void advance(int seconds) {
        simulation.advance(Duration.ofSeconds(seconds));
    }

    /** A client that is connected as far as the server lets it. */
    final SimulatedClient client() {
        return client(PORT);
    }

    final SimulatedClient client(int port) {
        SimulatedClient client = simulation.connect(port);
        run();
        return client;
    }

    /** What the server answers to some text within this moment. */
    final String ask(SimulatedClient client, String text) {
        client.takeReceived();
        client.send(text);
        run();
        return client.takeReceived();
    }

    final TcpListener listener(long id) {
        return (TcpListener) kernel.idToSession(id).orElseThrow().heap();
    }

    /** A session that does nothing but keep the kernel alive. */
    final void guard() {
        kernel.create(States.of(Object.class).start((heap, poe) -> poe.aliasSet("guard")), null);
    }

    final void assertLog(String... lines) {
        assertEquals(List.of(lines), log);
    }

    /** Options of the manual's form, with a ClientInput that echoes unless another is given. */
    static Map<String, Object> options(Object... namesAndValues) {
        Map<String, Object> options = new TreeMap<>();
        options.put("Port", PORT);
        options.put("ClientInput", TcpServer.code((client, poe, line) -> client.put(line)));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return options;
    }
}
