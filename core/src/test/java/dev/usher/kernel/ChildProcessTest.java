package dev.usher.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How sessions learn that child processes have ended. */
class ChildProcessTest {
    private static final Event<SignalInfo> MINE = Event.named("mine", SignalInfo.class);
    private static final Event<SignalInfo> SECOND = Event.named("second", SignalInfo.class);
    private static final Event<SignalInfo> GENERIC = Event.named("generic", SignalInfo.class);
    private static final Event<Void> GO = Event.named("go");

    private final Simulation simulation = Simulation.seeded(1);
    private final Kernel kernel = simulation.kernel();
    private final Process process = simulation.processes().start();
    private final List<String> seen = new ArrayList<>();

    private void note(Context poe, SignalInfo info) {
        seen.add(poe.event() + " " + info.name() + " " + info.details() + " " + info.extra()
                + (poe.sender() == poe.kernel().session() ? "" : " not from the kernel"));
    }

    private States<Object> noting(Handlers.Plain<Object> start) {
        return States.of(Object.class)
                .start(start)
                .on(MINE, (me, poe, info) -> note(poe, info))
                .on(SECOND, (me, poe, info) -> note(poe, info))
                .on(GENERIC, (me, poe, info) -> note(poe, info))
                .on(GO, (me, poe) -> poe.sigChild(process.pid()));
    }

    @Test
    void shouldTellWhoWaitsForItBeforeWhoWatchesChldAsInT71() {
        Session session = kernel.create(
                noting((me, poe) -> {
                    poe.sig("CHLD", GENERIC);
                    poe.sigChild(process, MINE, "extra");
                    poe.delay(GO, Duration.ofSeconds(60));
                }),
                null);

        simulation.processes().end(process.pid(), Duration.ofSeconds(5), 2);
        simulation.advance(Duration.ofSeconds(4));
        assertEquals(List.of(), seen);
        simulation.advance(Duration.ofSeconds(1));

        String exit = "[ChildExit[pid=1, status=512]]";
        assertEquals(List.of("mine CHLD " + exit + " extra", "generic CHLD " + exit + " null"), seen);
        assertTrue(session.isAlive());
    }

