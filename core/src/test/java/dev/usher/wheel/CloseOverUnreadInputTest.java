package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import org.junit.jupiter.api.Test;

class CloseOverUnreadInputTest {
    private static final Event<Opened> ACCEPTED = Event.named("accepted", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> INPUT = Event.named("input", String.class);
    private static final Event<Void> CLOSE = Event.named("close");

    private static final class Server {
        SocketFactory listener;
        ReadWrite<String, String> client;
    }

    @Test
    void shouldNotResetThePeerWhoseInputWasNotReadYet() {
        States<Server> states = States.of(Server.class)
                .start((server, poe) -> {
                    poe.aliasSet("server");
                    server.listener = SocketFactory.listen(9000)
                            .successEvent(ACCEPTED)
                            .failureEvent(FAILED)
                            .open(poe);
                })
                .on(ACCEPTED, (server, poe, opened) -> {
                    server.client =
                            ReadWrite.with(new Lines()).inputEvent(INPUT).open(poe, opened.link());
                    server.client.pauseInput();
                    server.client.put("bye");
                })
                .on(CLOSE, (server, poe) -> server.client.close());
        try (Simulation simulation = Simulation.seeded(1)) {
            simulation.kernel().create(states, new Server());
            SimulatedClient client = simulation.connect(9000);
            client.stopReading();
            client.send("never read\n");
            simulation.runUntilIdle();

            simulation.kernel().post("server", CLOSE);
            simulation.runUntilIdle();
            client.resumeReading();
            simulation.runUntilIdle();

            assertEquals("bye\n", client.received());
            assertFalse(client.isReset());
            assertTrue(client.isClosedByPeer());
        }
    }
}
