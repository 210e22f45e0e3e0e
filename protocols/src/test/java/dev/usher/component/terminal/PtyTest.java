package dev.usher.component.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.filters.LineFilter;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.KernelCounts;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.recorder.FlightRecorder;
import dev.usher.recorder.Replay;
import dev.usher.recorder.Replayed;
import dev.usher.wheel.Run;
import dev.usher.wheel.RunBuilder;
import dev.usher.wheel.RunError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real children on real terminals. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class PtyTest {
    private static final Event<String> OUT = Event.named("out", String.class);
    private static final Event<String> ERR = Event.named("err", String.class);
    private static final Event<RunError> ERROR = Event.named("error", RunError.class);
    private static final Event<Void> CLOSED = Event.named("closed");
    private static final Event<SignalInfo> CHILD = Event.named("child", SignalInfo.class);

    private final List<String> seen = new ArrayList<>();
    private Run<String, String, String> run;

    private List<String> run(Pty conduit, String program) {
        try (Kernel kernel = new Kernel()) {
            create(kernel, conduit, program);
            kernel.run();
            assertEquals(new KernelCounts(0, 0, 0, 0, 0, 0, 0, 0), kernel.counts());
        }
        return seen;
    }

    private void create(Kernel kernel, Pty conduit, String program) {
        kernel.create(
                States.of(Object.class)
                        .start((me, poe) -> {
                            RunBuilder<String, String, String> wanted = Run.with(
                                            LineFilter.literal("\n"), LineFilter.literal("\n"))
                                    .shell(program)
                                    .conduit(conduit)
                                    .stdoutEvent(OUT)
                                    .errorEvent(ERROR)
                                    .closeEvent(CLOSED);
                            if (!conduit.mergesStderr()) {
                                wanted.stderrEvent(ERR);
                            }
                            run = wanted.open(poe);
                            poe.sigChild(run.process(), CHILD, null);
                        })
                        .on(OUT, (me, poe, line) -> {
                            seen.add("out " + line);
                            if (line.startsWith("ready")) {
                                run.put("question");
                            } else if (line.equals("kill me")) {
                                run.kill();
                            }
                        })
                        .on(ERR, (me, poe, line) -> seen.add("err " + line))
                        .on(ERROR, (me, poe, error) -> assertEquals(IoError.END, error.error()))
                        .on(CLOSED, (me, poe) -> run.close())
                        .on(
                                CHILD,
                                (me, poe, info) ->
                                        seen.add("exit " + info.childExit().status())),
                null);
    }

    @Test
    void shouldRunAChildOnATerminalThatRepeatsNothing() {
        List<String> lines =
                run(Pty.conduit(), "test -t 0 && echo is a terminal; echo oops >&2; echo ready; read x; echo got $x");

        assertTrue(lines.remove("exit 0"), lines::toString); // before or behind its last words
        assertEquals(List.of("out is a terminal", "out oops", "out ready", "out got question"), lines);
    }

    /** The terminal's stream once lost whatever was put second. */
    @Test
    void shouldTakeOneRecordAfterTheOther() {
        List<String> lines = run(
                Pty.conduit(),
                "for i in 1 2 3; do echo ready $i; read x; echo got $x $i; done; echo ready; read x; echo last $x");

        assertTrue(
                lines.containsAll(
                        List.of("out got question 1", "out got question 2", "out got question 3", "out last question")),
                lines::toString);
    }

    @Test
    void shouldKeepStandardErrorApartWhenTold() {
        List<String> lines = run(Pty.conduit().stderrApart(), "echo oops >&2; echo ready; read x; exit 5");

        assertTrue(lines.containsAll(List.of("err oops", "out ready", "exit " + (5 << 8))), lines::toString);
    }

    @Test
    void shouldGiveTheTerminalItsSize() {
        assertTrue(run(Pty.conduit().size(55, 123), "stty size").contains("out 55 123"), seen::toString);
    }

    @Test
    void shouldLeaveTheTerminalAsForPeopleWhenCooked() {
        List<String> lines = run(Pty.conduit().cooked(), "echo ready; read x; echo got $x");

        assertTrue(lines.contains("out question\r"), lines::toString); // repeated, as one types
    }

    @Test
    void shouldSignalAChildOnATerminal() {
        List<String> lines = run(Pty.conduit(), "trap 'exit 9' TERM; echo kill me; read x");

        assertEquals("out kill me", lines.get(0));
        assertEquals("exit " + (9 << 8), lines.get(1));
    }

    @Test
    void shouldReplayAChildOnATerminal() {
        // given
        String program = "test -t 0 && echo is a terminal; echo ready; read x; echo got $x";
        FlightRecorder recorder = FlightRecorder.keeping(1);
        try (Kernel kernel = Kernel.builder().seams(recorder).build()) {
            create(kernel, Pty.conduit(), program);
            kernel.run();
        }
        List<String> recorded = List.copyOf(seen);
        seen.clear();

        // when
        Replayed replayed = Replay.of(recorder.recording()).run(kernel -> create(kernel, Pty.conduit(), program));

        // then
        assertTrue(recorded.contains("out got question"), recorded::toString);
        assertEquals(recorded, seen);
        assertEquals(recorder.traceHash(), replayed.traceHash());
    }

    @Test
    void shouldRefuseWhatATerminalCannotDo() {
        RunBuilder<String, String, String> wanted =
                Run.with(new LineFilter(), new LineFilter()).shell("true").conduit(Pty.conduit());

        assertThrows(IllegalArgumentException.class, () -> Pty.conduit().size(0, 80));
        try (Kernel kernel = new Kernel()) {
            kernel.create(
                    States.of(Object.class).start((me, poe) -> {
                        wanted.stderrEvent(ERR);
                        assertThrows(IllegalStateException.class, () -> wanted.open(poe));
                        wanted.stderrEvent(null).redirectStdout(Path.of("x"));
                        assertThrows(IllegalStateException.class, () -> wanted.open(poe));
                        seen.add("refused");
                    }),
                    null);
            kernel.run();
        }
        assertEquals(List.of("refused"), seen);
    }
}
