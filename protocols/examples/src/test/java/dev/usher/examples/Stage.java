package dev.usher.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.component.tcp.TcpServerBuilder;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** An example in virtual time, with what it prints. */
final class Stage implements AutoCloseable {
    static final int PORT = 9000;

    static { // clients that are given up are logged, and here they are meant to be
        System.setProperty("org.slf4j.simpleLogger.log.dev.usher.component.tcp.TcpServer", "error");
        System.setProperty("org.slf4j.simpleLogger.log.dev.usher.component.http.HttpServer", "error");
    }

    final Simulation simulation = Simulation.seeded(1);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();
    final PrintStream out = new PrintStream(printed, true, UTF_8);
    final PrintStream err = new PrintStream(complained, true, UTF_8);

    /** As the program would serve it, on {@link #PORT}. */
    static Stage serving(TcpServerBuilder<?, ?, ?> server) {
        Stage stage = new Stage();
        stage.serve(server, "127.0.0.1");
        return stage;
    }

    Serving serve(TcpServerBuilder<?, ?, ?> server, String host) {
        Serving serving = new Serving(server, host, PORT, out, err);
        serving.start(simulation.kernel());
        simulation.runUntilIdle();
        return serving;
    }

    SimulatedClient client() {
        return simulation.connect(PORT);
    }

    /** Sends in UTF-8 and answers, with newlines only, what came back. */
    String ask(SimulatedClient client, String text) {
        client.send(text.getBytes(UTF_8));
        return heard(client);
    }

    String heard(SimulatedClient client) {
        simulation.runUntilIdle();
        String text = new String(client.receivedBytes(), UTF_8).replace("\r\n", "\n");
        client.takeReceived();
        return text;
    }

    void signal(String name) {
        simulation.kernel().signal("0", name);
        simulation.runUntilIdle();
    }

    int sessions() {
        return simulation.kernel().counts().sessions();
    }

    String printed() {
        return printed.toString(UTF_8);
    }

    String complained() {
        return complained.toString(UTF_8);
    }

    @Override
    public void close() {
        simulation.close();
    }
}
