package dev.usher.recorder;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.IoError;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import dev.usher.network.PumpedLink;
import dev.usher.simulation.SimulatedHost;
import dev.usher.simulation.Simulation;
import dev.usher.wheel.FollowTail;
import dev.usher.wheel.ReadWrite;
import dev.usher.wheel.Run;
import dev.usher.wheel.RunError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Child processes, files and streams, recorded and replayed: the replay has none of them. */
@Timeout(60)
class OutsideTest {
    private static final Event<String> OUT = Event.named("out", String.class);
    private static final Event<String> ERR = Event.named("err", String.class);
    private static final Event<RunError> ENDED = Event.named("ended", RunError.class);
    private static final Event<IoError> ERROR = Event.named("error", IoError.class);
    private static final Event<Void> CLOSED = Event.named("closed");
    private static final Event<Void> RESET = Event.named("reset");
    private static final Event<SignalInfo> CHILD = Event.named("child", SignalInfo.class);

    /** A program that notes all that it is told. */
    private static final class Program {
        final List<String> seen = new ArrayList<>();
        final BiConsumer<Program, Context> start;
        BiConsumer<Program, Context> atOut = (program, poe) -> {};
        Run<String, String, String> run;
        FollowTail<String> tail;
        ReadWrite<String, String> input;

        Program(BiConsumer<Program, Context> start) {
            this.start = start;
        }

        void create(Kernel kernel) {
            kernel.create(
                    States.of(Program.class)
                            .start((me, poe) -> me.start.accept(me, poe))
                            .on(OUT, (me, poe, line) -> {
                                me.seen.add("out " + line);
                                me.atOut.accept(me, poe);
                            })
                            .on(ERR, (me, poe, line) -> me.seen.add("err " + line))
                            .on(ENDED, (me, poe, error) -> me.seen.add(error.handle() + " " + error.errno()))
                            .on(ERROR, (me, poe, error) -> {
                                me.seen.add(error.toString());
                                if (me.input != null) {
                                    me.input.close();
                                }
                            })
                            .on(RESET, (me, poe) -> me.seen.add("reset"))
                            .on(CLOSED, (me, poe) -> {
                                me.seen.add("closed");
                                me.run.close();
                            })
                            .on(
                                    CHILD,
                                    (me, poe, info) ->
                                            me.seen.add(info.childExit().toString())),
                    this);
        }

        void run(Context poe, String... command) {
            run = Run.with(new Words(), new Words())
                    .program(command)
                    .stdoutEvent(OUT)
                    .stderrEvent(ERR)
                    .errorEvent(ENDED)
                    .closeEvent(CLOSED)
                    .open(poe);
            poe.sigChild(run.pid(), CHILD, null);
        }

        void follow(Context poe, Path path) {
            tail = FollowTail.with(new Words())
                    .inputEvent(OUT)
                    .errorEvent(ERROR)
                    .resetEvent(RESET)
                    .open(poe, path);
        }
    }

    private final FlightRecorder recorder = FlightRecorder.keeping(1);

    /** Runs it on the machine, recorded. */
    private Recording record(Program program) {
        try (Kernel kernel = Kernel.builder().seams(recorder).build()) {
            program.create(kernel);
            kernel.run();
        }
        return recorder.recording();
    }

    private static void replaysTheSame(Recording recording, Program recorded, Program again) {
        Replayed replayed = Replay.of(recording).run(again::create);

        assertEquals(recording.traceHash(), replayed.traceHash());
        assertEquals(recording.size(), replayed.records());
        assertEquals(recorded.seen, again.seen);
        assertTrue(replayed.death().isEmpty());
        assertEquals(recording.size(), recording.lines().size());
    }

    private static Program talking() {
        Program program = new Program((me, poe) -> {
            me.run(poe, "it", "argument");
            me.run.put("question");
        });
        program.atOut = (me, poe) -> {
            me.seen.add(me.run.kill("HUP") + " " + me.run.process().isAlive() + " " + me.run.pid());
            me.run.shutdownStdin();
        };
        return program;
    }

    private static Recording ofTalking(Program program) {
        try (Simulation simulation = Simulation.recorded(1)) {
            SimulatedHost host = simulation.host("host");
            host.processes().program("it", child -> {
                child.onSignal(() -> child.stderr().send("hung up\n"));
                child.onStdin(() -> {
                    child.stdout().send("answer to " + child.stdin().takeReceived());
                    if (child.stdin().isClosedByPeer()) {
                        child.exit(3);
                    }
                });
            });
            program.create(host.kernel());
            simulation.advance(Duration.ofSeconds(1));
            return host.recorder().orElseThrow().recording();
        }
    }

    @Test
    void shouldReplayAChildThatASimulationHasRun() {
        Program program = talking();

        Recording recording = ofTalking(program);

        assertTrue(program.seen.containsAll(List.of("out answer to question", "true true 1", "err hung up", "closed")));
        assertEquals("ChildExit[pid=1, status=768]", program.seen.get(program.seen.size() - 1));
        replaysTheSame(recording, program, talking());
    }

