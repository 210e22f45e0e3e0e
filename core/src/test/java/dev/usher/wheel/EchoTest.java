package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EchoTest {
    private static final Event<Opened> ACCEPTED = Event.named("accepted", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);
    private static final Event<String> INPUT = Event.named("input", String.class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);

    /** Lines ended by LF, as short as a filter can be. */
    private static final class Lines implements Filter<String, String> {
        @Override
        public String next(Input input) {
            int end = input.indexOf((byte) '\n', 0);
            if (end < 0) {
                return null;
            }
            String line = input.take(end, StandardCharsets.ISO_8859_1);
            input.skip(1);
            return line;
        }

        @Override
        public void put(String item, Output out) {
            out.put((item + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public Lines fresh() {
            return new Lines();
        }
    }

    private static final class Echo {
        final Map<Long, ReadWrite<String, String>> clients = new HashMap<>();
        SocketFactory listener;
    }

    private static final States<Echo> STATES = States.of(Echo.class)
            .start((echo, poe) -> echo.listener = SocketFactory.listen(9000)
                    .successEvent(ACCEPTED)
                    .failureEvent(FAILED)
                    .open(poe))
            .on(ACCEPTED, (echo, poe, accepted) -> {
                ReadWrite<String, String> client = ReadWrite.with(new Lines())
                        .inputEvent(INPUT)
                        .errorEvent(ERROR)
                        .open(poe, accepted.link());
                echo.clients.put(client.id(), client);
            })
            .on(INPUT, (echo, poe, line) -> echo.clients.get(poe.wheelId()).put(line))
            .on(ERROR, (echo, poe, error) -> echo.clients.remove(poe.wheelId()).close());

    @Test
    void shouldEchoLinesInMemory() {
        try (Simulation simulation = Simulation.seeded(1)) {
            simulation.kernel().create(STATES, new Echo());
            SimulatedClient client = simulation.connect(9000);
            client.send("hello\nworld\nrest");
            simulation.runUntilIdle();
            assertEquals("hello\nworld\n", client.received());
            client.close();
            simulation.runUntilIdle();
            assertEquals(1, simulation.kernel().counts().watches());
            assertTrue(simulation.kernel().counts().sessions() == 1);
        }
    }
}
