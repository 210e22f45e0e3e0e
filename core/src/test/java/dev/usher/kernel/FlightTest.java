package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.usher.simulation.Simulation;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of the JDK's flight recorder. */
class FlightTest {
    private static final Event<Void> TICK = Event.named("tick");
    private static final Event<Opened> ACCEPTED = Event.named("accepted", Opened.class);
    private static final Event<IoError> FAILED = Event.named("failed", IoError.class);

    @TempDir
    Path folder;

    private final Simulation simulation = Simulation.seeded(1, KernelBuilder::flightEvents);
    private final Kernel kernel = simulation.kernel();

    private Session ticking() {
        return kernel.create(
                States.of(Object.class)
                        .start((it, poe) -> SocketFactory.listen(9000)
                                .successEvent(ACCEPTED)
                                .failureEvent(FAILED)
                                .open(poe))
                        .on(TICK, (it, poe) -> {}),
                null);
    }

    @Test
    void shouldTellOfDispatchPollAndFlushWhileARecordingRuns() throws IOException {
        Session session = ticking();
        Flushable wheel = poe -> {};
        simulation.runUntilIdle();
        kernel.post(session, TICK);
        simulation.runUntilIdle();
        assertFalse(isWatched(session), "no recording runs, and yet events go the longer way");
        Path file = folder.resolve("flight.jfr");

        try (Recording recording = new Recording()) {
            for (String name : List.of("Dispatch", "Poll", "Flush")) {
                recording.enable("dev.usher." + name).withoutThreshold();
            }
            recording.start();
            simulation.runUntilIdle(); // sees that it has begun
            kernel.post(session, TICK);
            kernel.flushLater(session, wheel);
            simulation.runUntilIdle();
            recording.stop();
            recording.dump(file);
        }

        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertEquals(1, named(events, "Dispatch").size());
        RecordedEvent tick = named(events, "Dispatch").get(0);
        assertEquals("tick", tick.getString("event"));
        assertEquals(session.id(), tick.getLong("session"));
        assertEquals(0, tick.getLong("sender"));
        assertEquals(1, named(events, "Flush").size());
        assertEquals(session.id(), named(events, "Flush").get(0).getLong("session"));
        assertFalse(named(events, "Poll").isEmpty());
        simulation.runUntilIdle();
        assertFalse(isWatched(session), "the recording has ended");
        kernel.stop();
    }

    private static boolean isWatched(Session session) {
        return (session.options & SessionOption.WATCHED) != 0;
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.usher." + name))
                .toList();
    }
}