    @Test
    void shouldNameTheProgramWhenAReplayStartsAnother() {
        Recording recording = ofTalking(talking());
        Program other = new Program((me, poe) -> me.run(poe, "it", "another"));

        DivergenceException divergence = assertThrows(
                DivergenceException.class, () -> Replay.of(recording).run(other::create));

        assertTrue(divergence.getMessage().contains("recorded: spawn [it, argument]"), divergence.getMessage());
        assertTrue(divergence.getMessage().contains("asks for: spawn [it, another]"), divergence.getMessage());
    }

    @Test
    void shouldNameWhatIsPutWhenAReplayPutsOtherThings() {
        Recording recording = ofTalking(talking());
        Program other = new Program((me, poe) -> {
            me.run(poe, "it", "argument");
            me.run.put("questing");
        });

        DivergenceException divergence = assertThrows(
                DivergenceException.class, () -> Replay.of(recording).run(other::create));

        assertTrue(divergence.getMessage().contains("recorded: write link 1"), divergence.getMessage());
    }

    @Test
    void shouldReplayAProgramThatCouldNotBeRun() {
        Recording recording = record(refused());
        Program again = refused();

        Replay.of(recording).run(again::create);

        assertTrue(again.seen.get(0).contains("cannot run no-such-program-anywhere"), again.seen::toString);
    }

    private static Program refused() {
        return new Program((me, poe) -> {
            try {
                me.run(poe, "no-such-program-anywhere");
            } catch (UncheckedIOException e) {
                me.seen.add(e.getMessage());
            }
        });
    }

    private static Program shell() {
        Program program = new Program((me, poe) -> {
            me.run(poe, "/bin/sh", "-c", "read x; echo got $x; cat; echo oops >&2; exit 7");
            me.run.put("line");
        });
        program.atOut = (me, poe) -> me.run.shutdownStdin();
        return program;
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldReplayAChildOfThisMachine() {
        Program program = shell();

        Recording recording = record(program);

        assertTrue(program.seen.containsAll(List.of("out got line", "err oops", "closed")), program.seen::toString);
        assertTrue(program.seen.stream().anyMatch(line -> line.endsWith("status=1792]")), program.seen::toString);
        replaysTheSame(recording, program, shell());
    }

    private static Program following(Path log) {
        Program program = new Program((me, poe) -> me.follow(poe, log));
        program.atOut = (me, poe) -> {
            if (me.seen.contains("out new")) {
                me.tail.close();
            }
        };
        return program;
    }

    @Test
    void shouldReplayAFileThatIsNoMore() {
        Path log = Path.of("log");
        Program program = following(log);
        Recording recording;
        try (Simulation simulation = Simulation.recorded(1)) {
            SimulatedHost host = simulation.host("host");
            host.disk().write(log, "old\nhalf");
            program.create(host.kernel());
            host.disk().append(log, " done\n");
            simulation.advance(Duration.ofSeconds(5));
            host.disk().rename(log, Path.of("log.1"));
            simulation.advance(Duration.ofSeconds(5));
            host.disk().write(log, "new\n");
            simulation.advance(Duration.ofSeconds(5));
            recording = host.recorder().orElseThrow().recording();
        }

        assertEquals(List.of("out half done", "reset", "out new"), program.seen);
        replaysTheSame(recording, program, following(log));
    }

    private static Program listening(Path fifo) {
        Program program = new Program((me, poe) -> {
            me.follow(poe, fifo);
            me.run(poe, "/bin/sh", "-c", "echo one > " + fifo + "; echo two > " + fifo);
        });
        program.atOut = (me, poe) -> {
            if (me.seen.contains("out two")) {
                me.tail.close();
            }
        };
        return program;
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldReplayAFifo(@TempDir Path folder) throws Exception {
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        Program program = listening(fifo);

        Recording recording = record(program);

        assertTrue(program.seen.containsAll(List.of("out one", "out two")), program.seen::toString);
        Files.delete(fifo);
        replaysTheSame(recording, program, listening(fifo));
    }

    @Test
    void shouldRefuseALinkThatNobodyRecords() {
        Program program = new Program((me, poe) -> {
            try {
                ReadWrite.with(new Words())
                        .inputEvent(OUT)
                        .open(poe, PumpedLink.reading("keyboard", new ByteArrayInputStream(new byte[1])));
            } catch (IllegalStateException e) {
                me.seen.add(e.getMessage());
            }
        });

        record(program);

        assertEquals(
                List.of("a recorded kernel can watch only links whose making is recorded, not keyboard: have it made by"
                        + " kernel.network().input(..)"),
                program.seen);
    }

    private static Program reading(String text) {
        return new Program((me, poe) -> me.input = ReadWrite.with(new Words())
                .inputEvent(OUT)
                .errorEvent(ERROR)
                .open(
                        poe,
                        poe.kernel().network().input("keyboard", new ByteArrayInputStream(text.getBytes(US_ASCII)))));
    }

    @Test
    void shouldReplayAnInputStream() throws IOException {
        Program program = reading("typed\nlines\n");

        Recording recording = record(program);

        assertEquals(List.of("out typed", "out lines", IoError.END.toString()), program.seen);
        replaysTheSame(recording, program, reading("nobody reads this"));
    }
}
