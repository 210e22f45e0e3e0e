package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.usher.simulation.Simulation;
import dev.usher.wheel.Opened;
import dev.usher.wheel.SocketFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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

    private static final int MEASURED = 20_000;
    private static final Integer[] NUMBERS =
            IntStream.rangeClosed(0, 2 * MEASURED).boxed().toArray(Integer[]::new);
    private static final Event<Integer> COUNT = Event.named("count", Integer.class);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

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

    /** Bytes that a kernel's thread allocates for many events, each with a flush, and the polls between them. */
    private static long allocated(KernelBuilder builder) {
        long[] bytes = new long[2];
        Kernel kernel = builder.build();
        SocketFactory[] listener = new SocketFactory[1];
        Flushable wheel = poe -> {};
        kernel.create(
                States.of(Object.class)
                        .start((it, poe) -> {
                            listener[0] = SocketFactory.listen(
                                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                                    .successEvent(ACCEPTED)
                                    .failureEvent(FAILED)
                                    .open(poe); // so that there is something to poll
                            poe.yield(COUNT, NUMBERS[2 * MEASURED]);
                        })
                        .on(COUNT, (it, poe, left) -> {
                            if (left == MEASURED) {
                                bytes[0] = THREADS.getThreadAllocatedBytes(
                                        Thread.currentThread().getId());
                            }
                            if (left == 0) {
                                bytes[1] = THREADS.getThreadAllocatedBytes(
                                        Thread.currentThread().getId());
                                listener[0].close();
                            } else {
                                kernel.flushLater(poe.session(), wheel);
                                poe.yield(COUNT, NUMBERS[left - 1]);
                            }
                        }),
                null);
        kernel.run();
        return bytes[1] - bytes[0];
    }

    @Test
    void shouldAllocateNothingForAnEventWhileNoRecordingRuns() {
        long plain = allocated(Kernel.builder());

        long ready = allocated(Kernel.builder().flightEvents());

        assertTrue(ready - plain < MEASURED / 10, () -> plain + " bytes without, " + ready + " with flightEvents");
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
