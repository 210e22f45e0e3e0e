package dev.usher.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.ChildExit;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelCounts;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * k_sig_child: eight processes are waited for by one session, each by its id, while others watch CHLD. Each end is told
 * once to the one who waits, before it is told to those who watch, to each of them once; the counts agree, and nobody
 * is kept alive afterwards. The same with processes of the operating system.
 */
class KSigChildTest extends SuiteCase {
    private static final Event<SignalInfo> GOT_CHLD = Event.named("got_chld", SignalInfo.class);
    private static final Event<SignalInfo> GOT_SIGCHLD = Event.named("got_sigchld", SignalInfo.class);
    private static final Event<Void> GIVE_UP = Event.named("give_up");
    private static final int PROCESSES = 8;

    /** Who waits for them, by id. */
    private static final class Catcher {
        final Set<Long> waitedFor = new HashSet<>();
        final List<Integer> exitCodes = new ArrayList<>();
        int watched;
    }

    private final States<Catcher> catcher = States.of(Catcher.class)
            .start((me, poe, processes) -> {
                poe.sig("CHLD", GOT_SIGCHLD);
                for (Object process : processes) {
                    assertTrue(
                            poe.sigChild((Process) process, GOT_CHLD, "extra").ok());
                    assertTrue(me.waitedFor.add(((Process) process).pid()));
                }
                assertEquals(processes.length, poe.kernel().counts().processes());
            })
            .on(GOT_CHLD, (me, poe, info) -> {
                ChildExit exit = info.childExit();
                assertEquals("CHLD", info.name());
                assertEquals("extra", info.extra());
                assertEquals(0, poe.sender().id());
                assertTrue(me.waitedFor.remove(exit.pid()), "told of " + exit.pid() + " once");
                assertEquals(0, exit.signal());
                me.exitCodes.add(exit.exitCode());
            })
            .on(GOT_SIGCHLD, (me, poe, info) -> {
                assertFalse(me.waitedFor.contains(info.childExit().pid())); // who waits for it was told before
                me.watched++;
            });

    /** Watches CHLD until it has seen all of them; only its timer holds it. */
    private States<int[]> watcher(int expected) {
        return States.of(int[].class)
                .start((count, poe) -> {
                    poe.sig("CHLD", GOT_SIGCHLD);
                    poe.delay(GIVE_UP, Duration.ofSeconds(20));
                })
                .on(GOT_SIGCHLD, (count, poe, info) -> {
                    if (++count[0] == expected) {
                        poe.alarmClear(GIVE_UP);
                    }
                });
    }

    private static void showsAllCaught(Catcher heap) {
        assertEquals(Set.of(), heap.waitedFor);
        assertEquals(PROCESSES, heap.exitCodes.size());
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5, 6, 7),
                heap.exitCodes.stream().sorted().toList());
    }

    @Test
    void shouldTellOfEveryProcessOnceAndOfTheWaitedForFirst() {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(simulation.processes().start());
            simulation.processes().end(processes.get(i).pid(), Duration.ofSeconds(8 - i), i);
        }
        Catcher heap = new Catcher();
        int[] count = {0};
        Session session = kernel.create(catcher, heap, processes.toArray());
        kernel.create(watcher(PROCESSES), count);

        simulation.advance(Duration.ofMillis(7_999));
        assertEquals(PROCESSES - 1, heap.exitCodes.size());
        assertTrue(session.isAlive());
        simulation.advance(Duration.ofMillis(1));

        showsAllCaught(heap);
        assertEquals(List.of(7, 6, 5, 4, 3, 2, 1, 0), heap.exitCodes);
        assertEquals(PROCESSES, heap.watched); // its last wait is over, but it is there until the sweep
        assertEquals(PROCESSES, count[0]);
        assertFalse(session.isAlive());
    }

    @Test
    @Timeout(60)
    void shouldTellOfProcessesOfTheSystem() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) { // they end when their input does
            processes.add(new ProcessBuilder("sh", "-c", "read line; exit " + i).start());
        }
        Catcher heap = new Catcher();
        int[] count = {0};
        try (Kernel real = new Kernel()) {
            real.create(catcher, heap, processes.toArray());
            real.create(watcher(PROCESSES), count);
            for (Process process : processes) {
                process.getOutputStream().close();
            }

            real.run();

            assertEquals(new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), real.counts());
        }
        showsAllCaught(heap);
        assertEquals(PROCESSES, count[0]);
        processes.forEach(process -> assertFalse(process.isAlive()));
    }

    @Test
    @Timeout(60)
    void shouldTellBySignalWhatHasEndedAProcess() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(new ProcessBuilder("sleep", "1000").start());
        }
        List<Integer> signals = new ArrayList<>();
        try (Kernel real = new Kernel()) {
            real.create(
                    States.ofAny()
                            .start((me, poe) -> {
                                for (Process process : processes) {
                                    poe.sigChild(process, GOT_CHLD, null);
                                    process.destroy(); // TERM
                                }
                            })
                            .on(GOT_CHLD, (me, poe, info) -> {
                                assertEquals(0, info.childExit().exitCode());
                                signals.add(info.childExit().signal());
                            }),
                    null);

            real.run();
        }
        assertEquals(List.of(15, 15, 15, 15, 15, 15, 15, 15), signals);
    }

    @Test
    void shouldEndNobodyByChldAndRemoveAWaitWithoutHarm() {
        Process process = simulation.processes().start();
        Session session = kernel.create(
                States.ofAny()
                        .start((me, poe) -> {
                            poe.sigChild(process, GOT_CHLD, null);
                            poe.sigChild(process.pid());
                            poe.sigChild(process.pid()); // not registered any more
                            assertEquals(0, kernel.counts().processes());
                            poe.delay(GIVE_UP, Duration.ofSeconds(5));
                        })
                        .on(GOT_CHLD, (me, poe, info) -> saw("never"))
                        .on(GIVE_UP, (me, poe) -> saw("gave up")),
                null);
        simulation.processes().end(process.pid(), Duration.ofSeconds(1), 1);

        simulation.advance(Duration.ofSeconds(4));

        shows();
        assertTrue(session.isAlive());
        runShows("gave up");
    }
}