    @Test
    void shouldLiveUntilTheProcessEndsAndNoLonger() {
        Session session = kernel.create(noting((me, poe) -> poe.sigChild(process, MINE, null)), null);
        kernel.create(noting((me, poe) -> poe.aliasSet("waits for IDLE")), null);

        simulation.advance(Duration.ofDays(1));
        boolean alive = session.isAlive();
        int waits = kernel.counts().processes();
        process.destroy();
        kernel.run();

        assertTrue(alive);
        assertEquals(1, waits);
        assertEquals(List.of("mine CHLD [ChildExit[pid=1, status=15]] null"), seen);
        assertEquals(new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), kernel.counts());
    }

    @Test
    void shouldTellOnceOfAProcessThatHadEndedBefore() {
        simulation.processes().end(process.pid(), 0);
        kernel.create(noting((me, poe) -> poe.sigChild(process, MINE, null)), null);

        kernel.run();

        assertEquals(List.of("mine CHLD [ChildExit[pid=1, status=0]] null"), seen);
    }

    @Test
    void shouldReplaceAndRemove() {
        Session replacing = kernel.create(
                noting((me, poe) -> {
                    poe.sigChild(process, MINE, "replaced");
                    poe.sigChild(process.pid(), SECOND, "x");
                }),
                null);
        Session removing = kernel.create(
                noting((me, poe) -> {
                    poe.sigChild(process, MINE, null);
                    poe.sigChild(4711);
                }),
                null);

        kernel.call(removing, GO);
        kernel.call(removing, GO);
        simulation.runUntilIdle();
        boolean gone = !removing.isAlive();
        simulation.processes().end(process.pid(), 0);
        kernel.run();

        assertTrue(gone);
        assertFalse(replacing.isAlive());
        assertEquals(List.of("second CHLD [ChildExit[pid=1, status=0]] x"), seen);
    }

    @Test
    void shouldTellOfChldThoughNobodyWaitsForTheProcessAnyMore() {
        Session session = kernel.create(
                noting((me, poe) -> {
                    poe.sig("CHLD", GENERIC);
                    poe.sigChild(process, MINE, null);
                    poe.delay(GO, Duration.ofSeconds(60));
                }),
                null);

        kernel.call(session, GO);
        simulation.processes().end(process.pid(), 1);
        simulation.runUntilIdle();

        assertEquals(List.of("generic CHLD [ChildExit[pid=1, status=256]] null"), seen);
    }

    @Test
    void shouldTellEverySessionThatWaitsAndNoneThatHasEnded() {
        kernel.create(noting((me, poe) -> poe.sigChild(process, MINE, "a")), null);
        Session killed = kernel.create(noting((me, poe) -> poe.sigChild(process, MINE, "killed")), null);
        kernel.create(noting((me, poe) -> poe.sigChild(process.pid(), MINE, "b")), null);

        kernel.signal(killed, "KILL");
        simulation.runUntilIdle();
        simulation.processes().end(process.pid(), 0);
        kernel.run();

        assertEquals(
                List.of("mine CHLD [ChildExit[pid=1, status=0]] a", "mine CHLD [ChildExit[pid=1, status=0]] b"), seen);
        assertEquals(0, kernel.counts().processes());
    }

    @Test
    void shouldForgetProcessesOfAFormerRun() {
        Session former = kernel.create(noting((me, poe) -> poe.sigChild(process, MINE, "former")), null);
        kernel.stop();
        kernel.run();

        kernel.create(noting((me, poe) -> poe.sig("CHLD", GENERIC)), null);
        process.destroyForcibly();
        kernel.run();

        assertFalse(former.isAlive());
        assertEquals(List.of(), seen);
    }

    @Test
    void shouldRefuseUnknownProcessesAndSessionsThatEnded() {
        kernel.create(
                noting((me, poe) -> {
                    seen.add("" + poe.sigChild(4711, MINE, null));
                    kernel.stop();
                    seen.add(poe.sigChild(process, MINE, null) + " " + poe.sigChild(1, MINE, null));
                }),
                null);

        kernel.run();

        assertEquals(List.of("ECHILD", "ESRCH ESRCH"), seen);
        assertThrows(
                IllegalArgumentException.class, () -> simulation.processes().end(4711, 0));
        assertThrows(IllegalStateException.class, () -> new SignalInfo("INT", List.of(), null).childExit());
    }

    @Test
    void shouldMapExitValuesToWaitStatuses() {
        assertEquals(0, ChildExit.status(0));
        assertEquals(2 << 8, ChildExit.status(2));
        assertEquals(128 << 8, ChildExit.status(128));
        assertEquals(9, ChildExit.status(128 + 9));
        assertEquals(64, ChildExit.status(128 + 64));
        assertEquals(255 << 8, ChildExit.status(255));
        assertEquals(2, new ChildExit(1, 512).exitCode());
        assertEquals(0, new ChildExit(1, 512).signal());
        assertEquals(9, new ChildExit(1, 9).signal());
        assertEquals(0, new ChildExit(1, 9).exitCode());
        assertEquals(-1, new ChildExit(1, ChildExit.UNKNOWN).exitCode());
        assertEquals(0, new ChildExit(1, ChildExit.UNKNOWN).signal());
    }

    /** A real process; the test is skipped where there is no shell. */
    private static Process shell(String command) {
        try {
            return new ProcessBuilder("sh", "-c", command).start();
        } catch (IOException e) {
            assumeTrue(false, "skipped: this system has no sh: " + e.getMessage());
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldWaitForRealProcesses() {
        Kernel real = new Kernel();
        Process exiting = shell("exit 3");
        Process killed = shell("kill -9 $$");
        real.create(
                noting((me, poe) -> {
                    poe.sigChild(exiting, MINE, "exits");
                    poe.sigChild(killed, SECOND, "is killed");
                }),
                null);

        real.run();

        seen.sort(null);
        assertEquals(
                List.of(
                        "mine CHLD [ChildExit[pid=" + exiting.pid() + ", status=768]] exits",
                        "second CHLD [ChildExit[pid=" + killed.pid() + ", status=9]] is killed"),
                seen);
    }

    @Test
    void shouldWaitForARealProcessOfWhichOnlyTheIdIsKnown() throws IOException {
        Kernel real = new Kernel();
        Process waiting = shell("read line"); // ends when its input does
        real.create(noting((me, poe) -> seen.add("" + poe.sigChild(waiting.pid(), MINE, null))), null);
        waiting.getOutputStream().close();

        real.run();

        assertEquals(List.of("NONE", "mine CHLD [ChildExit[pid=" + waiting.pid() + ", status=-1]] null"), seen);
    }
}
