package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import dev.usher.network.ListenLink;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenAcceptTest {
    private static final Event<Opened> ACCEPTED = Event.named("accepted", Opened.class);
    private static final Event<Opened> OTHER = Event.named("other", Opened.class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);

    private final Simulation simulation = Simulation.seeded(1);
    private final Kernel kernel = simulation.kernel();
    private final List<String> seen = new ArrayList<>();
    private ListenLink listener;
    private ListenAccept wheel;

    private Session start() throws IOException {
        listener = simulation.network().listen(new InetSocketAddress("127.0.0.1", 9000), 5);
        return kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> wheel = ListenAccept.on(listener)
                                .acceptEvent(ACCEPTED)
                                .errorEvent(ERROR)
                                .open(poe))
                        .on(ACCEPTED, (me, poe, opened) -> {
                            assertEquals(wheel.id(), poe.wheelId());
                            seen.add("accepted " + opened.remoteIp());
                            opened.link().close();
                        })
                        .on(OTHER, (me, poe, opened) -> {
                            seen.add("other");
                            opened.link().close();
                        })
                        .on(ERROR, (me, poe, error) -> seen.add(error.operation() + " " + error.errno())),
                null);
    }

    @Test
    void shouldAcceptOnALinkThatListensAlreadyUntilItIsClosed() throws IOException {
        Session session = start();
        simulation.connect(9000);
        simulation.connect(9000);
        simulation.runUntilIdle();
        assertEquals(List.of("accepted 127.0.0.1", "accepted 127.0.0.1"), seen);

        wheel.acceptEvent(OTHER);
        simulation.connect(9000);
        simulation.runUntilIdle();
        wheel.close();
        SimulatedClient late = simulation.connect(9000);
        simulation.runUntilIdle();

        assertEquals("other", seen.get(2));
        assertTrue(late.isRefused());
        assertFalse(session.isAlive());
        assertFalse(listener.isOpen());
    }

    @Test
    void shouldTellWhyAcceptingFailedAndGoOn() throws IOException {
        start();
        simulation.network().failNextAccept(new IOException("Too many open files"));

        simulation.connect(9000);
        simulation.runUntilIdle();

        assertEquals(List.of("accept EMFILE", "accepted 127.0.0.1"), seen);
        simulation.close();
        assertEquals(0, simulation.network().openLinks());
    }

    @Test
    void shouldCloseTheListenerWithItsSession() throws IOException {
        Session session = start();

        kernel.signal(session, "KILL");
        simulation.runUntilIdle();

        assertFalse(listener.isOpen());
    }
}
