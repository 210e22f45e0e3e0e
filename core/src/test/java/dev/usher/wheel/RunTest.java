package dev.usher.wheel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;
import dev.usher.filter.ProtocolException;
import dev.usher.kernel.Event;
import dev.usher.kernel.KernelCounts;
import dev.usher.kernel.Session;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.simulation.SimulatedChild;
import dev.usher.simulation.Simulation;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunTest {
    private static final Event<String> OUT = Event.named("out", String.class);
    private static final Event<String> ERR = Event.named("err", String.class);
    private static final Event<String> OTHER = Event.named("other", String.class);
    private static final Event<Void> FLUSHED = Event.named("flushed");
    private static final Event<RunError> ERROR = Event.named("error", RunError.class);
    private static final Event<Void> CLOSED = Event.named("closed");
    private static final Event<SignalInfo> CHILD = Event.named("child", SignalInfo.class);

    private final Simulation simulation = Simulation.seeded(1);
    private final List<String> seen = new ArrayList<>();
    private Run<String, String, String> run;
    private SimulatedChild child;
    private boolean throwing;

    @AfterEach
    void shouldLeaveNothingOpen() {
        simulation.close();
        assertEquals(0, simulation.network().openLinks());
        assertEquals(
                new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), simulation.kernel().counts());
    }

    private Session start(UnaryOperator<RunBuilder<String, String, String>> shape) {
        simulation.processes().program("it", started -> child = started);
        Session session = simulation
                .kernel()
                .create(
                        States.of(Object.class)
                                .start((me, poe) -> {
                                    run = shape.apply(Run.with(new Lines(), new Lines())
                                                    .program("it", "argument")
                                                    .stdoutEvent(OUT)
                                                    .stderrEvent(ERR)
                                                    .stdinEvent(FLUSHED)
                                                    .errorEvent(ERROR)
                                                    .closeEvent(CLOSED))
                                            .open(poe);
                                    poe.sigChild(run.process(), CHILD, null);
                                })
                                .on(OUT, (me, poe, line) -> {
                                    assertEquals(run.id(), poe.wheelId());
                                    seen.add("out " + line);
                                    if (line.equals("close")) {
                                        run.close();
                                    }
                                })
                                .on(ERR, (me, poe, line) -> seen.add("err " + line))
                                .on(OTHER, (me, poe, line) -> seen.add("other " + line))
                                .on(FLUSHED, (me, poe) -> seen.add("flushed"))
                                .on(ERROR, (me, poe, error) -> {
                                    if (throwing) {
                                        throw new IllegalStateException("thrown");
                                    }
                                    seen.add(error.handle() + " " + error.operation() + " " + error.errno()
                                            + left(error.handle()));
                                })
                                .sig("DIE", (me, poe, die) -> {
                                    seen.add(die.death().error().getMessage());
                                    poe.sigHandled();
                                })
                                .on(CLOSED, (me, poe) -> {
                                    seen.add("closed");
                                    run.close();
                                })
                                .on(
                                        CHILD,
                                        (me, poe, info) -> seen.add(
                                                "exit " + info.childExit().exitCode() + " signal "
                                                        + info.childExit().signal())),
                        null);
        simulation.advance(Duration.ofMillis(1));
        return session;
    }

    private Session start() {
        return start(wanted -> wanted);
    }

    /** What stands behind the last record. */
    private String left(RunError.Handle handle) {
        byte[] bytes = handle == RunError.Handle.STDERR ? run.stderrPending() : run.stdoutPending();
        return bytes.length == 0 ? "" : " with " + new String(bytes, US_ASCII);
    }

    private void shows(String... lines) {
        simulation.advance(Duration.ofMillis(1)); // which a process takes to begin, and its end to be told
        assertEquals(List.of(lines), seen);
        seen.clear();
    }

    @Test
    void shouldTalkThroughThreePipesAndTellTheEnd() {
        Session session = start();
        assertEquals(List.of("it", "argument"), child.program().command());
        assertEquals(run.pid(), child.pid());

        run.put("question");
        shows("flushed");
        assertEquals("question\n", child.stdin().takeReceived());
        child.stdout().send("answer\nhalf");
        child.stderr().send("warning\n");
        shows("out answer", "err warning");
        child.exit(3);

        shows("STDOUT read NONE with half", "STDERR read NONE", "closed", "exit 3 signal 0");
        assertFalse(session.isAlive());
    }

    @Test
    void shouldShowWhatIsNoWholeRecord() {
        start();

        child.stdout().send("line\nhalf");
        child.stderr().send("oo");
        child.exit(0);

        shows("out line", "STDOUT read NONE with half", "STDERR read NONE with oo", "closed", "exit 0 signal 0");
    }

    @Test
    void shouldCloseOnlyWhenBothOutputsHaveEnded() {
        start();

        child.stdout().close();
        shows("STDOUT read NONE");
        child.stderr().send("still here\n");
        shows("err still here");
        child.stderr().close();

        shows("STDERR read NONE", "closed");
        child.exit(0);
        shows("exit 0 signal 0");
    }

    /** The close event was never sent, and the wheel stayed for ever. */
    @Test
    void shouldCloseThoughTheHandlerOfAnErrorThrows() {
        start();
        throwing = true;

        child.exit(0);

        shows("closed", "thrown", "thrown", "exit 0 signal 0");
    }

    /** Nobody listened to that output any more, so its end was never told, nor the close event sent. */
    @Test
    void shouldCloseThoughAFilterCannotGoOn() {
        start();
        run.stdioFilter(new Refusing());

        child.stdout().send("anything");
        shows("STDOUT filter EPROTO");
        child.exit(0);

        shows("STDERR read NONE", "closed", "exit 0 signal 0");
    }

    private static final class Refusing implements Filter<String, String> {
        @Override
        public String next(Input input) {
            if (input.isEmpty()) {
                return null;
            }
            throw new ProtocolException("not this");
        }

        @Override
        public void put(String record, Output out) {
            throw new AssertionError("nothing is put");
        }

        @Override
        public Refusing fresh() {
            return this;
        }
    }

    @Test
    void shouldHoldTheChildUpWhilePaused() {
        simulation.network().capacity(8);
        start();

        run.pauseStdout();
        child.stdout().send("123\n456\n789\nabc\n");
        child.stderr().send("err\n");
        shows("err err");
        run.pauseStderr();
        child.stderr().send("more\n");
        shows();
        run.resumeStdout();
        shows("out 123", "out 456", "out 789", "out abc");
        run.resumeStderr();

        shows("err more");
    }

    @Test
    void shouldEndStandardInputBehindWhatWasPut() {
        simulation.network().capacity(4);
        start();

        run.put("a line that is longer than the pipe");
        run.shutdownStdin();
        assertTrue(run.put("dropped"));
        shows("flushed");

        assertEquals("a line that is longer than the pipe\n", child.stdin().received());
        assertTrue(child.stdin().isClosedByPeer());
        assertEquals(0, run.octets());
        assertEquals(0, run.outMessages());
    }

    @Test
    void shouldTellWhenTheChildReadsNoMore() {
        start();

        child.stdin().close();
        simulation.runUntilIdle();
        run.put("one");
        simulation.runUntilIdle();
        run.put("two");

        shows("flushed", "STDIN write EPIPE");
        assertTrue(run.put("three"));
    }

    @Test
    void shouldSendSignalsToTheChild() {
        start();
        child.onSignal(() -> child.stdout().send("got " + child.signals() + "\n"));

        assertTrue(run.kill("HUP"));
        assertTrue(run.kill());
        shows("out got [HUP]", "out got [HUP, TERM]");
        assertTrue(run.kill("KILL"));

        shows("STDOUT read NONE", "STDERR read NONE", "closed", "exit 0 signal 9");
        assertFalse(run.kill("HUP"));
    }

    @Test
    void shouldLeaveTheChildRunningWhenClosedInMidBurst() {
        Session session = start();

        child.stdout().send("a\nclose\nb\n");
        shows("out a", "out close");
        assertTrue(run.process().isAlive());
        assertTrue(session.isAlive()); // it waits for the child's end
        child.exit(0);

        shows("exit 0 signal 0");
        assertFalse(session.isAlive());
    }

    @Test
    void shouldSendOtherEventsByOtherFiltersWhenTold() {
        start();

        run.stdoutEvent(OTHER);
        run.stderrEvent(OTHER);
        run.stdinEvent(null);
        run.stdioFilter(new Lines());
        run.stderrFilter(new Lines());
        run.put("x");
        child.stdout().send("1\n");
        child.stderr().send("2\n");
        shows("other 1", "other 2");
        run.errorEvent(null);
        run.closeEvent(null);
        child.exit(0);

        shows("exit 0 signal 0");
        run.close();
    }

    @Test
    void shouldGiveTheChildItsFolderAndVariables() {
        start(wanted -> wanted.directory(Path.of("/tmp")).environment("LANG", "C"));

        assertEquals(Path.of("/tmp"), child.program().directory().orElseThrow());
        assertEquals("C", child.program().environment().get("LANG"));
    }

    @Test
    void shouldMakePipesOnlyOfWhatIsAskedFor() {
        start(wanted -> wanted.stdinEvent(null)
                .redirectStdin(Path.of("in"))
                .stderrEvent(null)
                .redirectStderr(Path.of("errors")));

        assertThrows(IllegalStateException.class, () -> child.stdin());
        assertThrows(IllegalStateException.class, () -> child.stderr());
        assertThrows(IllegalStateException.class, () -> run.put("x"));
        run.shutdownStdin();
        run.pauseStderr();
        run.resumeStderr();
        child.exit(0);
        shows("STDOUT read NONE", "closed", "exit 0 signal 0");
    }

    @Test
    void shouldRefuseWhatDoesNotGoTogether() {
        refuses("nothing to run", wanted -> wanted.program(List.of()));
        refuses("stdout", wanted -> wanted.redirectOutput(Path.of("x")));
        refuses("stdin", wanted -> wanted.redirectStdin(Path.of("x")));
        refuses("noStdin", RunBuilder::noStdin);
    }

    private void refuses(String word, UnaryOperator<RunBuilder<String, String, String>> shape) {
        simulation
                .kernel()
                .create(
                        States.of(Object.class).start((me, poe) -> {
                            RunBuilder<String, String, String> wanted = shape.apply(Run.with(new Lines(), new Lines())
                                    .program("it")
                                    .stdinEvent(FLUSHED)
                                    .stdoutEvent(OUT));
                            IllegalStateException refused =
                                    assertThrows(IllegalStateException.class, () -> wanted.open(poe));
                            assertTrue(refused.getMessage().contains(word), refused.getMessage());
                        }),
                        null);
        simulation.runUntilIdle();
    }

    @Test
    void shouldRefuseAClassWithoutAMainMethod() {
        RunBuilder<String, String, String> wanted = Run.with(new Lines(), new Lines());

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> wanted.java(String.class, "argument"));

        assertEquals(
                "java.lang.String cannot be run: it needs a method public static void main(String[])",
                refused.getMessage());
    }

    @Test
    void shouldNameAProgramThatCannotBeRun() {
        simulation
                .kernel()
                .create(
                        States.of(Object.class).start((me, poe) -> {
                            UncheckedIOException failed = assertThrows(
                                    UncheckedIOException.class,
                                    () -> Run.with(new Lines(), new Lines())
                                            .program("nowhere")
                                            .open(poe));
                            assertTrue(failed.getMessage().contains("nowhere"));
                            seen.add("refused");
                        }),
                        null);

        shows("refused");
    }
}
