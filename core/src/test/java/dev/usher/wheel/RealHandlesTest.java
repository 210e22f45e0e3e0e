package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Context;
import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelCounts;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files and child processes of this machine. Each test ends when what it waits for has come. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class RealHandlesTest {
    private static final Event<String> OUT = Event.named("out", String.class);
    private static final Event<String> ERR = Event.named("err", String.class);
    private static final Event<RunError> ENDED = Event.named("ended", RunError.class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);
    private static final Event<Void> CLOSED = Event.named("closed");
    private static final Event<Void> RESET = Event.named("reset");
    private static final Event<SignalInfo> CHILD = Event.named("child", SignalInfo.class);

    @TempDir
    Path folder;

    private final Kernel kernel = new Kernel();
    private final List<String> seen = new ArrayList<>();
    private Run<String, String, String> run;
    private FollowTail<String> tail;

    private interface Action {
        void act(Context poe) throws Exception;
    }

    private Action atOut = poe -> {};
    private Action atReset = poe -> {};
    private Action atClosed = poe -> run.close();

    @AfterEach
    void shouldLeaveNothing() {
        kernel.close();
        assertEquals(new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), kernel.counts());
    }

    private static RunBuilder<String, String, String> shell(String line) {
        return Run.with(new Lines(), new Lines())
                .shell(line)
                .stdoutEvent(OUT)
                .stderrEvent(ERR)
                .errorEvent(ENDED)
                .closeEvent(CLOSED);
    }

    private void run(Action start) {
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> start.act(poe))
                        .on(OUT, (me, poe, line) -> {
                            seen.add("out " + line);
                            atOut.act(poe);
                        })
                        .on(ERR, (me, poe, line) -> seen.add("err " + line))
                        .on(ENDED, (me, poe, error) -> assertEquals(IoError.END, error.error()))
                        .on(ERROR, (me, poe, error) -> seen.add(error.toString()))
                        .on(RESET, (me, poe) -> {
                            seen.add("RESET");
                            atReset.act(poe);
                        })
                        .on(CLOSED, (me, poe) -> atClosed.act(poe))
                        .on(
                                CHILD,
                                (me, poe, info) -> seen.add("exit "
                                        + info.childExit().exitCode() + " signal "
                                        + info.childExit().signal())),
                null);
        kernel.run();
    }

    private void start(Context poe, RunBuilder<String, String, String> wanted) {
        run = wanted.open(poe);
        poe.sigChild(run.process(), CHILD, null);
    }

    @Test
    void shouldTalkWithARealChild() {
        atOut = poe -> run.shutdownStdin();

        run(poe -> {
            start(poe, shell("read x; echo got $x; cat; echo oops >&2; exit 7"));
            run.put("line");
        });

        assertEquals(
                List.of("err oops", "exit 7 signal 0", "out got line"),
                seen.stream().sorted().toList());
        assertTrue(seen.indexOf("out got line") < seen.indexOf("exit 7 signal 0"));
    }

    @Test
    void shouldCarryMoreThanAllPipesHold() {
        int lines = 100_000; // ten bytes each
        int[] count = {0};
        Event<String> counted = Event.named("counted", String.class);
        Kernel own = kernel;
        own.create(
                States.of(Object.class)
                        .start((me, poe) -> {
                            run = Run.with(new Lines(), new Lines())
                                    .program("/bin/cat")
                                    .stdoutEvent(counted)
                                    .closeEvent(CLOSED)
                                    .open(poe);
                            for (int i = 0; i < lines; i++) {
                                run.put(String.format("%09d", i));
                            }
                            run.shutdownStdin();
                        })
                        .on(counted, (me, poe, line) -> assertEquals(count[0]++, Integer.parseInt(line)))
                        .on(CLOSED, (me, poe) -> run.close()),
                null);
        own.run();

        assertEquals(lines, count[0]);
        assertEquals(0, run.octets());
    }

    @Test
    void shouldHoldARealChildUpWhilePausedAndLoseNothing() {
        int[] count = {0};
        Event<String> counted = Event.named("counted", String.class);
        Event<Void> on = Event.named("on");
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> {
                            run = Run.with(new Lines(), new Lines())
                                    .shell("i=0; while [ $i -lt 20000 ]; do echo 123456789; i=$((i+1)); done")
                                    .stdoutEvent(counted)
                                    .closeEvent(CLOSED)
                                    .open(poe);
                        })
                        .on(counted, (me, poe, line) -> {
                            if (++count[0] % 1_000 == 0) {
                                run.pauseStdout();
                                poe.yield(on);
                            }
                        })
                        .on(on, (me, poe) -> run.resumeStdout())
                        .on(CLOSED, (me, poe) -> run.close()),
                null);
        kernel.run();

        assertEquals(20_000, count[0]);
    }

    @Test
    void shouldSignalARealChildAndStillReadItsLastWords() {
        atOut = poe -> {
            switch (outs().get(outs().size() - 1)) {
                case "out ready" -> {
                    run.kill("USR1"); // no INT: what runs behind an & ignores it, and so do its children
                    run.put("more"); // a shell that was just about to read sees the signal only after it
                }
                case "out interrupted" -> {
                    run.kill("TERM");
                    run.shutdownStdin(); // as above
                }
                default -> {}
            }
        };

        run(poe -> start(
                poe,
                shell("trap 'echo interrupted' USR1; trap 'echo bye; exit 3' TERM; echo ready; "
                        + "while :; do read x <&3; done 3<&0")));

        assertEquals(List.of("out ready", "out interrupted", "out bye"), outs());
        assertEquals(4, seen.size());
        assertTrue(seen.contains("exit 3 signal 0"));
    }

    /** What the child wrote: it may be read after the child's end is told, or before. */
    private List<String> outs() {
        return seen.stream().filter(line -> line.startsWith("out ")).toList();
    }

    @Test
    void shouldTellTheSignalThatHasEndedARealChild() {
        atOut = poe -> run.kill("KILL");

        run(poe -> start(poe, shell("echo ready; read x")));

        assertEquals(List.of("out ready", "exit 0 signal 9"), seen);
        assertFalse(run.kill());
    }

    /** It has ended long before anybody asks: the system knows nothing of its id any more. */
    @Test
    void shouldTellTheStatusOfAChildThatIsKnownByItsIdAndHasEnded() {
        run(poe -> {
            run = shell("exit 3").open(poe);
            run.process().waitFor();
            assertEquals(Errno.NONE, poe.sigChild(run.pid(), CHILD, null));
        });

        assertEquals(List.of("exit 3 signal 0"), seen);
    }

    /** The thread that writes to the pipe learns of it, and tells the put behind that. */
    @Test
    void shouldTellALaterPutThatARealChildReadsNoMore() {
        Event<Void> again = Event.named("again");
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> run = Run.with(new Lines(), new Lines())
                                .shell("exec 0<&-; echo ready; exec sleep 100")
                                .stdoutEvent(OUT)
                                .errorEvent(ENDED)
                                .closeEvent(CLOSED)
                                .open(poe))
                        .on(OUT, (me, poe, line) -> poe.yield(again))
                        .on(again, (me, poe) -> {
                            if (!run.put("question")) {
                                poe.delay(again, Duration.ofMillis(1));
                            }
                        })
                        .on(ENDED, (me, poe, error) -> {
                            seen.add(error.handle() + " " + error.operation() + " " + error.errno());
                            run.kill("KILL");
                        })
                        .on(CLOSED, (me, poe) -> run.close()),
                null);
        kernel.run();

        assertEquals(List.of("STDIN write EPIPE", "STDOUT read NONE"), seen);
    }

    /** A class of this program, in a JVM of its own. */
    static final class Speaking {
        private Speaking() {}

        public static void main(String[] words) {
            System.out.println(String.join(" ", words) + " by " + Speaking.class.getName());
        }
    }

    private static RunBuilder<String, String, String> java(Class<?> main, String... arguments) {
        return shell("").java(main, arguments);
    }

    @Test
    void shouldRunAClassOfThisProgramInAJvmOfItsOwn() {
        run(poe -> start(poe, java(Speaking.class, "two words", "and $more")));

        assertTrue(seen.contains("out two words and $more by " + Speaking.class.getName()), seen::toString);
        assertTrue(seen.contains("exit 0 signal 0"), seen::toString);
    }

    @Test
    void shouldRunAClassOfAModuleInAJvmOfItsOwn() {
        run(poe -> start(poe, java(com.sun.tools.javac.Main.class, "-version")));

        assertTrue(seen.get(0).startsWith("out javac " + Runtime.version().feature()), seen::toString);
    }

    @Test
    void shouldWriteBothOutputsToOneFileInTheirOrder() throws IOException {
        Path file = folder.resolve("output");

        run(poe -> start(
                poe,
                Run.with(new Lines(), new Lines())
                        .shell("echo 1; echo 2 >&2; echo 3")
                        .noStdin()
                        .redirectOutput(file)));

        assertEquals(List.of("1", "2", "3"), Files.readAllLines(file));
        assertEquals(List.of("exit 0 signal 0"), seen);
    }

    @Test
    void shouldGiveARealChildItsFolderAndVariables() throws IOException {
        run(poe ->
                start(poe, shell("pwd -P; echo $USHER_TEST").directory(folder).environment("USHER_TEST", "a b")));

        assertEquals(List.of("out " + folder.toRealPath(), "out a b"), outs());
    }

    private FollowTailBuilder<String> follow() {
        return FollowTail.with(new Lines())
                .inputEvent(OUT)
                .errorEvent(ERROR)
                .resetEvent(RESET)
                .pollInterval(Duration.ofMillis(1));
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void shouldFollowARealFileThroughAllThatCanHappenToIt() throws IOException {
        Path file = folder.resolve("log");
        append(file, "old\nhalf");
        atOut = poe -> {
            switch (seen.get(seen.size() - 1)) {
                case "out half done" -> {
                    Files.move(file, folder.resolve("log.1"));
                    append(folder.resolve("log.1"), "late\n");
                }
                case "out late" -> append(file, "replaced by this\n");
                case "out replaced by this" -> Files.writeString(file, "cut\n");
                case "out cut" -> {
                    Files.delete(file);
                    append(file, "made again\n");
                }
                default -> tail.close();
            }
        };

        run(poe -> {
            tail = follow().open(poe, file);
            append(file, " done\n");
        });

        assertEquals(
                List.of(
                        "out half done",
                        "out late",
                        "RESET",
                        "out replaced by this",
                        "RESET",
                        "out cut",
                        "RESET",
                        "out made again"),
                seen);
    }

    @Test
    void shouldFollowARealFifoWhoseWritersComeAndGo() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        List<Process> writers = new ArrayList<>();
        atOut = poe -> {
            if (seen.size() < 3) {
                writers.add(new ProcessBuilder("/bin/sh", "-c", "echo " + seen.size() + " > " + fifo).start());
            } else {
                tail.close();
            }
        };

        run(poe -> {
            tail = FollowTail.with(new Lines())
                    .inputEvent(OUT)
                    .errorEvent(ERROR)
                    .open(poe, fifo);
            writers.add(new ProcessBuilder("/bin/sh", "-c", "echo 0 > " + fifo).start());
        });

        assertEquals(List.of("out 0", "out 1", "out 2"), seen);
        for (Process writer : writers) {
            assertEquals(0, writer.waitFor());
        }
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("usher-in " + fifo))
                .allMatch(thread -> joins(thread)));
    }

    private static boolean joins(Thread thread) {
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            return false;
        }
        return !thread.isAlive();
    }
}
