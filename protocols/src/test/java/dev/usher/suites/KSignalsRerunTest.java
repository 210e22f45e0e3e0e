package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelCounts;
import dev.usher.kernel.States;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * k_signals_rerun: sessions run child processes, one after another, in one kernel; where one ends badly its session
 * throws when it stops. That leaves run as it was thrown; the next run works, and no process is left over.
 */
class KSignalsRerunTest {
    private static final Event<Integer> EXITED = Event.named("exited", Integer.class);
    private static final Event<Throwable> FAILED = Event.named("failed", Throwable.class);

    private final Kernel kernel = new Kernel(); // real processes are the point
    private final List<Process> processes = new ArrayList<>();

    /** What a session knows of its process. */
    private static final class Child {
        Process process;
        int status = -1;
    }

    private void create(int exit, RuntimeException onBadExit) {
        States<Child> runner = States.of(Child.class)
                .start((me, poe) -> {
                    me.process = new ProcessBuilder("sh", "-c", "exit " + exit).start();
                    processes.add(me.process);
                    poe.offload(me.process::waitFor, EXITED, FAILED); // keeps the session alive
                })
                .on(EXITED, (me, poe, status) -> me.status = status)
                .on(FAILED, (me, poe, error) -> {
                    throw new AssertionError(error);
                })
                .stop((me, poe) -> {
                    assertEquals(exit, me.status);
                    if (onBadExit != null && me.status != 0) {
                        throw onBadExit;
                    }
                });
        kernel.create(States.ofAny().start((me, poe) -> poe.create(runner, new Child())), null);
    }

    @Test
    @Timeout(60)
    void shouldRunAgainAfterAnExceptionHasLeftIt() {
        IllegalStateException badExit = new IllegalStateException("bad exit");
        for (boolean throwing : new boolean[] {false, true}) {
            for (int exit : new int[] {0, 1, 0, 0}) {
                create(exit, throwing ? badExit : null);

                if (throwing && exit != 0) {
                    assertSame(badExit, assertThrows(IllegalStateException.class, kernel::run));
                } else {
                    kernel.run();
                }

                assertEquals(new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), kernel.counts());
            }
        }
        assertEquals(8, processes.size());
        processes.forEach(process -> assertFalse(process.isAlive()));
    }

    @Test
    @Timeout(60)
    void shouldEndTheOthersToo() {
        create(1, new IllegalStateException("bad exit"));
        boolean[] stopped = new boolean[1];
        kernel.create(
                States.ofAny()
                        .start((me, poe) -> poe.refcountIncrement(poe.session().id(), "for ever"))
                        .stop((me, poe) -> stopped[0] = true),
                null);

        assertEquals(
                "bad exit",
                assertThrows(IllegalStateException.class, kernel::run).getMessage());

        assertEquals(true, stopped[0]);
        assertEquals(0, kernel.counts().references());
    }
}
