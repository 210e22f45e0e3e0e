package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Handlers;
import dev.usher.kernel.IoError;
import dev.usher.kernel.KernelCounts;
import dev.usher.kernel.Session;
import dev.usher.kernel.States;
import dev.usher.simulation.Faults;
import dev.usher.simulation.SimulatedClient;
import dev.usher.simulation.SimulatedDisk;
import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowTailTest {
    private static final Event<String> INPUT = Event.named("input", String.class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);
    private static final Event<Void> RESET = Event.named("reset");
    private static final Event<Void> IDLE = Event.named("idle");
    private static final Event<String> OTHER = Event.named("other", String.class);
    private static final Path LOG = Path.of("app.log");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Simulation simulation = Simulation.seeded(1);
    private final SimulatedDisk disk = simulation.disk();
    private final List<String> seen = new ArrayList<>();
    private FollowTail<String> tail;
    private Handlers.Plain<Object> atReset = (me, poe) -> {};

    @AfterEach
    void shouldLeaveNothingOpen() {
        simulation.close();
        assertEquals(0, disk.openFiles());
        assertEquals(0, simulation.network().openLinks());
        assertEquals(
                new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), simulation.kernel().counts());
    }

    private interface Opening {
        FollowTail<String> open(FollowTailBuilder<String> wanted, Context poe) throws Exception;
    }

    private Session start(Opening opening) {
        return simulation
                .kernel()
                .create(
                        States.of(Object.class)
                                .start((me, poe) -> tail = opening.open(
                                        FollowTail.with(new Lines())
                                                .inputEvent(INPUT)
                                                .errorEvent(ERROR)
                                                .resetEvent(RESET)
                                                .idleEvent(IDLE),
                                        poe))
                                .on(INPUT, (me, poe, line) -> {
                                    assertEquals(tail.id(), poe.wheelId());
                                    seen.add(line);
                                    if (line.equals("close")) {
                                        tail.close();
                                    } else if (line.equals("throw")) {
                                        throw new IllegalStateException("a handler's fault");
                                    }
                                })
                                .on(OTHER, (me, poe, line) -> seen.add("other " + line))
                                .on(ERROR, (me, poe, error) -> seen.add(error.operation() + " " + error.errno()))
                                .on(RESET, (me, poe) -> {
                                    seen.add("RESET");
                                    atReset.on(me, poe);
                                })
                                .on(IDLE, (me, poe) -> seen.add("idle"))
                                .sig("DIE", (me, poe, info) -> {
                                    if (info.death().error() instanceof IllegalStateException) {
                                        poe.sigHandled();
                                    }
                                }),
                        null);
    }

    private Session follow(UnaryOperator<FollowTailBuilder<String>> shape) {
        return start((wanted, poe) -> shape.apply(wanted).open(poe, LOG));
    }

    private void shows(String... lines) {
        assertEquals(List.of(lines), seen);
        seen.clear();
    }

    @Test
    void shouldSkipWholeRecordsAndKeepTheBeginningOfTheLastOne() {
        disk.write(LOG, "old\n".repeat(2000) + "be");

        follow(wanted -> wanted);
        simulation.runUntilIdle();
        shows("idle");
        disk.append(LOG, "gun\nnew\n");
        simulation.advance(SECOND);

        shows("begun", "new", "idle");
        assertEquals(8_010, tail.tell());
        simulation.advance(SECOND.multipliedBy(2));
        shows("idle", "idle");
    }

    @Test
    void shouldBeginWhereItIsToldTo() {
        disk.write(LOG, "one\ntwo\nthree\n");

        begins(wanted -> wanted.seek(0), "one", "two", "three");
        begins(wanted -> wanted.seek(4), "two", "three");
        begins(wanted -> wanted.seek(1_000));
        begins(wanted -> wanted.seekBack(6), "three");
        begins(wanted -> wanted.seekBack(0));
        begins(wanted -> wanted.seekBack(1_000), "one", "two", "three");
    }

    private void begins(UnaryOperator<FollowTailBuilder<String>> shape, String... lines) {
        follow(wanted -> shape.apply(wanted).idleEvent(null));
        simulation.runUntilIdle();
        shows(lines);
        tail.close();
        simulation.runUntilIdle();
    }

    @Test
    void shouldWaitForAFileAndReadItFromItsBegin() {
        follow(wanted -> wanted.seekBack(0).pollInterval(Duration.ofMillis(100)));

        simulation.advance(Duration.ofMillis(250));
        shows("idle", "idle", "idle");
        disk.write(LOG, "first\n");
        simulation.advance(Duration.ofMillis(50));

        shows("RESET", "first", "idle");
    }

    @Test
    void shouldReadTheOldFileToItsEndWhenAnotherOneTakesItsName() {
        disk.write(LOG, "a\n");
        follow(wanted -> wanted.seek(0).idleEvent(null));
        simulation.runUntilIdle();

        disk.append(LOG, "last\nhalf");
        disk.rename(LOG, Path.of("app.log.1"));
        disk.write(LOG, "next\n");
        atReset = (me, poe) -> assertArrayEquals("half".getBytes(StandardCharsets.US_ASCII), tail.pending());
        simulation.advance(SECOND);

        shows("a", "last", "RESET", "next");
        assertEquals(1, disk.openFiles());
    }

    @Test
    void shouldBeginAnewWhenTheFileIsCutShort() {
        disk.write(LOG, "a long line\n");
        follow(wanted -> wanted.seek(0).idleEvent(null));
        simulation.runUntilIdle();

        disk.write(LOG, "short\n");
        simulation.advance(SECOND);

        shows("a long line", "RESET", "short");
    }

    @Test
    void shouldFollowAnOpenFileWhateverBecomesOfItsName() {
        disk.write(LOG, "a\n");
        start((wanted, poe) -> wanted.seek(0).idleEvent(null).open(poe, disk.open(LOG)));
        simulation.runUntilIdle();

        disk.append(LOG, "b\n");
        disk.rename(LOG, Path.of("app.log.1"));
        disk.write(LOG, "not this\n");
        simulation.advance(SECOND);
        disk.write(Path.of("app.log.1"), "c\n");
        simulation.advance(SECOND.multipliedBy(2));

        shows("a", "b", "RESET", "c");
    }

    @Test
    void shouldTellWhyItCannotReadAndFollowNoMore() {
        disk.write(LOG, "a\n");
        Session session = follow(wanted -> wanted.seek(0));
        disk.failNextRead(new IOException("Input/output error"));

        simulation.advance(SECOND);

        shows("read EIO");
        assertEquals(0, disk.openFiles());
        assertFalse(session.isAlive());
    }

    @Test
    void shouldTellWhatTheFilterRefusesAndGoOn() {
        disk.write(LOG, "a\nbad\nb\n");

        follow(wanted -> wanted.seek(0).idleEvent(null));
        simulation.runUntilIdle();

        shows("a", "filter EPROTO", "b");
    }

    /** A filter that took nothing was asked again and again. */
    @Test
    void shouldSkipWhatAFilterFailsAt() {
        disk.write(LOG, "");
        follow(wanted -> wanted);
        simulation.runUntilIdle();
        seen.clear();

        disk.append(LOG, "bug\nlost\n");
        simulation.advance(SECOND);
        disk.append(LOG, "more\n");
        simulation.advance(SECOND);

        shows("idle", "more", "idle");
    }

    @Test
    void shouldGoOnBehindAHandlerThatThrows() {
        disk.write(LOG, "throw\nb\n");

        follow(wanted -> wanted.seek(0).idleEvent(null));
        simulation.runUntilIdle();

        shows("throw", "b");
    }

    @Test
    void shouldStopInMidBurstWhenItIsClosed() {
        disk.write(LOG, "a\nclose\nb\n");

        Session session = follow(wanted -> wanted.seek(0));
        simulation.runUntilIdle();

        shows("a", "close");
        assertFalse(session.isAlive());
    }

    @Test
    void shouldCloseTheFileWithItsSession() {
        disk.write(LOG, "");
        Session session = follow(wanted -> wanted.seek(0));
        simulation.runUntilIdle();
        assertEquals(1, disk.openFiles());

        simulation.kernel().signal(session, "KILL");
        simulation.runUntilIdle();

        assertFalse(session.isAlive());
        assertEquals(0, disk.openFiles());
    }

    @Test
    void shouldGiveOthersTheirTurnBetweenTwoBlocks() {
        disk.write(LOG, "x".repeat(99).concat("\n").repeat(2_000));
        follow(wanted -> wanted.seek(0).idleEvent(null));

        simulation
                .kernel()
                .create(
                        States.of(Object.class)
                                .start((me, poe) -> poe.yield(OTHER, "0"))
                                .on(OTHER, (me, poe, n) -> {
                                    seen.add("turn");
                                    if (seen.size() < 2_000) {
                                        poe.delay(OTHER, Duration.ZERO, n);
                                    }
                                }),
                        null);
        simulation.runUntilIdle();

        assertTrue(seen.indexOf("turn") < 700, "the other session waited for the whole file");
        assertTrue(seen.subList(700, 1_500).contains("turn"));
        seen.clear();
    }

    @Test
    void shouldGiveTheSameRecordsHoweverShortTheReads() {
        simulation.faults(Faults.none().shortReads(0.9));
        disk.write(LOG, "one\ntwo\nthree\n");

        follow(wanted -> wanted.seek(0).idleEvent(null));
        simulation.runUntilIdle();

        shows("one", "two", "three");
    }

    @Test
    void shouldReadAFifoWhenSomethingHasComeAndNotByTimer() {
        SimulatedClient writer = disk.fifo(LOG);
        follow(wanted -> wanted);

        simulation.advance(SECOND);
        shows();
        assertEquals(0, simulation.kernel().counts().alarms());
        writer.send("one\ntwo\n");
        simulation.runUntilIdle();

        shows("one", "two");
    }

    @Test
    void shouldSendOtherEventsWhenTold() {
        disk.write(LOG, "a\n");
        follow(wanted -> wanted.seek(0));
        tail.idleEvent(null);
        tail.inputEvent(OTHER);
        tail.resetEvent(null);
        tail.errorEvent(null);
        simulation.runUntilIdle();
        disk.write(LOG, "");

        simulation.advance(SECOND);

        shows("other a");
    }

    @Test
    void shouldLeaveItsTimerWhenTheSessionRemovesAllOfItsOwn() {
        disk.write(LOG, "");
        start((wanted, poe) -> {
            FollowTail<String> wheel = wanted.idleEvent(null).open(poe, LOG);
            assertEquals(List.of(), poe.alarmRemoveAll());
            return wheel;
        });
        disk.append(LOG, "a\n");

        simulation.advance(SECOND);

        shows("a");
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        disk.fifo(LOG);
        start((wanted, poe) -> {
            assertThrows(
                    IllegalStateException.class,
                    () -> wanted.seek(1).seekBack(1).open(poe, LOG));
            assertThrows(IllegalArgumentException.class, () -> wanted.seek(-1));
            assertThrows(IllegalArgumentException.class, () -> wanted.pollInterval(Duration.ZERO));
            FollowTailBuilder<String> second = FollowTail.with(new Lines());
            assertThrows(NullPointerException.class, () -> second.open(poe, LOG));
            assertThrows(
                    IllegalStateException.class,
                    () -> second.inputEvent(INPUT).seekBack(1).open(poe, LOG));
            return FollowTail.with(new Lines()).inputEvent(INPUT).open(poe, LOG);
        });
        simulation.runUntilIdle();

        shows();
    }
}
